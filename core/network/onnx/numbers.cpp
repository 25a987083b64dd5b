// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/numbers.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace sescope::onnx {
namespace {

template <class Element>
void append_all(std::vector<Number>& values, const std::vector<std::byte>& bytes) {
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(Element)) {
        Element element;
        std::memcpy(&element, bytes.data() + at, sizeof(Element));
        values.push_back(literal(static_cast<double>(element)));
    }
}

NumberKind kind_of(DType dtype) {
    if (dtype == DType::boolean) return NumberKind::boolean;
    if (dtype == DType::f64) return NumberKind::wide;
    return is_floating(dtype) ? NumberKind::real : NumberKind::integer;
}

}  // namespace

Extents literal_extents(const graph::Shape& shape) {
    Extents extents;
    extents.reserve(shape.size());
    for (const auto extent : shape) extents.push_back({{extent, extent, extent}});
    return extents;
}

graph::Shape shape_at(const Extents& extents, std::size_t probe) {
    graph::Shape shape;
    shape.reserve(extents.size());
    for (const auto& extent : extents) shape.push_back(extent.at[probe]);
    return shape;
}

Number literal(double value) {
    return {{value, value, value}, false};
}

std::optional<Numbers> numbers_of(const TensorEntry& tensor) {
    Numbers numbers{kind_of(tensor.dtype), tensor.shape, {}};
    const auto bytes = to_contiguous_bytes(tensor);
    switch (tensor.dtype) {
        case DType::i64:
            append_all<std::int64_t>(numbers.values, bytes);
            break;
        case DType::i32:
            append_all<std::int32_t>(numbers.values, bytes);
            break;
        case DType::i16:
            append_all<std::int16_t>(numbers.values, bytes);
            break;
        case DType::i8:
            append_all<std::int8_t>(numbers.values, bytes);
            break;
        case DType::u8:
        case DType::boolean:
            append_all<std::uint8_t>(numbers.values, bytes);
            break;
        case DType::f64:
            append_all<double>(numbers.values, bytes);
            break;
        case DType::f32:
        case DType::f16:
        case DType::bf16:
            for (const float value : to_float32(tensor)) {
                numbers.values.push_back(literal(static_cast<double>(value)));
            }
            break;
        default:
            return std::nullopt;
    }
    return numbers;
}

std::int64_t to_integer(double value) {
    constexpr double beyond = 9223372036854775808.0;  // 2^63
    if (std::isnan(value)) return 0;
    if (value >= beyond) return std::numeric_limits<std::int64_t>::max();
    if (value <= -beyond) return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(value);
}

}  // namespace sescope::onnx
