// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channel_weights.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"
#include "core/graph/shape_rules.h"

namespace sescope::graph {
namespace {

std::size_t product_of(std::span<const std::int64_t> extents) {
    return static_cast<std::size_t>(elements(extents));
}

TensorEntry owned(const TensorEntry& like, std::vector<std::int64_t> shape,
                  std::vector<std::byte> bytes) {
    auto kept = std::make_shared<std::vector<std::byte>>(std::move(bytes));
    TensorEntry tensor;
    tensor.name = like.name;
    tensor.dtype = like.dtype;
    tensor.strides = contiguous_strides(shape);
    tensor.shape = std::move(shape);
    tensor.bytes = *kept;
    tensor.owner = std::move(kept);
    return tensor;
}

}  // namespace

const TensorEntry& tensor_of(const StateDict& weights, const Value& value) {
    const TensorEntry& tensor = weights.at(value.name);
    if (tensor.shape == value.shape) return tensor;
    throw Error(ErrorKind::model,
                text("the tensor '{}' is {} instead of {}", printable(value.name),
                     described(tensor.shape), described(value.shape)),
                weights.file, "use the weights that the network was read from");
}

TensorEntry without(const TensorEntry& tensor, std::size_t dimension,
                    const std::vector<bool>& going) {
    const auto bytes = to_contiguous_bytes(tensor);
    auto shape = tensor.shape;
    const std::size_t outer = product_of(std::span(shape).first(dimension));
    const std::size_t inner =
        product_of(std::span(shape).subspan(dimension + 1)) * size_of(tensor.dtype);
    std::vector<std::byte> kept;
    kept.reserve(bytes.size());
    for (std::size_t o = 0; o < outer; ++o) {
        for (std::size_t c = 0; c < going.size(); ++c) {
            if (going[c]) continue;
            const auto* from = bytes.data() + (o * going.size() + c) * inner;
            kept.insert(kept.end(), from, from + inner);
        }
    }
    shape[dimension] = std::ranges::count(going, false);
    return owned(tensor, std::move(shape), std::move(kept));
}

TensorEntry with_columns(const TensorEntry& tensor, const std::vector<bool>& going,
                         const std::vector<std::vector<std::size_t>>& columns) {
    const auto bytes = to_contiguous_bytes(tensor);
    auto shape = tensor.shape;
    const std::size_t inner = product_of(std::span(shape).subspan(2)) * size_of(tensor.dtype);
    const auto width = static_cast<std::size_t>(shape[1]);
    std::vector<std::byte> kept;
    std::size_t of_each = 0;
    for (std::size_t row = 0; row < going.size(); ++row) {
        if (going[row]) continue;
        of_each = columns[row].size();
        for (const std::size_t column : columns[row]) {
            const auto* from = bytes.data() + (row * width + column) * inner;
            kept.insert(kept.end(), from, from + inner);
        }
    }
    shape[0] = std::ranges::count(going, false);
    shape[1] = static_cast<std::int64_t>(of_each);
    return owned(tensor, std::move(shape), std::move(kept));
}

}  // namespace sescope::graph
