// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
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

    /// The whole in English. `word_option` says options; without it they are flags (--max-drop).
    std::string str(const std::function<std::string(const Text&)>& word_option = {}) const;
    bool empty() const { return words.empty(); }
    friend bool operator==(const Text& text, std::string_view english) {
        return text.str() == english;
    }
};

namespace text_parts {

// In text.cpp, so that who says something need not read fmt's headers; `format` is one place of
// fmt's, "{}" or "{:.1f}".
std::string formatted(std::string_view format, std::string_view value);
std::string formatted(std::string_view format, long long value);
std::string formatted(std::string_view format, unsigned long long value);
std::string formatted(std::string_view format, float value);
std::string formatted(std::string_view format, double value);

/// A value at its place: one that is a Text keeps its parts, others are names.
template <class Value>
Text filled(std::string_view format, const Value& value) {
    if constexpr (std::is_convertible_v<const Value&, std::string_view>)
        return formatted(format, std::string_view(value));
    else if constexpr (std::same_as<Value, char>)
        return formatted(format, std::string_view(&value, 1));
    else if constexpr (std::floating_point<Value>)
        return formatted(format, value);
    else if constexpr (std::signed_integral<Value>)
        return formatted(format, static_cast<long long>(value));
    else if constexpr (std::unsigned_integral<Value>)
        return formatted(format, static_cast<unsigned long long>(value));
    else
        return value;
}

}  // namespace text_parts

/// A pattern with its values: text(translatable("core", "%1 of %2 images"), 3, total). A value that
/// is a Text keeps its parts; others are names, formatted as fmt does by itself.
template <class... Values>
Text text(TextPattern pattern, const Values&... values) {
    return {pattern, {text_parts::filled("{}", values)...}};
}

}  // namespace sescope
