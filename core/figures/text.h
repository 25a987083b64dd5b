// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sescope {

/// An English text that is a key of translations; %1, %2 .. stand for values.
struct Pattern {
    const char* text;
};

/// Marks a pattern for lupdate, which collects it under `context` when it is called with
/// `-tr-function-alias QT_TRANSLATE_NOOP+=translatable`. Core itself speaks English.
constexpr Pattern translatable([[maybe_unused]] const char* context, const char* text) {
    return {text};
}

/// Words of a figure: either a name, which is the same in any language ("tench", "SE_2_1"), or a
/// pattern with values put into it, which ui translates.
struct Text {
    Text() = default;
    Text(std::string name) : words(std::move(name)) {}  // NOLINT: a name is a text
    Text(const char* name) : words(name) {}             // NOLINT
    Text(Pattern pattern, std::vector<Text> put_in = {})
        : words(pattern.text), values(std::move(put_in)), is_pattern(true) {}

    std::string words;
    std::vector<Text> values;
    bool is_pattern = false;

    /// The whole in English.
    std::string str() const;
    bool empty() const { return words.empty(); }
    friend bool operator==(const Text& text, std::string_view english) {
        return text.str() == english;
    }
};

}  // namespace sescope
