// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/key_lists.h"

#include <algorithm>
#include <charconv>

namespace sescope {

std::string key_lists_to_text(const std::vector<std::vector<std::string>>& lists) {
    std::string text;
    for (const auto& keys : lists) {
        std::string_view before;
        for (const auto& key : keys) {
            const auto common =
                static_cast<std::size_t>(std::ranges::mismatch(before, key).in1 - before.begin());
            text += std::to_string(common) + " " + key.substr(common) + "\n";
            before = key;
        }
        text += "\n";
    }
    return text;
}

std::optional<std::vector<std::vector<std::string>>> key_lists_from_text(std::string_view text) {
    std::vector<std::vector<std::string>> lists;
    std::vector<std::string> keys;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        const auto line = text.substr(0, end);
        text.remove_prefix(end + 1);
        if (line.empty()) {
            lists.push_back(std::move(keys));
            keys.clear();
            continue;
        }
        std::size_t common = 0;
        const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), common);
        const auto used = static_cast<std::size_t>(rest - line.data());
        const std::string_view before = keys.empty() ? std::string_view{} : keys.back();
        if (error != std::errc{} || used >= line.size() || common > before.size()) {
            return std::nullopt;
        }
        keys.push_back(std::string(before.substr(0, common)) + std::string(line.substr(used + 1)));
    }
    if (!keys.empty()) return std::nullopt;
    return lists;
}

}  // namespace sescope
