// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/key_set.h"

#include <algorithm>
#include <array>

#include "core/base/sha256.h"

namespace sescope {
namespace {

// Enough that no two of some hundred sets meet by chance.
constexpr std::size_t kDigits = 16;

std::string text_of(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const auto extent : shape) text += std::to_string(extent) + ",";
    return text;
}

}  // namespace

bool tells_architecture(std::string_view key) noexcept {
    constexpr std::array<std::string_view, 4> kOthers{
        "num_batches_tracked", "relative_position_index", "relative_coords_table", "attn_mask"};
    const auto last = key.substr(key.rfind('.') + 1);
    return std::ranges::find(kOthers, last) == kOthers.end();
}

std::vector<KeyShape> key_shapes(const StateDict& weights) {
    std::vector<KeyShape> tensors;
    tensors.reserve(weights.size());
    for (const auto& tensor : weights.tensors()) {
        if (tells_architecture(tensor.name)) tensors.push_back({tensor.name, tensor.shape});
    }
    std::ranges::sort(tensors, {}, &KeyShape::key);
    return tensors;
}

bool belongs_to(std::string_view key, std::span<const std::string> modules) noexcept {
    return std::ranges::any_of(modules, [key](const std::string& module) {
        return key.size() > module.size() && key.starts_with(module) && key[module.size()] == '.';
    });
}

std::string hash_of_keys(std::span<const KeyShape> tensors) {
    Sha256 hash;
    for (const auto& tensor : tensors) {
        hash.add(tensor.key + "\t" + std::to_string(tensor.shape.size()) + "\n");
    }
    return hash.hex().substr(0, kDigits);
}

std::vector<std::int64_t> shape_without_free(const KeyShape& tensor, const FreeExtents& free) {
    auto shape = tensor.shape;
    if (!shape.empty() && belongs_to(tensor.key, free.head)) shape[0] = -1;
    if (shape.size() > 1 && tensor.key == free.stem) shape[1] = -1;
    return shape;
}

std::string hash_of_shapes(std::span<const KeyShape> tensors, const FreeExtents& free) {
    Sha256 hash;
    for (const auto& tensor : tensors) {
        hash.add(tensor.key + "\t" + text_of(shape_without_free(tensor, free)) + "\n");
    }
    return hash.hex().substr(0, kDigits);
}

}  // namespace sescope
