// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/printable.h"

#include "core/base/plain_text.h"

namespace sescope {
namespace {

constexpr std::size_t kLongestShown = 100;

}  // namespace

std::string printable(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        if (shown.size() >= kLongestShown) return shown + "..";
        const std::size_t length = visible_length(text);
        if (length == 0) {
            shown += '?';
        } else {
            shown += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return shown;
}

bool is_plain_text(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = visible_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace sescope
