// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return text.substr(at, end - at);
}

std::string_view without_zeros(std::string_view digits) {
    const auto first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view{} : digits.substr(first);
}

// < 0, 0 or > 0; of any length, so never converted to a number.
int compare_numbers(std::string_view a, std::string_view b) {
    a = without_zeros(a);
    b = without_zeros(b);
    if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
    return a.compare(b);
}

}  // namespace

// The order of timm's natural_key: lower case, runs of digits as numbers; a run of other characters
// that ends comes before one that goes on, so a digit stands before any other character.
bool natural_less(std::string_view a, std::string_view b) noexcept {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        const bool digit_a = is_digit(a[i]);
        const bool digit_b = is_digit(b[j]);
        if (digit_a != digit_b) return digit_a;
        if (digit_a) {
            const auto number_a = take_digits(a, i);
            const auto number_b = take_digits(b, j);
            const int order = compare_numbers(number_a, number_b);
            if (order != 0) return order < 0;
            i += number_a.size();
            j += number_b.size();
            continue;
        }
        const auto lower_a = static_cast<unsigned char>(lower_case(a[i++]));
        const auto lower_b = static_cast<unsigned char>(lower_case(b[j++]));
        if (lower_a != lower_b) return lower_a < lower_b;
    }
    const std::size_t left_a = a.size() - i;
    const std::size_t left_b = b.size() - j;
    if ((left_a == 0) != (left_b == 0)) return left_a == 0;
    return a < b;
}

}  // namespace sescope
