// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <fmt/format.h>

namespace sescope {

Text Text::option(std::string id, std::string value) {
    Text made(std::move(id));
    made.kind = Kind::option;
    if (!value.empty()) made.values.emplace_back(std::move(value));
    return made;
}

std::string Text::str(const std::function<std::string(const Text&)>& word_option) const {
    if (kind == Kind::option) {
        if (word_option) return word_option(*this);
        // As the command line, reports and files name it.
        return "--" + words + (values.empty() ? "" : " " + values.front().words);
    }
    if (kind == Kind::name || values.empty()) return words;
    // What is put in is not searched again.
    std::string whole;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::size_t value =
            at + 1 < words.size() ? std::size_t(words[at + 1]) - std::size_t('1') : values.size();
        if (words[at] == '%' && value < values.size()) {
            whole += values[value].str(word_option);
            ++at;
        } else {
            whole += words[at];
        }
    }
    return whole;
}

namespace text_parts {

std::string formatted(std::string_view format, std::string_view value) {
    return fmt::format(fmt::runtime(format), value);
}
std::string formatted(std::string_view format, long long value) {
    return fmt::format(fmt::runtime(format), value);
}
std::string formatted(std::string_view format, unsigned long long value) {
    return fmt::format(fmt::runtime(format), value);
}
std::string formatted(std::string_view format, float value) {
    return fmt::format(fmt::runtime(format), value);
}
std::string formatted(std::string_view format, double value) {
    return fmt::format(fmt::runtime(format), value);
}

}  // namespace text_parts
}  // namespace sescope
