// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checkpoint/printable.h"
#include "core/network/exported/operator_table.h"
#include "core/network/exported/same_padding.h"

namespace sescope {
namespace {

using Numbers = std::vector<std::int64_t>;

// As many spatial dimensions as the weight has.
std::size_t spatial_of(const Call& call, graph::ValueId x, graph::ValueId weight) {
    const auto rank = call.rank(weight);
    if (rank < 3 || rank > 5 || call.rank(x) != rank) {
        throw call.refused("takes an input without a batch, or a weight that is none");
    }
    return rank - 2;
}

Numbers doubled(Numbers padding) {
    const auto count = static_cast<std::ptrdiff_t>(padding.size());
    padding.insert(padding.end(), padding.begin(), padding.begin() + count);
    return padding;
}

// The padding that keeps the size where the stride is 1: the odd pixel at the end.
Numbers kept_size(const Call& call, graph::ValueId weight, const Numbers& dilation) {
    const auto shape = call.shape(weight);
    Numbers begins;
    Numbers ends;
    for (std::size_t d = 0; d < dilation.size(); ++d) {
        const auto total = dilation[d] * (shape[d + 2].example() - 1);
        begins.push_back(total / 2);
        ends.push_back(total - total / 2);
    }
    begins.insert(begins.end(), ends.begin(), ends.end());
    return begins;
}

void give_convolution(Call& call, graph::Convolution convolution) {
    std::vector inputs{call.tensor("input"), call.tensor("weight"), call.tensor_or_absent("bias")};
    use_same_padding(call, inputs[0], convolution, inputs[1]);
    call.give(std::move(convolution), std::move(inputs));
}

// conv1d, conv2d, conv3d: padding is numbers, or "same" or "valid".
void read_conv(Call& call) {
    const auto weight = call.tensor("weight");
    const auto spatial = spatial_of(call, call.tensor("input"), weight);
    graph::Convolution convolution;
    convolution.stride = call.integers("stride", Numbers{1}, spatial);
    convolution.dilation = call.integers("dilation", Numbers{1}, spatial);
    convolution.groups = call.integer("groups", 1);
    if (call.overload() != "padding") {
        convolution.padding = doubled(call.integers("padding", Numbers{0}, spatial));
    } else if (const auto padding = call.text("padding", "valid"); padding == "same") {
        convolution.padding = kept_size(call, weight, convolution.dilation);
    } else if (padding == "valid") {
        convolution.padding.assign(2 * spatial, 0);
    } else {
        throw call.refused("has the padding " + printable(padding) + ", which is unknown");
    }
    give_convolution(call, std::move(convolution));
}

void give_transposed(Call& call, std::size_t spatial) {
    graph::TransposedConvolution convolution;
    convolution.stride = call.integers("stride", Numbers{1}, spatial);
    convolution.padding = doubled(call.integers("padding", Numbers{0}, spatial));
    convolution.output_padding = call.integers("output_padding", Numbers{0}, spatial);
    convolution.dilation = call.integers("dilation", Numbers{1}, spatial);
    convolution.groups = call.integer("groups", 1);
    call.give(std::move(convolution),
              {call.tensor("input"), call.tensor("weight"), call.tensor_or_absent("bias")});
}

void read_convolution(Call& call) {
    const auto spatial = spatial_of(call, call.tensor("input"), call.tensor("weight"));
    if (call.boolean("transposed", false)) return give_transposed(call, spatial);
    graph::Convolution convolution;
    convolution.stride = call.integers("stride", {}, spatial);
    convolution.padding = doubled(call.integers("padding", {}, spatial));
    convolution.dilation = call.integers("dilation", {}, spatial);
    convolution.groups = call.integer("groups", 1);
    give_convolution(call, std::move(convolution));
}

void read_conv_transpose(Call& call) {
    give_transposed(call, spatial_of(call, call.tensor("input"), call.tensor("weight")));
}

constexpr OperatorRow kRows[]{
    {"conv1d", read_conv},
    {"conv2d", read_conv},
    {"conv3d", read_conv},
    {"convolution", read_convolution},
    {"conv_transpose1d", read_conv_transpose},
    {"conv_transpose2d", read_conv_transpose},
    {"conv_transpose3d", read_conv_transpose},
};

}  // namespace

std::span<const OperatorRow> convolution_rows() {
    return kRows;
}

}  // namespace sescope
