// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

namespace sescope {
namespace {

// The pattern with each "%1" replaced; what is put in is not searched again.
std::string filled_in(const std::string& pattern, const std::vector<std::string>& values) {
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool place = pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' &&
                           pattern[i + 1] <= '9';
        const auto number = place ? static_cast<std::size_t>(pattern[i + 1] - '0') : 0;
        if (!place || number > values.size()) {
            text += pattern[i];
            continue;
        }
        text += values[number - 1];
        ++i;
    }
    return text;
}

}  // namespace

Text Text::sentence(std::string pattern, std::vector<Text> values) {
    Text made;
    made.kind_ = Kind::sentence;
    made.pattern_ = std::move(pattern);
    made.values_ = std::move(values);
    return made;
}

Text Text::option(std::string id, std::string value) {
    Text made;
    made.kind_ = Kind::option;
    made.pattern_ = std::move(id);
    if (!value.empty()) made.values_.emplace_back(std::move(value));
    return made;
}

std::string Text::str(const std::function<std::string(const Text&)>& word_option) const {
    if (kind_ == Kind::option) {
        if (word_option) return word_option(*this);
        return values_.empty() ? pattern_ : pattern_ + " " + values_.front().pattern_;
    }
    if (values_.empty()) return pattern_;
    std::vector<std::string> parts;
    parts.reserve(values_.size());
    for (const auto& value : values_) parts.push_back(value.str(word_option));
    return filled_in(pattern_, parts);
}

namespace text_parts {

Places places_of(std::string_view format) {
    Places places;
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if ((c == '{' || c == '}') && i + 1 < format.size() && format[i + 1] == c) {
            places.pattern += c;
            ++i;
        } else if (c == '{') {
            const auto end = format.find('}', i);
            places.formats.emplace_back(format.substr(i, end - i + 1));
            places.pattern += '%' + std::to_string(places.formats.size());
            i = end;
        } else {
            places.pattern += c;
        }
    }
    return places;
}

}  // namespace text_parts
}  // namespace sescope
