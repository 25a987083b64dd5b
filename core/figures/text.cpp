// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/text.h"

namespace sescope {

std::string Text::str() const {
    if (!is_pattern) return words;
    std::string whole;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::size_t value =
            at + 1 < words.size() ? std::size_t(words[at + 1]) - std::size_t('1') : values.size();
        if (words[at] == '%' && value < values.size()) {
            whole += values[value].str();
            ++at;
        } else {
            whole += words[at];
        }
    }
    return whole;
}

}  // namespace sescope
