// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>
#include <vector>

#include "core/base/sha256.h"
#include "core/checkpoint/checkpoint.h"
#include "core/excitation/profile.h"

namespace sescope {

// Throws Error{model} where the file was changed since it was opened.
std::string network_fingerprint(const StateDict& weights) {
    std::vector<const TensorEntry*> tensors;
    for (const auto& tensor : weights.tensors()) tensors.push_back(&tensor);
    std::sort(tensors.begin(), tensors.end(),
              [](const auto* a, const auto* b) { return a->name < b->name; });
    Sha256 hash;
    for (const TensorEntry* tensor : tensors) {
        // Lengths and a separator that no name holds keep different lists from hashing alike.
        std::string header = tensor->name + '\0' + std::string(name_of(tensor->dtype));
        for (const auto extent : tensor->shape) header += '\0' + std::to_string(extent);
        hash.add(header + '\0' + '\n');
        if (tensor->contiguous()) {
            hash.add(tensor->bytes);
        } else {
            hash.add(to_contiguous_bytes(*tensor));
        }
    }
    // Of what was read with these weights before, and not of what the file holds meanwhile.
    require_unchanged(weights);
    return hash.hex();
}

}  // namespace sescope
