// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/checkpoint/containers.h"

namespace sescope {
namespace {

// DataParallel and averaged models; torch.compile; Lightning and the like. `backbone.` is not among
// them: with `head.fc` it tells the layout of mmpretrain.
constexpr std::array<std::string_view, 3> kPrefixes{"module.", "_orig_mod.", "model."};

// Counters that averaged models (torch.optim.swa_utils, mmengine) keep beside `module.`.
constexpr std::array<std::string_view, 2> kCounters{"n_averaged", "steps"};

bool is_counter(const TensorEntry& tensor) {
    return tensor.numel() == 1 && std::ranges::find(kCounters, tensor.name) != kCounters.end();
}

// The prefix that all names carry; counters aside.
std::string_view common_prefix(const StateDict& tensors) {
    for (const std::string_view prefix : kPrefixes) {
        bool found = false;
        const bool all = std::ranges::all_of(tensors.tensors(), [&](const TensorEntry& tensor) {
            const bool has = tensor.name.starts_with(prefix) && tensor.name != prefix;
            found = found || has;
            return has || is_counter(tensor);
        });
        if (all && found) return prefix;
    }
    return {};
}

}  // namespace

StateDict without_prefixes(StateDict tensors) {
    for (auto prefix = common_prefix(tensors); !prefix.empty(); prefix = common_prefix(tensors)) {
        StateDict stripped;
        for (TensorEntry tensor : tensors.tensors()) {
            if (!tensor.name.starts_with(prefix)) continue;  // a counter
            tensor.name.erase(0, prefix.size());
            stripped.add(std::move(tensor));
        }
        stripped.container = std::move(tensors.container);
        stripped.wrapper = std::move(tensors.wrapper);
        stripped.metadata = std::move(tensors.metadata);
        stripped.stripped_prefix = std::move(tensors.stripped_prefix);
        stripped.stripped_prefix += prefix;
        tensors = std::move(stripped);
    }
    return tensors;
}

}  // namespace sescope
