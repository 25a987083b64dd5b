// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions and windowed pools.
#include <algorithm>
#include <array>

#include "core/network/onnx/operator_table.h"

namespace sescope::onnx {
namespace {

using Integers = std::vector<std::int64_t>;

struct Window {
    Integers kernel, stride, padding, dilation;
    graph::SamePadding same = graph::SamePadding::none;
};

constexpr std::int64_t kLargest = std::int64_t{1} << 30;

void require_between(const Call& call, const Integers& numbers, std::size_t count,
                     std::int64_t least, const char* what) {
    const bool fits = numbers.size() == count && std::ranges::all_of(numbers, [&](auto n) {
                          return n >= least && n <= kLargest;
                      });
    if (!fits) call.refuse(std::string("its ") + what + " do not fit its input");
}

// The attributes that all windows have in common. `kernel` is that of the weight, or empty.
Window window_of(Call& call, const Bound& x, Integers kernel) {
    if (x.rank() < 3 || x.rank() > 5) call.refuse("its input is no map of 1 to 3 dimensions");
    for (std::size_t i = 1; i < x.rank(); ++i) call.keep_batch(x, static_cast<std::int64_t>(i));
    const std::size_t spatial = x.rank() - 2;
    Window window;
    window.kernel = call.integers("kernel_shape", kernel);
    require_between(call, window.kernel, spatial, 1, "kernel_shape");
    if (!kernel.empty() && window.kernel != kernel) {
        call.refuse("its kernel_shape is not that of its weight");
    }
    window.stride = call.integers("strides", Integers(spatial, 1));
    window.dilation = call.integers("dilations", Integers(spatial, 1));
    window.padding = call.integers("pads", Integers(2 * spatial, 0));
    require_between(call, window.stride, spatial, 1, "strides");
    require_between(call, window.dilation, spatial, 1, "dilations");
    const std::string automatic = call.text("auto_pad", "NOTSET");
    if (automatic == "SAME_UPPER") {
        window.same = graph::SamePadding::upper;
    } else if (automatic == "SAME_LOWER") {
        window.same = graph::SamePadding::lower;
    } else if (automatic != "VALID" && automatic != "NOTSET" && !automatic.empty()) {
        call.refuse("its auto_pad is none that there is");
    }
    if (automatic != "NOTSET" && !automatic.empty()) window.padding.assign(2 * spatial, 0);
    require_between(call, window.padding, 2 * spatial, 0, "pads");
    return window;
}

Integers kernel_of(const Call& call, const Bound& x, const Bound& weight) {
    if (weight.rank() != x.rank() || x.rank() < 3) {
        call.refuse("its weight has " + std::to_string(weight.rank()) + " axes, and its input " +
                    std::to_string(x.rank()));
    }
    Integers kernel;
    for (std::size_t i = 2; i < weight.rank(); ++i) {
        if (weight.extents[i].of_batch()) throw BatchMatters{"a kernel of the batch"};
        kernel.push_back(weight.extents[i].at[0]);
    }
    return kernel;
}

void convolution(Call& call) {
    const Bound& x = call.input(0);
    const Bound& weight = call.input(1);
    Window window = window_of(call, x, kernel_of(call, x, weight));
    call.stand_in_module_of(weight);
    call.give(call.emit(
        graph::Convolution{std::move(window.stride), std::move(window.padding),
                           std::move(window.dilation), call.integer("group", 1), window.same},
        {&x, &weight, call.optional(2)}));
}

// Padding that makes the output of the size that is asked for (Operators.md, ConvTranspose).
void pad_to_output(Call& call, const Bound& x, Window& window, const Integers& output_padding) {
    const std::size_t spatial = window.kernel.size();
    const bool given = call.has_attribute("output_shape");
    Integers output = call.integers("output_shape");
    if (given && output.size() != spatial) call.refuse("its output_shape does not fit its input");
    const bool upper = window.same == graph::SamePadding::upper;
    for (std::size_t i = 0; i < spatial; ++i) {
        const Extent& extent = x.extents[i + 2];
        if (given) call.import().note_size(extent.of_size());
        const std::int64_t in = extent.at[0];
        const std::int64_t full = window.stride[i] * (in - 1) + output_padding[i] +
                                  (window.kernel[i] - 1) * window.dilation[i] + 1;
        const std::int64_t total = full - (given ? output[i] : in * window.stride[i]);
        if (total < 0) call.refuse("its output would be larger than the input gives");
        const std::int64_t less = total / 2;
        window.padding[i] = upper ? less : total - less;
        window.padding[i + spatial] = total - window.padding[i];
    }
}

void transposed_convolution(Call& call) {
    const Bound& x = call.input(0);
    const Bound& weight = call.input(1);
    Window window = window_of(call, x, kernel_of(call, x, weight));
    Integers output_padding = call.integers("output_padding", Integers(window.kernel.size(), 0));
    require_between(call, output_padding, window.kernel.size(), 0, "output_padding");
    if (call.has_attribute("output_shape") || window.same != graph::SamePadding::none) {
        pad_to_output(call, x, window, output_padding);
    }
    call.stand_in_module_of(weight);
    call.give(call.emit(
        graph::TransposedConvolution{std::move(window.stride), std::move(window.padding),
                                     std::move(output_padding), std::move(window.dilation),
                                     call.integer("group", 1)},
        {&x, &weight, call.optional(2)}));
}

// With ceil_mode, runtimes differ on a last window that begins in the padding at the end: PyTorch
// and opset 22 leave it out, others do not. Such a pool is not guessed at.
void refuse_window_in_padding(const Call& call, const Bound& x, const Window& window) {
    const std::size_t spatial = window.kernel.size();
    for (std::size_t i = 0; i < spatial; ++i) {
        const std::int64_t in = x.extents[i + 2].at[0];
        const std::int64_t reach = window.dilation[i] * (window.kernel[i] - 1) + 1;
        const std::int64_t free = in + window.padding[i] + window.padding[i + spatial] - reach;
        if (free < 0) continue;  // shape inference says what is wrong
        const std::int64_t windows = (free + window.stride[i] - 1) / window.stride[i] + 1;
        if ((windows - 1) * window.stride[i] >= in + window.padding[i]) {
            call.refuse(
                "with ceil_mode, its last window lies in the padding for this size, which "
                "runtimes compute in two ways",
                "give another size of images");
        }
    }
}

void pool(Call& call, graph::PoolKind kind) {
    const Bound& x = call.input(0);
    const bool max = kind == graph::PoolKind::max;
    if (!call.has_attribute("kernel_shape")) call.refuse("lacks its kernel_shape");
    if (max && call.gives(1))
        call.refuse("gives the indices of its maxima, which are not computed");
    Window window = window_of(call, x, {});
    const bool ceil = call.integer("ceil_mode", 0) != 0;
    if (ceil && window.same == graph::SamePadding::none && call.opset() < 22) {
        refuse_window_in_padding(call, x, window);
    }
    if (!max && std::ranges::any_of(window.dilation, [](auto d) { return d != 1; })) {
        call.refuse("is an average pool with dilation");
    }
    graph::Pool op;
    op.kind = kind;
    op.kernel = std::move(window.kernel);
    op.stride = std::move(window.stride);
    op.padding = std::move(window.padding);
    op.dilation = std::move(window.dilation);
    op.ceil_mode = ceil && window.same == graph::SamePadding::none;
    op.count_padding = max || call.integer("count_include_pad", 0) != 0;
    op.same = window.same;
    call.give(call.emit(std::move(op), {&x}));
}

constexpr std::array kRows = std::to_array<OperatorRow>(
    {{"Conv", convolution},
     {"ConvTranspose", transposed_convolution},
     {"MaxPool", [](Call& call) { pool(call, graph::PoolKind::max); }},
     {"AveragePool", [](Call& call) { pool(call, graph::PoolKind::average); }}});

}  // namespace

std::span<const OperatorRow> convolution_operators() {
    return kRows;
}

}  // namespace sescope::onnx
