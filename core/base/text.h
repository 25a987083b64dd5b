// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/core.h>

#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sescope {

/// An English text that is a key of translations; %1, %2 .. stand for values.
struct TextPattern {
    const char* text;
};

/// Marks a pattern for lupdate, which collects it under `context` ("core", "figures") when it is
/// called with
/// `-tr-function-alias QT_TRANSLATE_NOOP+=translatable`. Core itself speaks English.
constexpr TextPattern translatable([[maybe_unused]] const char* context, const char* text) {
    return {text};
}

/// What a person reads, so that a window can say it in its own language and words without
/// recognising English prose.
struct Text {
    /// A name is the same in any language ("tench", "0.25", a text of a file). A pattern gets
    /// translated, and each of its places filled with one of `values`. An option of the work is
    /// named by an id ("max-drop"): the command line words it as a flag, the window as the field
    /// that sets it; its value, if it is to have one, is `values`'.
    enum class Kind { name, pattern, option };

    Text() = default;
    Text(std::string name) : words(std::move(name)) {}  // NOLINT: a name is a text
    Text(std::string_view name) : words(name) {}        // NOLINT
    Text(const char* literal)                           // NOLINT: a pattern without places
        : words(literal), kind(Kind::pattern) {}
    Text(TextPattern pattern, std::vector<Text> put_in = {})  // NOLINT
        : words(pattern.text), values(std::move(put_in)), kind(Kind::pattern) {}

    /// An option by its id ("max-drop"), with the value that it is to have ("0.1"), if any.
    static Text option(std::string id, std::string value = {});

    std::string words;
    std::vector<Text> values;
    Kind kind = Kind::name;

    /// The whole in English. `word_option` says options; without it they are named by their ids.
    std::string str(const std::function<std::string(const Text&)>& word_option = {}) const;
    bool empty() const { return words.empty(); }
    friend bool operator==(const Text& text, std::string_view english) {
        return text.str() == english;
    }
};

/// A pattern with its values: text(translatable("core", "%1 of %2 images"), 3, total). A value that
/// is a Text keeps its parts; others are names, formatted as fmt does by itself.
template <class... Values>
Text text(TextPattern pattern, const Values&... values) {
    const auto part = [](const auto& value) -> Text {
        if constexpr (std::is_convertible_v<decltype(value), std::string_view>)
            return Text(std::string_view(value));
        else if constexpr (std::is_convertible_v<decltype(value), Text>)
            return value;
        else
            return Text(fmt::format("{}", value));
    };
    return {pattern, {part(values)...}};
}

}  // namespace sescope
