// SPDX-License-Identifier: GPL-3.0-or-later
// NaN and infinity are the values whose exponent bits are all ones, so half-precision weights need
// no widening: 50 MB are looked through in a few milliseconds.

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/network.h"

namespace sescope {
namespace {

// Whether any element is all ones under the mask. Works on whole chunks so that it vectorises, and
// copies them because a mapped tensor need not be aligned.
template <typename Word>
bool any_all_ones(std::span<const std::byte> bytes, Word mask) {
    constexpr std::size_t kChunk = 2048;
    Word chunk[kChunk];
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(chunk)) {
        const auto count = std::min(sizeof(chunk), bytes.size() - at) / sizeof(Word);
        std::memcpy(chunk, bytes.data() + at, count * sizeof(Word));
        std::fill(chunk + count, chunk + kChunk, Word{0});
        Word found = 0;
        for (const Word word : chunk) {
            found = static_cast<Word>(found | static_cast<Word>((word & mask) == mask));
        }
        if (found != 0) return true;
    }
    return false;
}

bool holds_no_number(std::span<const std::byte> bytes, DType dtype) {
    switch (dtype) {
        case DType::f64:
            return any_all_ones<std::uint64_t>(bytes, 0x7FF0000000000000);
        case DType::f32:
            return any_all_ones<std::uint32_t>(bytes, 0x7F800000);
        case DType::f16:
            return any_all_ones<std::uint16_t>(bytes, 0x7C00);
        case DType::bf16:
            return any_all_ones<std::uint16_t>(bytes, 0x7F80);
        case DType::f8_e4m3:
            return any_all_ones<std::uint8_t>(bytes, 0x7F);  // has no infinity
        case DType::f8_e5m2:
            return any_all_ones<std::uint8_t>(bytes, 0x7C);
        default:
            return false;
    }
}

}  // namespace

void require_finite(const StateDict& weights) {
    for (const auto& tensor : weights.tensors()) {
        if (!is_floating(tensor.dtype)) continue;
        // Gaps between the rows of a view belong to other tensors.
        const bool bad = tensor.contiguous()
                             ? holds_no_number(tensor.bytes, tensor.dtype)
                             : holds_no_number(to_contiguous_bytes(tensor), tensor.dtype);
        if (!bad) continue;
        throw Error(ErrorKind::model, text("the tensor '{}' holds NaN or infinity", tensor.name),
                    weights.file,
                    "the training diverged or the file is damaged; take an earlier checkpoint");
    }
}

}  // namespace sescope
