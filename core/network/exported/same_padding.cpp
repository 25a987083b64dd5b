// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/same_padding.h"

#include <algorithm>
#include <limits>

namespace sescope {
namespace {

using graph::ValueId;
using Numbers = std::vector<std::int64_t>;

struct Window {
    Numbers kernel;
    Numbers stride;
    Numbers padding;
    Numbers dilation;
};

// What makes ceil(size / stride) outputs.
std::int64_t same_total(const Window& window, std::size_t d, std::int64_t size) {
    const auto outputs = (size + window.stride[d] - 1) / window.stride[d];
    const auto reach = (window.kernel[d] - 1) * window.dilation[d] + 1;
    return std::max<std::int64_t>((outputs - 1) * window.stride[d] + reach - size, 0);
}

bool fits(const Window& window, const Extents& shape, const graph::Pad& pad) {
    for (std::size_t i = 0; i < pad.begin.size(); ++i) {
        const auto total = i < 2 ? 0 : same_total(window, i - 2, shape[i].example());
        if (pad.begin[i] != total / 2 || pad.end[i] != total - total / 2) return false;
    }
    return true;
}

bool is_one_pixel(const Window& window) {
    const auto one = [](std::int64_t n) { return n == 1; };
    return std::ranges::all_of(window.kernel, one) && std::ranges::all_of(window.stride, one);
}

// The padding that the module puts before its window: what stands in the graph, or none.
struct Padding {
    ValueId before;
    graph::Pad pad;
};
Padding padding_before(const Call& call, ValueId x, double value) {
    const auto* producer = call.producer(x);
    const auto* pad = producer != nullptr ? std::get_if<graph::Pad>(&producer->kind) : nullptr;
    if (pad != nullptr && producer->module == call.node().module) {
        return {producer->inputs[0], *pad};
    }
    const Numbers none(call.rank(x), 0);
    return {x, {none, none, graph::PadMode::constant, value}};
}

template <class Windowed>
void use(Call& call, ValueId& x, Windowed& windowed, const Window& window, double value) {
    if (!pads_by_size(call.node().module_class) || is_one_pixel(window)) return;
    const auto [before, pad] = padding_before(call, x, value);
    const auto positive = [](std::int64_t n) { return n >= 1; };  // at most kLargestNumber
    const bool padded_itself =
        std::ranges::any_of(window.padding, [](std::int64_t n) { return n != 0; });
    if (padded_itself || !std::ranges::all_of(window.stride, positive) ||
        pad.mode != graph::PadMode::constant || pad.value != value ||
        pad.begin.size() != window.kernel.size() + 2 || !fits(window, call.shape(before), pad)) {
        call.only_this_size();
        return;
    }
    x = before;
    windowed.same = graph::SamePadding::upper;
}

}  // namespace

bool pads_by_size(std::string_view module_class) noexcept {
    return module_class == "timm.layers.conv2d_same.Conv2dSame" ||
           module_class == "timm.layers.pool2d_same.AvgPool2dSame" ||
           module_class == "timm.layers.pool2d_same.MaxPool2dSame" ||
           module_class == "timm.layers.pool2d_same.MaxPool2dSameFixed" ||
           module_class == "timm.layers.std_conv.StdConv2dSame" ||
           module_class == "timm.layers.std_conv.ScaledStdConv2dSame";
}

void use_same_padding(Call& call, ValueId& x, graph::Convolution& convolution, ValueId weight) {
    const auto shape = call.shape(weight);
    Window window{{}, convolution.stride, convolution.padding, convolution.dilation};
    for (std::size_t d = 2; d < shape.size(); ++d) window.kernel.push_back(shape[d].example());
    use(call, x, convolution, window, 0);
}

void use_same_padding(Call& call, ValueId& x, graph::Pool& pool) {
    const bool is_max = pool.kind == graph::PoolKind::max;
    if (pool.ceil_mode || (!is_max && !pool.count_padding)) return;
    use(call, x, pool, {pool.kernel, pool.stride, pool.padding, pool.dilation},
        is_max ? -std::numeric_limits<double>::infinity() : 0.0);
}

}  // namespace sescope
