// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/checkpoint/state_dict.h"
#include "core/network/onnx/messages.h"

namespace sescope::onnx {

/// Types of elements that both an ONNX file and a state dict have.
inline constexpr std::array kElementTypes = std::to_array<std::pair<ElementType, DType>>({
    {ElementType::f64, DType::f64},
    {ElementType::f32, DType::f32},
    {ElementType::f16, DType::f16},
    {ElementType::bf16, DType::bf16},
    {ElementType::i64, DType::i64},
    {ElementType::i32, DType::i32},
    {ElementType::i16, DType::i16},
    {ElementType::i8, DType::i8},
    {ElementType::u8, DType::u8},
    {ElementType::boolean, DType::boolean},
});

/// Nothing for types that the other side lacks.
inline std::optional<DType> dtype_of(ElementType type) {
    const auto found =
        std::ranges::find(kElementTypes, type, &std::pair<ElementType, DType>::first);
    return found == kElementTypes.end() ? std::nullopt : std::optional(found->second);
}
inline std::optional<ElementType> element_type_of(DType dtype) {
    const auto found =
        std::ranges::find(kElementTypes, dtype, &std::pair<ElementType, DType>::second);
    return found == kElementTypes.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace sescope::onnx
