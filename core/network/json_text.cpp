// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/json_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/text_encoding.h"

namespace sescope {
namespace {

constexpr std::size_t kLongestShown = 60;

// Listens to the parser and keeps nothing, so that a file of a million brackets stops at the first
// too many. A callback of json::parse would do the same, but that searches an array for what was
// discarded whenever an object in it ends: a million small objects take hours.
class BoundedEvents final : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit BoundedEvents(const JsonBounds& bounds) : bounds_(bounds) {}

    bool null() override { return value(); }
    bool boolean(bool) override { return value(); }
    bool number_integer(number_integer_t) override { return value(); }
    bool number_unsigned(number_unsigned_t) override { return value(); }
    bool number_float(number_float_t, const string_t&) override { return value(); }
    bool string(string_t&) override { return value(); }
    bool binary(binary_t&) override { return value(); }
    bool key(string_t&) override { return value(); }
    bool start_object(std::size_t) override { return open(); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
        return false;
    }

  private:
    bool value() { return depth_ <= bounds_.deepest && ++values_ <= bounds_.most_values; }
    bool open() { return value() && ++depth_ > 0; }
    bool close() {
        --depth_;
        return true;
    }

    JsonBounds bounds_;
    int depth_ = 0;
    std::size_t values_ = 0;
};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Writes JSON as its standard has it, token by token.
class JsonCleaner {
  public:
    explicit JsonCleaner(std::string_view text) : text_(text) {}

    std::string clean() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"') {
                copy_string();
            } else if (c == '/' && at_ + 1 < text_.size() &&
                       (text_[at_ + 1] == '/' || text_[at_ + 1] == '*')) {
                skip_remark(text_[at_ + 1] == '*');
            } else if (is_letter(c)) {
                copy_word();
            } else {
                if (c == ']' || c == '}') drop_comma();
                result_ += c;
                ++at_;
            }
        }
        return std::move(result_);
    }

  private:
    void copy_string() {
        result_ += text_[at_++];
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            result_ += c;
            if (c == '\\' && at_ < text_.size()) result_ += text_[at_++];
            if (c == '"') return;
        }
    }

    void skip_remark(bool block) {
        const auto end = text_.find(block ? "*/" : "\n", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + (block ? 2 : 0);
    }

    void copy_word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
        const std::string_view word = text_.substr(begin, at_ - begin);
        static constexpr std::array<std::array<std::string_view, 2>, 6> others{
            {{"NaN", "null"},
             {"nan", "null"},
             {"Infinity", "null"},
             {"None", "null"},
             {"True", "true"},
             {"False", "false"}}};
        const auto other =
            std::ranges::find(others, word, [](const auto& pair) { return pair[0]; });
        if (other == others.end()) {
            result_ += word;
            return;
        }
        const bool negative = (*other)[1] == "null" && result_.ends_with('-');
        if (negative) result_.pop_back();
        result_ += (*other)[1];
    }

    void drop_comma() {
        const auto last = result_.find_last_not_of(" \t\r\n");
        if (last != std::string::npos && result_[last] == ',') result_.erase(last, 1);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string result_;
};

}  // namespace

std::optional<nlohmann::json> parse_bounded(std::string_view text, std::size_t most,
                                            JsonBounds bounds) {
    if (text.size() > most) return std::nullopt;
    BoundedEvents events(bounds);
    if (!nlohmann::json::sax_parse(text, &events)) return std::nullopt;
    return nlohmann::json::parse(text, nullptr, false);
}

std::optional<nlohmann::json> parse_lenient(std::string_view text, std::size_t most) {
    if (text.size() > most) return std::nullopt;
    const std::string plain = without_byte_order_mark(std::string(text));
    if (auto parsed = parse_bounded(plain, most)) return parsed;
    return parse_bounded(JsonCleaner(plain).clean(), most);
}

std::string shown(const nlohmann::json& value) {
    auto text = value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    if (text.size() > kLongestShown) text = text.substr(0, kLongestShown) + "..";
    return text;
}

}  // namespace sescope
