// SPDX-License-Identifier: GPL-3.0-or-later
// Pools, reductions, and maps of another size.
#include <algorithm>
#include <array>
#include <numeric>

#include "core/network/onnx/write/write_table.h"

namespace sescope::onnx {
namespace {

using Integers = std::vector<std::int64_t>;

// Whether ceil_mode makes a map larger at this size.
bool ceil_matters(const Emission& emission, const graph::Pool& op) {
    if (!op.ceil_mode) return false;
    const std::size_t spatial = op.kernel.size();
    for (std::size_t i = 0; i < spatial; ++i) {
        const std::int64_t dilation = op.dilation.empty() ? 1 : op.dilation[i];
        const std::int64_t reach = dilation * (op.kernel[i] - 1) + 1;
        const std::int64_t padded =
            emission.shape(0).at(i + 2) + op.padding[i] + op.padding[i + spatial];
        const std::int64_t below = (padded - reach) / op.stride[i] + 1;
        if (emission.out_shape().at(i + 2) != below) return true;
    }
    return false;
}

void pool(Emission& emission) {
    const auto& op = emission.kind<graph::Pool>();
    const bool max = op.kind == graph::PoolKind::max;
    std::vector<NewAttribute> attributes{{"kernel_shape", op.kernel}, {"strides", op.stride}};
    const bool dilated = std::ranges::any_of(op.dilation, [](auto d) { return d != 1; });
    if (dilated && !max) emission.refuse("ONNX has no average pool with dilation");
    if (dilated) {
        emission.need(10);
        attributes.push_back({"dilations", op.dilation});
    }
    if (op.same == graph::SamePadding::none) {
        attributes.push_back({"pads", op.padding});
    } else {
        const bool upper = op.same == graph::SamePadding::upper;
        attributes.push_back({"auto_pad", std::string(upper ? "SAME_UPPER" : "SAME_LOWER")});
    }
    if (op.same == graph::SamePadding::none && ceil_matters(emission, op)) {
        const bool padded = std::ranges::any_of(op.padding, [](auto p) { return p != 0; });
        if (!max && op.count_padding && padded) {
            emission.refuse("runtimes divide the last window of such an average in two ways");
        }
        emission.need(10);
        attributes.push_back({"ceil_mode", std::int64_t{1}});
    }
    // Of a window that reaches beyond an input without padding there is nothing to count.
    const bool counts = op.count_padding && !ceil_matters(emission, op);
    if (!max) attributes.push_back({"count_include_pad", std::int64_t{counts ? 1 : 0}});
    emission.give(max ? "MaxPool" : "AveragePool", {emission.in(0)}, std::move(attributes));
}

// Where cells do not overlap they are windows.
void adaptive_pool(Emission& emission) {
    const auto& op = emission.kind<graph::AdaptivePool>();
    const auto& x = emission.shape(0);
    Integers kernel;
    for (std::size_t i = 0; i < op.output.size(); ++i) {
        const std::int64_t in = x.at(i + 2);
        if (in % op.output[i] != 0) {
            emission.refuse("its cells overlap at this size, which ONNX has no pool for");
        }
        kernel.push_back(in / op.output[i]);
    }
    const bool max = op.kind == graph::PoolKind::max;
    emission.give(max ? "MaxPool" : "AveragePool", {emission.in(0)},
                  {{"kernel_shape", kernel}, {"strides", kernel}});
}

const char* type_of(graph::ReduceKind kind) {
    switch (kind) {
        case graph::ReduceKind::mean:
            return "ReduceMean";
        case graph::ReduceKind::max:
            return "ReduceMax";
        case graph::ReduceKind::min:
            return "ReduceMin";
        case graph::ReduceKind::sum:
            return "ReduceSum";
    }
    return "ReduceMean";
}

void reduce(Emission& emission) {
    const auto& op = emission.kind<graph::Reduce>();
    const std::size_t rank = emission.rank(0);
    Integers spatial(rank > 2 ? rank - 2 : 0);
    std::iota(spatial.begin(), spatial.end(), std::int64_t{2});
    const bool is_global = rank > 2 && op.keep && op.dimensions == spatial;
    if (is_global && op.kind == graph::ReduceKind::mean) {
        return emission.give("GlobalAveragePool", {emission.in(0)});
    }
    if (is_global && op.kind == graph::ReduceKind::max) {
        return emission.give("GlobalMaxPool", {emission.in(0)});
    }
    const NewAttribute keep{"keepdims", std::int64_t{op.keep ? 1 : 0}};
    const std::int64_t as_input = op.kind == graph::ReduceKind::sum ? 13 : 18;
    if (emission.opset() >= as_input) {
        emission.give(type_of(op.kind), {emission.in(0), emission.list(op.dimensions)}, {keep});
    } else {
        emission.give(type_of(op.kind), {emission.in(0)}, {{"axes", op.dimensions}, keep});
    }
}

const char* name_of(graph::ResizeCoordinates coordinates) {
    constexpr std::array names{"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"};
    return names.at(static_cast<std::size_t>(coordinates));
}

const char* name_of(graph::ResizeRounding rounding) {
    constexpr std::array names{"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"};
    return names.at(static_cast<std::size_t>(rounding));
}

void resize(Emission& emission) {
    emission.need(11);
    const auto& op = emission.kind<graph::Resize>();
    constexpr std::array modes{"nearest", "linear", "cubic"};
    std::vector<NewAttribute> attributes{
        {"mode", std::string(modes.at(static_cast<std::size_t>(op.mode)))},
        {"coordinate_transformation_mode", std::string(name_of(op.coordinates))}};
    if (op.mode == graph::ResizeMode::nearest) {
        attributes.push_back({"nearest_mode", std::string(name_of(op.rounding))});
    }
    if (op.mode == graph::ResizeMode::cubic) attributes.push_back({"cubic_coeff_a", op.cubic_a});
    // An empty region, which opset 11 and 12 ask for, and nobody reads.
    const std::string region = emission.opset() < 13 ? emission.constants({}, {0}) : "";
    if (!op.scales.empty()) {
        std::vector<double> scales{1, 1};
        scales.insert(scales.end(), op.scales.begin(), op.scales.end());
        const auto count = static_cast<std::int64_t>(scales.size());
        return emission.give("Resize", {emission.in(0), region, emission.floats(scales, {count})},
                             std::move(attributes));
    }
    const auto shape = emission.add("Shape", {emission.in(0)});
    const auto kept =
        emission.add("Slice", {shape, emission.list({0}), emission.list({2}), emission.list({0})});
    const auto sizes =
        emission.add("Concat", {kept, emission.list(op.sizes)}, {{"axis", std::int64_t{0}}});
    const std::string scales = emission.opset() < 13 ? emission.floats({}, {0}) : "";
    emission.give("Resize", {emission.in(0), region, scales, sizes}, std::move(attributes));
}

constexpr std::array kRows = std::to_array<WriteRow>({{"max_pool", pool},
                                                      {"average_pool", pool},
                                                      {"adaptive_max_pool", adaptive_pool},
                                                      {"adaptive_average_pool", adaptive_pool},
                                                      {"mean", reduce},
                                                      {"max", reduce},
                                                      {"min", reduce},
                                                      {"sum", reduce},
                                                      {"resize", resize}});

}  // namespace

std::span<const WriteRow> pool_write_rows() {
    return kRows;
}

}  // namespace sescope::onnx
