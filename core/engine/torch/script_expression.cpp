// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/script_expression.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

using Names = std::span<const std::string>;
using Extents = std::vector<std::int64_t>;

std::string list(const Extents& extents) {
    return fmt::format("[{}]", fmt::join(extents, ", "));
}

/// A number that reads back as the same double, and as a float.
std::string real(double value) {
    std::string text = fmt::format("{:.17g}", value);
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
}

const char* flag(bool value) {
    return value ? "True" : "False";
}

Extents first_half(const Extents& padding) {
    return {padding.begin(), padding.begin() + static_cast<std::ptrdiff_t>(padding.size() / 2)};
}
Extents second_half(const Extents& padding) {
    return {padding.begin() + static_cast<std::ptrdiff_t>(padding.size() / 2), padding.end()};
}

/// As constant_pad_nd wants it: from the last dimension on, begin and end of each.
Extents from_the_last(const Extents& begin, const Extents& end) {
    Extents sides;
    for (std::size_t i = begin.size(); i-- > 0;) {
        sides.push_back(begin[i]);
        sides.push_back(end[i]);
    }
    return sides;
}

/// x padded so that the operator itself pads nothing. `sides`: from the last dimension on, begin
/// and end of each; numbers, or expressions.
template <class Sides>
std::string padded(const std::string& x, const Sides& sides, const std::string& value) {
    return fmt::format("torch.constant_pad_nd({}, [{}], {})", x, fmt::join(sides, ", "), value);
}

[[noreturn]] void refuse(const graph::Operator& op, const char* why) {
    throw Error(ErrorKind::usage,
                text("{} cannot be written as TorchScript: {}", graph::described(op), why));
}

/// What a size asks for (ONNX's auto_pad, TensorFlow's SAME): so much that there is an output for
/// each `stride` pixels, where the window has `kernel` of these extents, each an expression.
std::vector<std::string> same_sides(const std::string& x, graph::SamePadding same,
                                    const std::vector<std::string>& kernel, const Extents& stride,
                                    const Extents& dilation) {
    std::vector<std::string> sides;
    for (std::size_t i = kernel.size(); i-- > 0;) {
        const std::string extent = fmt::format("{}.shape[{}]", x, i + 2);
        const std::string total =
            fmt::format("max((({0} + {1} - 1) // {1} - 1) * {1} + ({2} - 1) * {3} + 1 - {0}, 0)",
                        extent, stride[i], kernel[i], dilation[i]);
        const std::string less = fmt::format("{} // 2", total);
        const std::string more = fmt::format("({} + 1) // 2", total);
        const bool lower = same == graph::SamePadding::lower;
        sides.push_back(lower ? more : less);
        sides.push_back(lower ? less : more);
    }
    return sides;
}

/// What a window reads, and what the operator itself then pads on both sides of each dimension: all
/// of it where it is even, since ATen says no other.
struct WindowInput {
    std::string x;
    Extents padding;
    bool is_even = true;
};

template <class Window>
WindowInput window_input(const Window& window, const std::string& x,
                         const std::vector<std::string>& kernel, const Extents& dilation,
                         const std::string& value) {
    const Extents none(window.stride.size(), 0);
    if (window.same != graph::SamePadding::none) {
        const auto sides = same_sides(x, window.same, kernel, window.stride, dilation);
        return {padded(x, sides, value), none, false};
    }
    const Extents begin = first_half(window.padding);
    const Extents end = second_half(window.padding);
    if (begin == end) return {x, begin};
    return {padded(x, from_the_last(begin, end), value), none, false};
}

std::string expression(const graph::Operator& /*op*/, const graph::Convolution& conv, Names x) {
    std::vector<std::string> kernel;
    for (std::size_t i = 0; i < conv.stride.size(); ++i) {
        kernel.push_back(fmt::format("{}.shape[{}]", x[1], i + 2));
    }
    const WindowInput input = window_input(conv, x[0], kernel, conv.dilation, "0.0");
    return fmt::format("torch.conv{}d({}, {}, {}, {}, {}, {}, {})", conv.stride.size(), input.x,
                       x[1], x.size() > 2 ? x[2] : "None", list(conv.stride), list(input.padding),
                       list(conv.dilation), conv.groups);
}

std::string expression(const graph::Operator& op, const graph::TransposedConvolution& conv,
                       Names x) {
    if (first_half(conv.padding) != second_half(conv.padding)) refuse(op, "its padding is uneven");
    return fmt::format("torch.conv_transpose{}d({}, {}, {}, {}, {}, {}, {}, {})",
                       conv.stride.size(), x[0], x[1], x.size() > 2 ? x[2] : "None",
                       list(conv.stride), list(first_half(conv.padding)), list(conv.output_padding),
                       conv.groups, list(conv.dilation));
}

std::string expression(const graph::Operator& /*op*/, const graph::BatchNorm& norm, Names x) {
    return fmt::format("torch.batch_norm({}, {}, {}, {}, {}, False, 0.0, {}, False)", x[0], x[1],
                       x[2], x[3], x[4], real(norm.eps));
}

std::string expression(const graph::Operator& /*op*/, const graph::LayerNorm& norm, Names x) {
    return fmt::format("torch.layer_norm({0}, {0}.shape[-{1}:], {2}, {3}, {4})", x[0],
                       norm.dimensions, x.size() > 1 ? x[1] : "None", x.size() > 2 ? x[2] : "None",
                       real(norm.eps));
}

std::string expression(const graph::Operator& /*op*/, const graph::GroupNorm& norm, Names x) {
    return fmt::format("torch.group_norm({}, {}, {}, {}, {})", x[0], norm.groups,
                       x.size() > 1 ? x[1] : "None", x.size() > 2 ? x[2] : "None", real(norm.eps));
}

std::string expression(const graph::Operator& /*op*/, const graph::Linear& linear, Names x) {
    return fmt::format("torch.linear({}, {}{}, {})", x[0], x[1],
                       linear.transposed ? ".transpose(0, 1)" : "", x.size() > 2 ? x[2] : "None");
}

std::string expression(const graph::Operator& /*op*/, const graph::MatMul& /*product*/, Names x) {
    return fmt::format("torch.matmul({}, {})", x[0], x[1]);
}

std::string bound(double value) {
    return std::isinf(value) ? "None" : real(value);
}

std::string expression(const graph::Operator& /*op*/, const graph::Activation& activation,
                       Names x) {
    using graph::ActivationKind;
    switch (activation.kind) {
        case ActivationKind::clamp:
            return fmt::format("torch.clamp({}, {}, {})", x[0], bound(activation.a),
                               bound(activation.b));
        case ActivationKind::hard_sigmoid:
            return fmt::format("torch.clamp({} * {} + {}, 0.0, 1.0)", x[0], real(activation.a),
                               real(activation.b));
        case ActivationKind::leaky_relu:
            return fmt::format("torch.leaky_relu({}, {})", x[0], real(activation.a));
        case ActivationKind::elu:
            return fmt::format("torch.elu({}, {})", x[0], real(activation.a));
        case ActivationKind::hard_swish:
            return fmt::format("torch.hardswish({})", x[0]);
        case ActivationKind::gelu_tanh:
            return fmt::format("torch.gelu({}, approximate=\"tanh\")", x[0]);
        default:
            return fmt::format("torch.{}({})", graph::name_of(activation.kind), x[0]);
    }
}

std::string expression(const graph::Operator& /*op*/, const graph::Binary& binary, Names x) {
    using graph::BinaryKind;
    const std::string right = binary.scalar ? real(*binary.scalar) : x[1];
    switch (binary.kind) {
        case BinaryKind::add:
            return fmt::format("{} + {}", x[0], right);
        case BinaryKind::subtract:
            return fmt::format("{} - {}", x[0], right);
        case BinaryKind::multiply:
            return fmt::format("{} * {}", x[0], right);
        case BinaryKind::divide:
            return fmt::format("{} / {}", x[0], right);
        case BinaryKind::power:
            return fmt::format("torch.pow({}, {})", x[0], right);
        case BinaryKind::maximum:
            return binary.scalar ? fmt::format("torch.clamp({}, {}, None)", x[0], right)
                                 : fmt::format("torch.maximum({}, {})", x[0], right);
        case BinaryKind::minimum:
            return binary.scalar ? fmt::format("torch.clamp({}, None, {})", x[0], right)
                                 : fmt::format("torch.minimum({}, {})", x[0], right);
    }
    return x[0];
}

std::string expression(const graph::Operator& op, const graph::Pool& pool, Names x) {
    const std::size_t sides = pool.kernel.size();
    const bool is_max = pool.kind == graph::PoolKind::max;
    const Extents dilation = pool.dilation.empty() ? Extents(sides, 1) : pool.dilation;
    std::vector<std::string> kernel;
    for (const std::int64_t extent : pool.kernel) kernel.push_back(std::to_string(extent));
    const WindowInput input =
        window_input(pool, x[0], kernel, dilation, is_max ? "-float(\"inf\")" : "0.0");
    if (is_max) {
        return fmt::format("torch.max_pool{}d({}, {}, {}, {}, {}, {})", sides, input.x,
                           list(pool.kernel), list(pool.stride), list(input.padding),
                           list(dilation), flag(pool.ceil_mode));
    }
    if (!input.is_even && !pool.count_padding) refuse(op, "its padding is uneven");
    return fmt::format("torch.avg_pool{}d({}, {}, {}, {}, {}, {})", sides, input.x,
                       list(pool.kernel), list(pool.stride), list(input.padding),
                       flag(pool.ceil_mode), flag(pool.count_padding));
}

std::string expression(const graph::Operator& /*op*/, const graph::AdaptivePool& pool, Names x) {
    if (pool.kind == graph::PoolKind::average) {
        return fmt::format("torch.adaptive_avg_pool2d({}, {})", x[0], list(pool.output));
    }
    return fmt::format("torch.adaptive_max_pool2d({}, {})[0]", x[0], list(pool.output));
}

std::string expression(const graph::Operator& /*op*/, const graph::Reduce& reduce, Names x) {
    const char* name = "mean";
    if (reduce.kind == graph::ReduceKind::max) name = "amax";
    if (reduce.kind == graph::ReduceKind::min) name = "amin";
    if (reduce.kind == graph::ReduceKind::sum) name = "sum";
    return fmt::format("torch.{}({}, {}, {})", name, x[0], list(reduce.dimensions),
                       flag(reduce.keep));
}

std::string expression(const graph::Operator& /*op*/, const graph::Concat& concat, Names x) {
    return fmt::format("torch.cat([{}], {})", fmt::join(x, ", "), concat.dimension);
}

std::string expression(const graph::Operator& /*op*/, const graph::Slice& slice, Names x) {
    return fmt::format("torch.slice({}, {}, {}, {}, {})", x[0], slice.dimension, slice.begin,
                       slice.end, slice.step);
}

std::string expression(const graph::Operator& /*op*/, const graph::Pad& pad, Names x) {
    std::size_t first = 0;
    while (first < pad.begin.size() && pad.begin[first] == 0 && pad.end[first] == 0) ++first;
    const auto skip = static_cast<std::ptrdiff_t>(first);
    const Extents sides = from_the_last({pad.begin.begin() + skip, pad.begin.end()},
                                        {pad.end.begin() + skip, pad.end.end()});
    if (sides.empty()) return x[0];
    switch (pad.mode) {
        case graph::PadMode::constant:
            return fmt::format("torch.constant_pad_nd({}, {}, {})", x[0], list(sides),
                               real(pad.value));
        case graph::PadMode::reflect:
            return fmt::format("torch.pad({}, {}, \"reflect\")", x[0], list(sides));
        case graph::PadMode::replicate:
            return fmt::format("torch.pad({}, {}, \"replicate\")", x[0], list(sides));
        case graph::PadMode::circular:
            return fmt::format("torch.pad({}, {}, \"circular\")", x[0], list(sides));
    }
    return x[0];
}

std::string expression(const graph::Operator& /*op*/, const graph::Reshape& reshape, Names x) {
    std::vector<std::string> extents;
    for (std::size_t i = 0; i < reshape.extents.size(); ++i) {
        extents.push_back(reshape.extents[i] == 0 ? fmt::format("{}.shape[{}]", x[0], i)
                                                  : std::to_string(reshape.extents[i]));
    }
    return fmt::format("torch.reshape({}, [{}])", x[0], fmt::join(extents, ", "));
}

std::string expression(const graph::Operator& /*op*/, const graph::Permute& permute, Names x) {
    return fmt::format("torch.permute({}, {})", x[0], list(permute.order));
}

std::string expression(const graph::Operator& /*op*/, const graph::Expand& expand, Names x) {
    return fmt::format("torch.expand({}, {})", x[0], list(expand.extents));
}

std::string expression(const graph::Operator& op, const graph::Resize& resize, Names x) {
    const bool nearest = resize.mode == graph::ResizeMode::nearest &&
                         resize.coordinates == graph::ResizeCoordinates::asymmetric &&
                         resize.rounding == graph::ResizeRounding::floor;
    const bool linear = resize.mode == graph::ResizeMode::linear &&
                        resize.coordinates != graph::ResizeCoordinates::asymmetric;
    const std::size_t sides = resize.sizes.empty() ? resize.scales.size() : resize.sizes.size();
    if (sides != 2 || (!nearest && !linear)) refuse(op, "TorchScript has no such resizing");
    std::vector<std::string> scales;
    for (const double scale : resize.scales) scales.push_back(real(scale));
    const std::string sizes = resize.sizes.empty() ? "None" : list(resize.sizes);
    const std::string factors =
        resize.scales.empty() ? "None" : fmt::format("[{}]", fmt::join(scales, ", "));
    if (nearest) return fmt::format("torch.upsample_nearest2d({}, {}, {})", x[0], sizes, factors);
    return fmt::format("torch.upsample_bilinear2d({}, {}, {}, {})", x[0], sizes,
                       flag(resize.coordinates == graph::ResizeCoordinates::align_corners),
                       factors);
}

std::string expression(const graph::Operator& /*op*/, const graph::Softmax& softmax, Names x) {
    return fmt::format("torch.{}({}, {})", softmax.log ? "log_softmax" : "softmax", x[0],
                       softmax.dimension);
}

std::string argument(const graph::ArgumentValue& value, Names x) {
    const auto write = [&](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
            return "None";
        } else if constexpr (std::is_same_v<Held, graph::InputArgument>) {
            return x[held.input];
        } else if constexpr (std::is_same_v<Held, std::vector<graph::InputArgument>>) {
            std::vector<std::string> names;
            for (const auto& input : held) names.push_back(x[input.input]);
            return fmt::format("[{}]", fmt::join(names, ", "));
        } else if constexpr (std::is_same_v<Held, bool>) {
            return flag(held);
        } else if constexpr (std::is_same_v<Held, double>) {
            return real(held);
        } else if constexpr (std::is_same_v<Held, std::string>) {
            return fmt::format("\"{}\"", held);
        } else if constexpr (std::is_same_v<Held, std::vector<std::int64_t>>) {
            return list(held);
        } else if constexpr (std::is_same_v<Held, std::vector<double>>) {
            std::vector<std::string> numbers;
            for (const double number : held) numbers.push_back(real(number));
            return fmt::format("[{}]", fmt::join(numbers, ", "));
        } else {
            return std::to_string(held);
        }
    };
    return std::visit(write, value);
}

std::string expression(const graph::Operator& /*op*/, const graph::AtenCall& call, Names x) {
    std::vector<std::string> arguments;
    for (const graph::Argument& given : call.arguments) {
        arguments.push_back(given.name + "=" + argument(given.value, x));
    }
    constexpr std::size_t kPrefix = 6;  // "aten::"
    return fmt::format("torch.{}({})", call.name.substr(kPrefix), fmt::join(arguments, ", "));
}

}  // namespace

std::string script_expression(const graph::Operator& op, std::span<const std::string> inputs) {
    return std::visit([&](const auto& kind) { return expression(op, kind, inputs); }, op.kind);
}

}  // namespace sescope
