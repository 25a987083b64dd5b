// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the fuzz targets of the checkpoint readers have in common: read, then use everything that
// was read. An Error is the right answer to a hostile file; anything else is a finding.

#include <cstdint>
#include <cstdlib>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/network_names.h"

namespace sescope {

inline void require(bool holds) {
    if (!holds) std::abort();
}

/// Touches every byte that the tensors claim to have, and checks that the tensors survive our own
/// writer and reader.
inline void use(const StateDict& tensors, FileBytes input) {
    constexpr std::size_t most = 32;
    StateDict some;
    for (const auto& tensor : tensors.tensors()) {
        require(tensor.shape.size() == tensor.strides.size());
        // Masked weights are owned; what is mapped has no owner here.
        if (!tensor.bytes.empty() && tensor.owner == nullptr) {
            require(tensor.bytes.data() >= input.data());
            require(tensor.bytes.data() + tensor.bytes.size() <= input.data() + input.size());
        }
        if (some.size() < most) some.add(tensor);
    }
    std::ostringstream out;
    write_safetensors(out, some, tensors.metadata);
    const std::string written = out.str();
    const StateDict again =
        read_safetensors(std::as_bytes(std::span(written)), nullptr, "written by ourselves");
    for (const auto& tensor : some.tensors()) {
        const TensorEntry& copy = again.at(tensor.name);
        require(copy.shape == tensor.shape && copy.dtype == tensor.dtype);
        require(to_contiguous_bytes(copy) == to_contiguous_bytes(tensor));
        require(to_float32(copy).size() == to_float32(tensor).size());
    }
}

}  // namespace sescope
