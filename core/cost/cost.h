// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"
#include "core/network/network_value.h"

namespace sescope {

/// How multiply-accumulates are counted; counters disagree, so every figure names its convention.
enum class CostConvention {
    macs,    ///< conv and linear layers, SE FCs included, biases not counted: the headline
    fvcore,  ///< as fvcore's FlopCountAnalysis: adds 2 an element for BN, and adaptive pooling
    flops,   ///< 2 x macs
    /// Close to the GFLOPs column of the paper, which does not say how it counts: macs, plus 2 for
    /// each element that the inner convolutions of a residual branch put out (batch norm and ReLU),
    /// plus 1 for each element squeezed. It is the count in whole numbers that comes closest: 9 of
    /// the column's 10 residual networks to the last digit, SE-ResNet-101 as 7.59 for 7.60. It
    /// wants the paper's own layout: stride in conv1 for ResNets, in conv2 for ResNeXts.
    paper
};
std::span<const CostConvention> cost_conventions();
std::string_view name_of(CostConvention convention) noexcept;

/// One layer's share. `operations` follows the report's convention.
struct LayerCost {
    std::string name;   ///< key prefix: "layer1.0.conv1"; of a graph the module, or the node
    std::string kind;   ///< "conv", "norm", "se fc", "squeeze", "pool", "linear", "other"
    std::string block;  ///< "SE_2_1", "stem" or "head"
    int stage = 0;      ///< kStemStage, kHeadStage, or log2 of the stride
    bool se = false;    ///< belongs to an SE unit
    int height = 0;     ///< of the output
    int width = 0;
    std::int64_t parameters = 0;
    std::int64_t statistics = 0;  ///< running mean and variance of a norm, which are not learnt
    std::int64_t operations = 0;
};

struct CostReport {
    CostConvention convention = CostConvention::macs;
    int size = 224;
    std::vector<LayerCost> layers;
    std::int64_t parameters() const noexcept;  ///< learnable only, as PyTorch counts them
    /// Parameters and batch norm's statistics: what a file stores, and what the paper's tables
    /// count (Caffe keeps the statistics as parameters).
    std::int64_t stored() const noexcept;
    std::int64_t operations() const noexcept;
    std::int64_t se_parameters() const noexcept;
    std::int64_t se_operations() const noexcept;
};

/// Parameters and operations of one image of size x size. Throws Error{usage} when the image is
/// too small for the network or the counts are beyond 63 bits. What the gates add is the difference
/// to cost_of(without_gates(network)).
CostReport cost_of(const Network& network, int size, CostConvention convention);

/// Parameters and operations of a network's operators, for inputs of these shapes (a batch of 1 for
/// the cost of an image). `sites` are gates of this graph.
/// - Operators that have neither weights nor operations, and are no pools, have no row. A weight
///   that several read is counted for the first; buffers are no parameters, means and variances of
///   batch norms are statistics.
/// - `block` is the label of the gate whose unit the operator belongs to, else empty; `stage` that
///   of the gate, else log2 of the stride of the feature map that is put out, and that of its input
///   for what has no positions.
/// - macs: convolutions, transposed ones, linear layers, and products with a matrix of weights.
/// - fvcore: also all other matrix products, norms (batch norm 2 an element, 1 without weights;
///   the others 5, or 4), resizing, and adaptive average pooling: of a mean over all positions
///   whose node is called "adaptive_avg_pool..", or is not called "mean.." and stands outside a
///   unit, or in a unit of linear layers (fvcore counts the module, not `mean()`).
/// - paper: the inner norms are those before a ReLU between an addition and where its two sides
///   part.
/// Throws Error{usage} where the network cannot take the shapes or the counts are beyond 63 bits.
CostReport cost_of(const graph::Graph& graph, std::span<const GateSite> sites,
                   std::span<const graph::Shape> inputs, CostConvention convention);

}  // namespace sescope
