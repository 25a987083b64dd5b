// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The small float formats of checkpoints, widened to float from their bits. Written without
// branches where whole tensors pass through, so that the compiler can vectorise them.

#include <bit>
#include <cstdint>

namespace sescope {

/// IEEE 754 binary16. Subnormals, infinities and NaN keep their meaning.
inline float widen_f16(std::uint16_t half) noexcept {
    const std::uint32_t sign = (half & 0x8000U) << 16;
    const std::uint32_t rest = (half & 0x7fffU) << 13;
    // Moving the exponent by multiplication (2^112) also normalises subnormals.
    const auto scaled = std::bit_cast<std::uint32_t>(std::bit_cast<float>(rest) * 0x1p112F);
    const std::uint32_t special = rest >= 0x0f800000U ? (rest | 0x7f800000U) : scaled;
    return std::bit_cast<float>(sign | special);
}

/// bfloat16: the upper half of a float.
inline float widen_bf16(std::uint16_t brain) noexcept {
    return std::bit_cast<float>(std::uint32_t{brain} << 16);
}

/// float8_e5m2: the upper half of a binary16.
inline float widen_f8_e5m2(std::uint8_t small) noexcept {
    return widen_f16(static_cast<std::uint16_t>(small << 8));
}

/// float8_e4m3fn (OCP 8-bit floating point): bias 7, no infinity, NaN where all other bits are set.
inline float widen_f8_e4m3(std::uint8_t small) noexcept {
    const std::uint32_t sign = (small & 0x80U) << 24;
    const std::uint32_t rest = (small & 0x7fU) << 20;
    const auto scaled = std::bit_cast<std::uint32_t>(std::bit_cast<float>(rest) * 0x1p120F);
    const std::uint32_t special = (small & 0x7fU) == 0x7fU ? 0x7fc00000U : scaled;
    return std::bit_cast<float>(sign | special);
}

/// To binary16, to the nearest, ties to even; what is too large becomes infinite.
inline std::uint16_t narrow_f16(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16) & 0x8000U;
    const std::uint32_t rest = bits & 0x7fffffffU;
    std::uint32_t half = 0;
    if (rest >= 0x47800000U) {
        half = rest > 0x7f800000U ? 0x7e00U : 0x7c00U;
    } else if (rest < 0x38800000U) {
        // The sum puts a subnormal's bits where they belong, rounded.
        const float sum = std::bit_cast<float>(rest) + 0.5F;
        half = std::bit_cast<std::uint32_t>(sum) - std::bit_cast<std::uint32_t>(0.5F);
    } else {
        half = (rest - 0x38000000U + 0xfffU + ((rest >> 13) & 1U)) >> 13;
    }
    return static_cast<std::uint16_t>(sign | half);
}

/// To bfloat16, likewise.
inline std::uint16_t narrow_bf16(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7fffffffU) > 0x7f800000U) return static_cast<std::uint16_t>((bits >> 16) | 0x40U);
    return static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16);
}

}  // namespace sescope
