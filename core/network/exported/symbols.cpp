// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/symbols.h"

#include <fmt/format.h>

#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

using nlohmann::json;

// Other values of a symbol than the example's. Odd multiples, so that sizes keep their divisors,
// and apart from each other, so that no batch looks like a height.
constexpr std::int64_t kOtherBatch = 61;
constexpr std::int64_t kOtherSize = 3;
constexpr std::int64_t kLargestSize = 1 << 20;

// The whole number that a symbol has where `expression`, linear in it, is `value`.
std::optional<std::int64_t> solved(std::string_view expression, const std::string& symbol,
                                   std::int64_t value) {
    const auto at = [&](std::int64_t x) {
        return evaluate(expression, Symbols{{symbol, Extent::fixed(x)}});
    };
    const auto zero = at(0);
    const auto one = at(1);
    const auto fits = [](const std::optional<Extent>& extent) {
        return extent && extent->example() >= -kLargestNumber &&
               extent->example() <= kLargestNumber;
    };
    if (!fits(zero) || !fits(one)) return std::nullopt;
    const auto slope = one->example() - zero->example();
    if (slope <= 0 || value < zero->example() || (value - zero->example()) % slope != 0) {
        return std::nullopt;
    }
    const auto x = (value - zero->example()) / slope;
    const auto again = at(x);
    return again && again->example() == value ? std::optional(x) : std::nullopt;
}

std::optional<std::int64_t> wanted(const json& expression, std::size_t dimension, std::size_t rank,
                                   const std::optional<InputSize>& size) {
    if (size && rank == 4 && dimension >= 2) return dimension == 2 ? size->height : size->width;
    const auto hint = expression.find("hint");
    if (hint != expression.end() && hint->is_object() && hint->contains("as_int")) {
        return hint->at("as_int").get<std::int64_t>();
    }
    return dimension == 0 ? std::optional<std::int64_t>(2) : std::nullopt;
}

void assign(ExportedProgram& program, const json& expression, std::size_t dimension,
            std::size_t rank, const std::optional<InputSize>& size) {
    const std::string& text = expression.at("expr_str").get_ref<const std::string&>();
    const auto names = symbols_of(text);
    if (names.size() == 1 && program.symbols.contains(names[0])) return;
    const auto value = wanted(expression, dimension, rank, size);
    if (!value) {
        throw program.refused("leaves the size of its images open",
                              "give their size, or export the network again");
    }
    const auto symbol = names.size() == 1 ? solved(text, names[0], *value) : std::nullopt;
    if (!symbol || *value < 1 || *value > kLargestSize) {
        throw program.refused(fmt::format("cannot take images of the size {}: its inputs are of {}",
                                          *value, printable(text)),
                              "give a size that the network can take");
    }
    Extent extent = Extent::fixed(*symbol);
    if (dimension == 0) {
        extent.at[1] += kOtherBatch;
        program.batch_is_symbolic = true;
    } else {
        extent.at[2] *= kOtherSize;
    }
    program.symbols.emplace(names[0], extent);
}

}  // namespace

void assign_symbols(ExportedProgram& program, std::optional<InputSize> size) {
    const auto& values = program.document.at("graph_module").at("graph").at("tensor_values");
    for (const auto input : program.inputs) {
        const auto found = values.find(input);
        if (found == values.end()) continue;
        const auto& sizes = found->at("sizes");
        for (std::size_t d = 0; d < sizes.size(); ++d) {
            const auto expression = sizes[d].find("as_expr");
            if (expression != sizes[d].end()) assign(program, *expression, d, sizes.size(), size);
        }
    }
}

}  // namespace sescope
