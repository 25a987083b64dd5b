// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes of tensors in a program of torch.export: whole numbers, or expressions of symbols.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

/// A size under three assignments of the symbols: the example, another batch, another height and
/// width. So what depends on what is seen without algebra.
struct Extent {
    static constexpr std::size_t kAssignments = 3;
    std::array<std::int64_t, kAssignments> at{};  ///< example, another batch, another size

    static constexpr Extent fixed(std::int64_t value) { return {{value, value, value}}; }
    std::int64_t example() const noexcept { return at[0]; }
    bool varies_with_batch() const noexcept { return at[1] != at[0]; }
    bool varies_with_size() const noexcept { return at[2] != at[0]; }
    bool varies() const noexcept { return varies_with_batch() || varies_with_size(); }
    bool operator==(const Extent&) const = default;
};
using Extents = std::vector<Extent>;

/// Far above the sizes and numbers of networks, and so far below 2^63 that products of two fit.
inline constexpr std::int64_t kLargestNumber = std::int64_t{1} << 31;

enum class ExtentOperation {
    add,
    subtract,
    multiply,
    floor_divide,
    ceil_divide,
    remainder,
    maximum,
    minimum
};
/// Nothing where a result overflows, or is divided by zero.
std::optional<Extent> combined(ExtentOperation operation, const Extent& a, const Extent& b);

/// Product; nothing where it overflows.
std::optional<Extent> product(const Extents& extents);

using Symbols = std::map<std::string, Extent, std::less<>>;

/// The value of an expression as sympy prints it, plainly ("2*s77 + 1") or as constructors
/// ("Add(Symbol('s77', integer=True), Integer(1))"). Nothing where it is neither, has a symbol that
/// is not among `symbols`, or nests deeper than 64.
std::optional<Extent> evaluate(std::string_view expression, const Symbols& symbols);

/// The names of the symbols in an expression, in order, each once.
std::vector<std::string> symbols_of(std::string_view expression);

}  // namespace sescope
