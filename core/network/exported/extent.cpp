// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/extent.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace sescope {
namespace {

constexpr int kDeepest = 64;
constexpr std::size_t kLongest = 4096;

std::optional<std::int64_t> floor_divided(std::int64_t a, std::int64_t b) {
    if (b == 0 || b == -1) return std::nullopt;  // -1: a size is never negated by a division
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

std::optional<std::int64_t> applied(ExtentOperation operation, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    switch (operation) {
        case ExtentOperation::add:
            if (__builtin_add_overflow(a, b, &result)) return std::nullopt;
            return result;
        case ExtentOperation::subtract:
            if (__builtin_sub_overflow(a, b, &result)) return std::nullopt;
            return result;
        case ExtentOperation::multiply:
            if (__builtin_mul_overflow(a, b, &result)) return std::nullopt;
            return result;
        case ExtentOperation::floor_divide:
            return floor_divided(a, b);
        case ExtentOperation::ceil_divide: {
            if (__builtin_sub_overflow(std::int64_t{0}, a, &result)) return std::nullopt;
            const auto divided = floor_divided(result, b);
            return divided ? std::optional(-*divided) : std::nullopt;
        }
        case ExtentOperation::remainder: {
            const auto divided = floor_divided(a, b);
            return divided ? std::optional(a - *divided * b) : std::nullopt;
        }
        case ExtentOperation::maximum:
            return std::max(a, b);
        case ExtentOperation::minimum:
            return std::min(a, b);
    }
    return std::nullopt;
}

struct Function {
    std::string_view name;
    ExtentOperation operation;
    bool folds;  // takes any number of operands
};
constexpr std::array kFunctions{
    Function{"Add", ExtentOperation::add, true},
    Function{"Mul", ExtentOperation::multiply, true},
    Function{"Max", ExtentOperation::maximum, true},
    Function{"Min", ExtentOperation::minimum, true},
    Function{"FloorDiv", ExtentOperation::floor_divide, false},
    Function{"CleanDiv", ExtentOperation::floor_divide, false},
    Function{"CeilDiv", ExtentOperation::ceil_divide, false},
    Function{"Mod", ExtentOperation::remainder, false},
    Function{"PythonMod", ExtentOperation::remainder, false},
};

class ExpressionReader {
  public:
    ExpressionReader(std::string_view text, const Symbols& symbols)
        : text_(text), symbols_(symbols) {}

    std::optional<Extent> whole() {
        const auto value = sum(0);
        blanks();
        return value && at_ == text_.size() ? value : std::nullopt;
    }

  private:
    void blanks() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool take(std::string_view token) {
        blanks();
        if (!text_.substr(at_).starts_with(token)) return false;
        at_ += token.size();
        return true;
    }

    std::optional<Extent> sum(int depth) {
        if (depth > kDeepest) return std::nullopt;
        auto value = term(depth);
        while (value) {
            if (take("+")) {
                value = with(ExtentOperation::add, *value, term(depth));
            } else if (take("-")) {
                value = with(ExtentOperation::subtract, *value, term(depth));
            } else {
                return value;
            }
        }
        return value;
    }

    std::optional<Extent> term(int depth) {
        auto value = factor(depth);
        while (value) {
            if (take("//")) {
                value = with(ExtentOperation::floor_divide, *value, factor(depth));
            } else if (take("%")) {
                value = with(ExtentOperation::remainder, *value, factor(depth));
            } else if (take("*")) {
                value = with(ExtentOperation::multiply, *value, factor(depth));
            } else {
                return value;
            }
        }
        return value;
    }

    std::optional<Extent> factor(int depth) {
        if (take("-")) {
            if (depth > kDeepest) return std::nullopt;
            return with(ExtentOperation::subtract, Extent::fixed(0), factor(depth + 1));
        }
        const auto base = atom(depth);
        if (!base || !take("**")) return base;
        return power(*base, atom(depth));
    }

    std::optional<Extent> atom(int depth) {
        if (take("(")) {
            const auto inner = sum(depth + 1);
            return take(")") ? inner : std::nullopt;
        }
        blanks();
        if (at_ >= text_.size()) return std::nullopt;
        if (std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) return number();
        const std::string_view name = word();
        if (name.empty()) return std::nullopt;
        if (!take("(")) return symbol(name);
        return name == "Symbol" ? constructed_symbol() : called(name, depth);
    }

    std::optional<Extent> number() {
        std::int64_t value = 0;
        while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) {
            if (__builtin_mul_overflow(value, 10, &value) ||
                __builtin_add_overflow(value, text_[at_] - '0', &value)) {
                return std::nullopt;
            }
            ++at_;
        }
        return Extent::fixed(value);
    }

    std::string_view word() {
        const auto begin = at_;
        while (at_ < text_.size() &&
               (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_')) {
            ++at_;
        }
        return text_.substr(begin, at_ - begin);
    }

    std::optional<Extent> symbol(std::string_view name) const {
        const auto found = symbols_.find(name);
        return found != symbols_.end() ? std::optional(found->second) : std::nullopt;
    }

    // 's77', positive=True, integer=True)
    std::optional<Extent> constructed_symbol() {
        if (!take("'")) return std::nullopt;
        const auto name = word();
        const auto close = text_.find(')', at_);
        if (close == std::string_view::npos) return std::nullopt;
        at_ = close + 1;
        return symbol(name);
    }

    // The operands, to the closing bracket.
    std::optional<Extent> called(std::string_view name, int depth) {
        std::vector<Extent> operands;
        do {
            const auto operand = sum(depth + 1);
            if (!operand) return std::nullopt;
            operands.push_back(*operand);
        } while (take(","));
        if (!take(")")) return std::nullopt;
        if (name == "Integer" && operands.size() == 1) return operands[0];
        if (name == "Pow" && operands.size() == 2) return power(operands[0], operands[1]);
        const auto* function = std::ranges::find(kFunctions, name, &Function::name);
        if (function == kFunctions.end() || operands.size() < 2 ||
            (!function->folds && operands.size() != 2)) {
            return std::nullopt;
        }
        std::optional<Extent> value = operands[0];
        for (std::size_t i = 1; i < operands.size() && value; ++i) {
            value = combined(function->operation, *value, operands[i]);
        }
        return value;
    }

    static std::optional<Extent> with(ExtentOperation operation, const Extent& a,
                                      const std::optional<Extent>& b) {
        return b ? combined(operation, a, *b) : std::nullopt;
    }

    static std::optional<Extent> power(const Extent& base, const std::optional<Extent>& exponent) {
        constexpr std::int64_t most = 16;
        if (!exponent || exponent->varies() || exponent->example() < 0 ||
            exponent->example() > most) {
            return std::nullopt;
        }
        std::optional<Extent> value = Extent::fixed(1);
        for (std::int64_t i = 0; i < exponent->example() && value; ++i) {
            value = combined(ExtentOperation::multiply, *value, base);
        }
        return value;
    }

    std::string_view text_;
    const Symbols& symbols_;
    std::size_t at_ = 0;
};

}  // namespace

std::optional<Extent> combined(ExtentOperation operation, const Extent& a, const Extent& b) {
    Extent result;
    for (std::size_t i = 0; i < Extent::kAssignments; ++i) {
        const auto value = applied(operation, a.at[i], b.at[i]);
        if (!value) return std::nullopt;
        result.at[i] = *value;
    }
    return result;
}

std::optional<Extent> product(const Extents& extents) {
    std::optional<Extent> result = Extent::fixed(1);
    for (const auto& extent : extents) {
        if (result) result = combined(ExtentOperation::multiply, *result, extent);
    }
    return result;
}

std::optional<Extent> evaluate(std::string_view expression, const Symbols& symbols) {
    if (expression.size() > kLongest) return std::nullopt;
    return ExpressionReader(expression, symbols).whole();
}

std::vector<std::string> symbols_of(std::string_view expression) {
    std::vector<std::string> names;
    if (expression.size() > kLongest) return names;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        const bool begins_word =
            i == 0 || std::isalnum(static_cast<unsigned char>(expression[i - 1])) == 0;
        if (!begins_word || (expression[i] != 's' && expression[i] != 'u')) continue;
        auto end = i + 1;
        while (end < expression.size() &&
               std::isdigit(static_cast<unsigned char>(expression[end])) != 0) {
            ++end;
        }
        const std::string name(expression.substr(i, end - i));
        if (name.size() > 1 && std::ranges::find(names, name) == names.end()) {
            names.push_back(name);
        }
    }
    return names;
}

}  // namespace sescope
