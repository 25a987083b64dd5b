// SPDX-License-Identifier: GPL-3.0-or-later
// What tells architectures apart: the set of keys of their state dicts, with ranks or shapes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope {

struct KeyShape {
    std::string key;
    std::vector<std::int64_t> shape;
    bool operator==(const KeyShape&) const = default;
};

/// Extents that differ between networks of one architecture without a difference in what is
/// computed: the rows of the classifier, and the channels that the stem takes.
struct FreeExtents {
    std::vector<std::string> head;  ///< module paths of the classifiers: "classifier"
    std::string stem;               ///< key of the first convolution's weight, or empty
    bool operator==(const FreeExtents&) const = default;
};

/// False of buffers that only training reads (num_batches_tracked), and of indices that older
/// versions of a library kept in state dicts and newer ones make anew.
bool tells_architecture(std::string_view key) noexcept;

/// Keys and shapes of those tensors that tell the architecture, sorted by key.
std::vector<KeyShape> key_shapes(const StateDict& weights);

/// Whether the key is a parameter of a module among `modules` ("fc" has "fc.weight").
bool belongs_to(std::string_view key, std::span<const std::string> modules) noexcept;

/// Hash (16 hexadecimal digits) of sorted keys with each tensor's rank.
std::string hash_of_keys(std::span<const KeyShape> tensors);
/// Hash of sorted keys with each tensor's shape, the free extents left out.
std::string hash_of_shapes(std::span<const KeyShape> tensors, const FreeExtents& free);

/// The shape with -1 where the extent is free.
std::vector<std::int64_t> shape_without_free(const KeyShape& tensor, const FreeExtents& free);

}  // namespace sescope
