// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/checked_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/checkpoint/printable.h"

namespace sescope::graph {
namespace {

using Numbers = std::vector<std::int64_t>;

// Far above what networks have, and far enough below 2^63 that sums and products of two fit.
constexpr std::int64_t kLargestField = 1LL << 30;

bool within(const Numbers& numbers, std::int64_t least, std::int64_t most = kLargestField) {
    return std::ranges::all_of(numbers, [&](auto n) { return n >= least && n <= most; });
}

bool is_window(std::size_t dimensions) {
    return dimensions >= 1 && dimensions <= 3;
}

bool is_identifier(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    });
}

std::string wrong_eps(double eps) {
    return std::isfinite(eps) && eps >= 0 ? "" : fmt::format("an eps of {}", eps);
}

// Of what convolutions and pools have in common; `kernel` is empty for convolutions.
std::string wrong_window(const Numbers& stride, const Numbers& padding, const Numbers& dilation,
                         SamePadding same) {
    const std::size_t spatial = stride.size();
    if (!is_window(spatial)) return fmt::format("{} strides", spatial);
    if (padding.size() != 2 * spatial || dilation.size() != spatial) {
        return "stride, padding and dilation of unequal dimensions";
    }
    if (!within(stride, 1)) return "a stride below 1";
    if (!within(dilation, 1)) return "a dilation below 1";
    if (!within(padding, 0)) return "a padding below 0";
    if (same != SamePadding::none && !within(padding, 0, 0)) return "padding both same and given";
    return "";
}

struct WrongField {
    std::string operator()(const Convolution& op) const {
        if (op.groups < 1) return fmt::format("{} groups", op.groups);
        return wrong_window(op.stride, op.padding, op.dilation, op.same);
    }
    std::string operator()(const TransposedConvolution& op) const {
        if (op.groups < 1) return fmt::format("{} groups", op.groups);
        if (op.output_padding.size() != op.stride.size() || !within(op.output_padding, 0)) {
            return "an output padding that cannot be";
        }
        return wrong_window(op.stride, op.padding, op.dilation, SamePadding::none);
    }
    std::string operator()(const BatchNorm& op) const { return wrong_eps(op.eps); }
    std::string operator()(const LayerNorm& op) const {
        if (op.dimensions < 1) return fmt::format("{} dimensions", op.dimensions);
        return wrong_eps(op.eps);
    }
    std::string operator()(const GroupNorm& op) const {
        if (op.groups < 1) return fmt::format("{} groups", op.groups);
        return wrong_eps(op.eps);
    }
    std::string operator()(const Activation& op) const {
        using enum ActivationKind;
        const bool two = op.kind == clamp || op.kind == hard_sigmoid;
        const bool one = two || op.kind == leaky_relu || op.kind == elu;
        if (std::isnan(op.a) || std::isnan(op.b)) return "a field that is not a number";
        if ((!one && op.a != 0) || (!two && op.b != 0)) return "a field that it does not have";
        return "";
    }
    std::string operator()(const Binary& op) const {
        return op.scalar && std::isnan(*op.scalar) ? "a scalar that is not a number" : "";
    }
    std::string operator()(const Pool& op) const {
        auto dilation = op.dilation;
        if (op.kind == PoolKind::average) {
            if (!within(dilation, 1, 1)) return "a dilation of an average pool";
            dilation.assign(op.stride.size(), 1);
        }
        if (auto wrong = wrong_window(op.stride, op.padding, dilation, op.same); !wrong.empty()) {
            return wrong;
        }
        const std::size_t spatial = op.kernel.size();
        if (spatial != op.stride.size()) return "kernel and stride of unequal dimensions";
        if (!within(op.kernel, 1)) return "a kernel below 1";
        for (std::size_t i = 0; i < spatial; ++i) {
            const auto reach = dilation[i] * (op.kernel[i] - 1) + 1;
            if (std::max(op.padding[i], op.padding[i + spatial]) >= reach) {
                return "a padding as large as its window";
            }
        }
        return "";
    }
    std::string operator()(const AdaptivePool& op) const {
        return is_window(op.output.size()) && within(op.output, 1) ? "" : "an output below 1";
    }
    std::string operator()(const Reduce& op) const {
        const auto& d = op.dimensions;
        const bool ascending = std::ranges::adjacent_find(d, std::greater_equal<>()) == d.end();
        return !d.empty() && d.front() >= 0 && ascending ? "" : "dimensions that are not ascending";
    }
    std::string operator()(const Slice& op) const {
        return op.step >= 1 ? "" : fmt::format("a step of {}", op.step);
    }
    std::string operator()(const Pad& op) const {
        if (op.begin.empty() || op.begin.size() != op.end.size()) {
            return "begins and ends of unequal dimensions";
        }
        if (std::isnan(op.value)) return "a value that is not a number";
        const bool fits = within(op.begin, -kLargestField) && within(op.end, -kLargestField);
        return fits ? "" : "a padding that is too large";
    }
    std::string operator()(const Reshape& op) const {
        if (!within(op.extents, -1, std::numeric_limits<std::int64_t>::max())) {
            return "an extent below -1";
        }
        return std::ranges::count(op.extents, -1) > 1 ? "two extents that are left open" : "";
    }
    std::string operator()(const Permute& op) const {
        auto order = op.order;
        std::ranges::sort(order);
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (order[i] != static_cast<std::int64_t>(i)) return "an order that is none";
        }
        return order.empty() ? "an order that is none" : "";
    }
    std::string operator()(const Expand& op) const {
        const bool fits = std::ranges::all_of(op.extents, [](auto n) { return n == -1 || n >= 1; });
        return fits ? "" : "an extent below 1";
    }
    std::string operator()(const Resize& op) const {
        if (op.scales.empty() == op.sizes.empty()) return "not one of scales and sizes";
        const bool positive =
            std::ranges::all_of(op.scales, [](double s) { return std::isfinite(s) && s > 0; });
        if (!positive || !within(op.sizes, 1)) return "a scale or size that cannot be";
        return std::isfinite(op.cubic_a) ? "" : "a cubic coefficient that cannot be";
    }
    std::string operator()(const AtenCall& op) const {
        const auto allowed = aten_operators();
        if (!std::ranges::binary_search(allowed, std::string_view(op.name))) {
            return "a name that is not among the operators that may be called";
        }
        if (!is_identifier(op.overload)) return "an overload that is no name";
        for (const auto& argument : op.arguments) {
            if (argument.name.empty() || !is_identifier(argument.name)) {
                return "an argument without a name";
            }
            const auto* number = std::get_if<double>(&argument.value);
            const auto* list = std::get_if<std::vector<double>>(&argument.value);
            const auto nan = [](double x) { return std::isnan(x); };
            if ((number && nan(*number)) || (list && std::ranges::any_of(*list, nan))) {
                return fmt::format("an argument {} that is not a number", printable(argument.name));
            }
        }
        return "";
    }
    template <class Other>
    std::string operator()(const Other& /*op*/) const {
        return "";
    }
};

std::string wrong_argument(const AtenCall& call, std::size_t inputs) {
    const auto beyond = [&](const InputArgument& argument) { return argument.input >= inputs; };
    for (const auto& argument : call.arguments) {
        const auto* one = std::get_if<InputArgument>(&argument.value);
        const auto* several = std::get_if<std::vector<InputArgument>>(&argument.value);
        if ((one && beyond(*one)) || (several && std::ranges::any_of(*several, beyond))) {
            return fmt::format("an argument {} that is no input", printable(argument.name));
        }
    }
    return "";
}

}  // namespace

std::string wrong_field(const Operator& op) {
    if (const auto* call = std::get_if<AtenCall>(&op.kind)) {
        if (auto wrong = wrong_argument(*call, op.inputs.size()); !wrong.empty()) return wrong;
    }
    return std::visit(WrongField{}, op.kind);
}

}  // namespace sescope::graph
