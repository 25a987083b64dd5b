// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <optional>

#include "core/network/onnx/read_onnx.h"

namespace sescope {
namespace {

constexpr unsigned kVarint = 0;
constexpr unsigned kLengthDelimited = 2;

std::optional<std::uint64_t> take_varint(std::span<const std::byte>& bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes.size() && i < 10; ++i) {
        const auto byte = std::to_integer<std::uint64_t>(bytes[i]);
        number |= (byte & 0x7F) << (7 * i);
        if ((byte & 0x80) != 0) continue;
        bytes = bytes.subspan(i + 1);
        return number;
    }
    return std::nullopt;
}

// The wire type that a field of ModelProto has, if there is one of this number.
std::optional<unsigned> wire_type_of(std::uint64_t field) {
    if (field == 1 || field == 5) return kVarint;  // ir_version, model_version
    const bool known =
        (field >= 2 && field <= 8) || field == 14 || field == 20 || field == 25 || field == 26;
    return known ? std::optional(kLengthDelimited) : std::nullopt;
}

}  // namespace

bool is_onnx(std::span<const std::byte> file) {
    constexpr std::uint64_t newest_version = 64;  // of the format; 13 in 2026
    constexpr std::uint64_t graph = 7;
    bool has_version = false;
    while (!file.empty()) {
        const auto tag = take_varint(file);
        if (!tag || wire_type_of(*tag >> 3) != (*tag & 7)) return false;
        const auto number = take_varint(file);
        if (!number) return false;
        if (*tag >> 3 == 1) {
            if (*number == 0 || *number > newest_version) return false;
            has_version = true;
        }
        // A graph that is longer than the file makes it a truncated one, and is said to be that.
        if (*tag >> 3 == graph && has_version) return true;
        if ((*tag & 7) != kLengthDelimited) continue;
        if (*number > file.size()) return false;
        file = file.subspan(*number);
    }
    return false;
}

}  // namespace sescope
