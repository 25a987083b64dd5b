// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sescope::testing {

/// Floats out of base64, as the page's script reads them.
inline std::vector<float> decoded(const std::string& text) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::vector<std::uint8_t> bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        if (c == '=') break;
        bits = bits << 6 | std::uint32_t(kDigits.find(c));
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(std::uint8_t(bits >> count));
    }
    std::vector<float> values;
    for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
        std::uint32_t word = 0;
        for (std::size_t k = 0; k < 4; ++k) word |= std::uint32_t(bytes[i + k]) << (8 * k);
        values.push_back(std::bit_cast<float>(word));
    }
    return values;
}

}  // namespace sescope::testing
