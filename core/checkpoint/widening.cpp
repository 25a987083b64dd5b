// SPDX-License-Identifier: GPL-3.0-or-later
// Values of tensors of any element type and stride, as contiguous fp32 or as their own bytes.
#include <cstring>
#include <utility>

#include "core/checkpoint/float_formats.h"
#include "core/checkpoint/state_dict.h"

namespace sescope {
namespace {

// Calls visit(from, to, count, step) for each run along the last axis: `from` and `step` in
// elements of the source, `to` in elements of the row-major result.
template <typename Visit>
void for_each_row(const TensorEntry& tensor, const Visit& visit) {
    const std::int64_t numel = tensor.numel();
    if (numel == 0) return;
    if (tensor.contiguous()) {
        visit(std::int64_t{0}, std::int64_t{0}, numel, std::int64_t{1});
        return;
    }
    const std::size_t last = tensor.shape.size() - 1;
    const std::int64_t count = tensor.shape[last];
    std::vector<std::int64_t> at(last, 0);
    std::int64_t from = 0;
    for (std::int64_t to = 0; to < numel; to += count) {
        visit(from, to, count, tensor.strides[last]);
        for (std::size_t d = last; d-- > 0;) {
            from += tensor.strides[d];
            if (++at[d] < tensor.shape[d]) break;
            from -= tensor.strides[d] * tensor.shape[d];
            at[d] = 0;
        }
    }
}

// Mapped bytes need not be aligned, so each element is copied out before it is looked at.
template <typename Element, typename Widen>
void widen_into(std::vector<float>& values, const TensorEntry& tensor, const Widen& widen) {
    for_each_row(
        tensor, [&](std::int64_t from, std::int64_t to, std::int64_t count, std::int64_t step) {
            const std::byte* source = tensor.bytes.data() + from * std::int64_t{sizeof(Element)};
            float* target = values.data() + to;
            for (std::int64_t i = 0; i < count; ++i) {
                Element element;
                std::memcpy(&element, source + i * step * std::int64_t{sizeof(Element)},
                            sizeof(Element));
                target[i] = widen(element);
            }
        });
}

template <typename Element>
void cast_into(std::vector<float>& values, const TensorEntry& tensor) {
    widen_into<Element>(values, tensor,
                        [](Element element) { return static_cast<float>(element); });
}

}  // namespace

std::vector<float> to_float32(const TensorEntry& tensor) {
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    switch (tensor.dtype) {
        case DType::f64:
            cast_into<double>(values, tensor);
            break;
        case DType::f32:
            cast_into<float>(values, tensor);
            break;
        case DType::f16:
            widen_into<std::uint16_t>(values, tensor, widen_f16);
            break;
        case DType::bf16:
            widen_into<std::uint16_t>(values, tensor, widen_bf16);
            break;
        case DType::f8_e4m3:
            widen_into<std::uint8_t>(values, tensor, widen_f8_e4m3);
            break;
        case DType::f8_e5m2:
            widen_into<std::uint8_t>(values, tensor, widen_f8_e5m2);
            break;
        case DType::i64:
            cast_into<std::int64_t>(values, tensor);
            break;
        case DType::i32:
            cast_into<std::int32_t>(values, tensor);
            break;
        case DType::i16:
            cast_into<std::int16_t>(values, tensor);
            break;
        case DType::i8:
            cast_into<std::int8_t>(values, tensor);
            break;
        case DType::u8:
            cast_into<std::uint8_t>(values, tensor);
            break;
        case DType::boolean:
            widen_into<std::uint8_t>(values, tensor,
                                     [](std::uint8_t byte) { return byte != 0 ? 1.0F : 0.0F; });
            break;
    }
    return values;
}

std::vector<std::byte> to_contiguous_bytes(const TensorEntry& tensor) {
    const std::size_t size = size_of(tensor.dtype);
    std::vector<std::byte> bytes(static_cast<std::size_t>(tensor.numel()) * size);
    for_each_row(
        tensor, [&](std::int64_t from, std::int64_t to, std::int64_t count, std::int64_t step) {
            const std::byte* source = tensor.bytes.data() + static_cast<std::size_t>(from) * size;
            std::byte* target = bytes.data() + static_cast<std::size_t>(to) * size;
            if (step == 1) {
                std::memcpy(target, source, static_cast<std::size_t>(count) * size);
                return;
            }
            for (std::int64_t i = 0; i < count; ++i) {
                std::memcpy(target + static_cast<std::size_t>(i) * size,
                            source + static_cast<std::size_t>(i * step) * size, size);
            }
        });
    return bytes;
}

}  // namespace sescope
