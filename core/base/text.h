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

/// What a person reads: a pattern and what stands in it, so that a window can say it in its own
/// language and words without recognising English prose. It is one of three things:
/// - a sentence, whose `pattern` has a place "%1", "%2", .. for each of `values`; it is what gets
/// translated;
/// - a name, a number or a text of a file, which is shown as it is (`pattern` is that text, and it
/// has no values);
/// - an option of the work, by an id such as "max-drop", which the command line words as a flag and
/// the window as the
///   field that sets it.
class Text {
  public:
    enum class Kind { sentence, verbatim, option };

    Text() = default;
    /// A sentence without values. A literal, as it stands in the code; a "%" in it means itself.
    Text(const char* sentence) : kind_(Kind::sentence), pattern_(sentence) {}
    /// Something that is shown as it is.
    Text(std::string verbatim) : pattern_(std::move(verbatim)) {}
    Text(std::string_view verbatim) : pattern_(verbatim) {}

    /// A sentence: as many values as `pattern` has places.
    static Text sentence(std::string pattern, std::vector<Text> values);
    /// An option by its id ("max-drop"), with the value that it is to have ("0.1"), if any.
    static Text option(std::string id, std::string value = {});

    Kind kind() const noexcept { return kind_; }
    const std::string& pattern() const noexcept { return pattern_; }
    /// What stands in a sentence's places; of an option, the value that it is to have, if any.
    const std::vector<Text>& values() const noexcept { return values_; }
    bool empty() const noexcept { return pattern_.empty(); }

    /// In English. `word_option` says options; without it they are named by their ids.
    std::string str(const std::function<std::string(const Text&)>& word_option = {}) const;

    friend bool operator==(const Text&, const Text&) = default;

  private:
    Kind kind_ = Kind::verbatim;
    std::string pattern_;
    std::vector<Text> values_;
};

namespace text_parts {

/// The pattern with "%1", "%2", .. for "{}", "{:.1f}", .. and those places as they were, each for
/// one value.
struct Places {
    std::string pattern;
    std::vector<std::string> formats;
};
Places places_of(std::string_view format);

template <class Value>
Text filled(const std::string& format, const Value& value) {
    if constexpr (std::is_same_v<Value, Text>)
        return value;
    else
        return Text(fmt::vformat(format, fmt::make_format_args(value)));
}

}  // namespace text_parts

/// A sentence with values, each formatted as its place asks: text("there is no class '{}'", name).
/// A value that is a Text keeps its parts; its place is then "{}". Places are filled in their
/// order; "{{" is a brace.
template <class... Values>
Text text(std::string_view format, const Values&... values) {
    const auto places = text_parts::places_of(format);
    std::vector<Text> parts;
    parts.reserve(sizeof...(values));
    std::size_t at = 0;
    (parts.push_back(text_parts::filled(places.formats.at(at++), values)), ...);
    return Text::sentence(places.pattern, std::move(parts));
}

}  // namespace sescope
