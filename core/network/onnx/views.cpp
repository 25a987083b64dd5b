// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/views.h"

#include <numeric>

#include "core/checkpoint/tensor_layout.h"

namespace sescope::onnx {
namespace {

// What each extent is written as. The batch is 0 or -1, never a number; an extent that follows from
// the size is, where it can be, too.
std::vector<std::int64_t> written(Import& import, const Bound& x, const Extents& extents,
                                  const std::vector<bool>& names_size) {
    std::vector<std::int64_t> result(extents.size(), 0);
    std::vector<std::size_t> open;
    std::optional<std::size_t> open_batch;
    for (std::size_t i = 0; i < extents.size(); ++i) {
        const bool of_size = extents[i].of_size() || (i < names_size.size() && names_size[i]);
        const bool of_batch = extents[i].of_batch();
        const bool stays = i < x.rank() && x.extents[i] == extents[i];
        result[i] = extents[i].at[0];
        if ((of_batch || of_size) && stays) {
            result[i] = 0;
        } else if (of_batch) {
            if (open_batch) throw BatchMatters{"a reshape with the batch in two places"};
            open_batch = i;
        } else if (of_size) {
            open.push_back(i);
        }
    }
    if (open_batch) {
        result[*open_batch] = -1;
    } else if (!open.empty()) {
        result[open.back()] = -1;
        open.pop_back();
    }
    import.note_size(!open.empty());  // these stand as numbers
    return result;
}

}  // namespace

Bound permuted_constant(const Bound& constant, const std::vector<std::int64_t>& order) {
    TensorEntry entry = *constant.constant;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto from = static_cast<std::size_t>(order[i]);
        entry.shape[i] = constant.constant->shape[from];
        entry.strides[i] = constant.constant->strides[from];
    }
    return bound_constant(std::move(entry), constant.is_parameter);
}

std::optional<Bound> reshaped_constant(const Bound& constant, const graph::Shape& shape) {
    if (!constant.constant->contiguous()) return std::nullopt;
    const auto numel = checked_numel(shape);
    if (numel != constant.constant->numel()) return std::nullopt;
    TensorEntry entry = *constant.constant;
    entry.shape = shape;
    entry.strides = contiguous_strides(shape);
    return bound_constant(std::move(entry), constant.is_parameter);
}

Bound reshaped(Call& call, const Bound& x, const Extents& extents,
               const std::vector<bool>& names_size) {
    if (x.extents == extents) return x;
    if (x.constant) {
        if (auto view = reshaped_constant(x, shape_at(extents, 0))) return *view;
    }
    return call.emit(graph::Reshape{written(call.import(), x, extents, names_size)}, {&x});
}

Bound permuted(Call& call, const Bound& x, const std::vector<std::int64_t>& order) {
    std::vector<std::int64_t> same(order.size());
    std::iota(same.begin(), same.end(), std::int64_t{0});
    if (order == same) return x;
    if (x.constant) return permuted_constant(x, order);
    if (x.before_permute && x.value != graph::kAbsent) {
        std::vector<std::int64_t> both;
        both.reserve(order.size());
        for (const auto axis : order) {
            both.push_back(x.before_permute->order[static_cast<std::size_t>(axis)]);
        }
        const Bound& original = *x.before_permute->original;
        return both == same ? original : permuted(call, original, both);
    }
    Bound result = call.emit(graph::Permute{order}, {&x});
    result.before_permute =
        std::make_shared<const Permuted>(Permuted{std::make_shared<const Bound>(x), order});
    return result;
}

}  // namespace sescope::onnx
