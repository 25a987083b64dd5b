// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/class_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "core/checkpoint/printable.h"

namespace sescope::onnx {
namespace {

constexpr std::size_t kMostClasses = 100'000;

// Reads `['a', "b"]` and `{0: 'a', "1": 'b'}` from the front.
class ListReader {
  public:
    explicit ListReader(std::string_view text) : rest_(text) {}

    std::optional<std::vector<std::string>> read() {
        skip_blanks();
        if (take('[')) return list();
        if (take('{')) return dictionary();
        return std::nullopt;
    }

  private:
    void skip_blanks() {
        const std::size_t at = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at);
    }
    bool take(char letter) {
        skip_blanks();
        if (rest_.empty() || rest_.front() != letter) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::optional<std::string> quoted() {
        skip_blanks();
        if (rest_.empty() || (rest_.front() != '\'' && rest_.front() != '"')) return std::nullopt;
        const char quote = rest_.front();
        std::string text;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == quote) {
                rest_.remove_prefix(i + 1);
                return text;
            }
            const bool escaped = rest_[i] == '\\' && i + 1 < rest_.size();
            // \uXXXX and the like would need more than this reader knows.
            if (escaped &&
                std::string_view("\\'\"/").find(rest_[i + 1]) == std::string_view::npos) {
                return std::nullopt;
            }
            text += rest_[escaped ? ++i : i];
        }
        return std::nullopt;
    }
    std::optional<std::size_t> number() {
        skip_blanks();
        std::string digits;
        if (const auto text = quoted()) {
            digits = *text;
        } else {
            const std::size_t end = rest_.find_first_not_of("0123456789");
            digits = rest_.substr(0, end);
            rest_.remove_prefix(digits.size());
        }
        std::size_t value = 0;
        const char* last = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), last, value);
        if (error != std::errc() || stop != last || digits.empty()) return std::nullopt;
        return value;
    }
    std::optional<std::vector<std::string>> list() {
        std::vector<std::string> names;
        while (!take(']')) {
            auto name = quoted();
            if (!name || names.size() == kMostClasses) return std::nullopt;
            names.push_back(std::move(*name));
            if (!take(',') && rest_.substr(0, 1) != "]") return std::nullopt;
        }
        return names;
    }
    std::optional<std::vector<std::string>> dictionary() {
        std::map<std::size_t, std::string> by_number;
        while (!take('}')) {
            const auto key = number();
            if (!key || !take(':') || by_number.size() == kMostClasses) return std::nullopt;
            auto name = quoted();
            if (!name || !by_number.try_emplace(*key, std::move(*name)).second) return std::nullopt;
            if (!take(',') && rest_.substr(0, 1) != "}") return std::nullopt;
        }
        if (by_number.empty() || by_number.rbegin()->first + 1 != by_number.size()) return {};
        std::vector<std::string> names;
        for (auto& [key, name] : by_number) names.push_back(std::move(name));
        return names;
    }

    std::string_view rest_;
};

std::vector<std::string> lines_of(std::string_view text, char separator) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
        if (line.empty() || lines.size() == kMostClasses) return {};
        lines.emplace_back(line);
    }
    return lines;
}

}  // namespace

std::vector<std::string> listed_names(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    std::vector<std::string> names;
    if (text[begin] == '[' || text[begin] == '{') {
        names = ListReader(text).read().value_or(std::vector<std::string>{});
    } else {
        const bool has_lines = text.find('\n') != std::string_view::npos;
        names = lines_of(text, has_lines ? '\n' : ',');
    }
    const bool are_plain = std::ranges::all_of(
        names, [](const std::string& name) { return !name.empty() && is_plain_text(name); });
    return are_plain && names.size() > 1 ? names : std::vector<std::string>{};
}

std::vector<std::string> class_names(std::span<const Property> metadata) {
    constexpr std::array keys{"names", "labels", "classes", "class_names", "id2label"};
    for (const std::string_view key : keys) {
        for (const auto& property : metadata) {
            if (property.key != key) continue;
            if (auto names = listed_names(property.value); !names.empty()) return names;
        }
    }
    return {};
}

}  // namespace sescope::onnx
