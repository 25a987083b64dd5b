// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>

#include "core/engine/torch/compile/convolution_chain.h"
#include "core/engine/torch/compile/range.h"
#include "core/engine/torch/convolution.h"
#include "core/engine/torch/excitation_op.h"

namespace sescope {

// Matching looks at structure alone; weights are read when all of it has matched.

/// A convolution of the kind that `Convolution` serves, and the batch norm behind it, or null.
struct ConvolutionMatch {
    const graph::Operator* convolution = nullptr;
    const graph::Operator* norm = nullptr;
};

/// A gate unit of the kind that ExcitationOp computes.
struct ExcitationMatch {
    const GateSite* site = nullptr;
    graph::Activation gate{};
    const graph::Operator* layer1 = nullptr;
    Activation hidden = Activation::relu;
    const graph::Operator* layer2 = nullptr;
};

Convolution load(const ConvolutionMatch& match, const graph::Graph& graph, const StateDict& weights,
                 at::Device device);
/// The convolution of a chain; its activation is told by `activation_of`.
Convolution load(const ConvolutionChain& chain, const graph::Graph& graph,
                 const GraphWeights& weights);
ExcitationOp load(const ExcitationMatch& match, const graph::Graph& graph, const StateDict& weights,
                  at::Device device);

/// Walks back from a value through operators of a range, and remembers those that it has passed.
class ChainWalk {
  public:
    ChainWalk(const NetworkIndex& index, const Range& range) : index_(index), range_(range) {}

    /// The operator that computes `value`, if it is of this kind and stands in the range.
    template <class Kind>
    const graph::Operator* at(graph::ValueId value) const {
        const graph::Operator* op = index_.producer(value);
        if (op == nullptr || !within(value)) return nullptr;
        return std::holds_alternative<Kind>(op->kind) ? op : nullptr;
    }
    /// Whether one operator reads `value`, and no more.
    bool is_read_once(graph::ValueId value) const { return index_.readers(value).size() == 1; }
    void pass(graph::ValueId computed) { passed_.insert(index_.producer_index(computed)); }
    bool has_passed_all() const { return passed_.size() == range_.end - range_.begin; }

    /// Takes `value` back through a batch norm, where there is one, and a convolution; `value` is
    /// what the convolution reads then. Only convolutions that `Convolution` serves.
    std::optional<ConvolutionMatch> convolution(graph::ValueId& value);
    /// Takes `value`, the product of a site, back to what the site scales, where the unit is one
    /// that ExcitationOp computes.
    std::optional<ExcitationMatch> excitation(const GateSite& site, graph::ValueId& value);
    bool relu(graph::ValueId& value);
    /// Takes `value` back through a convolution and all that is computed in one pass with it. Only
    /// convolutions that `Convolution` serves.
    std::optional<ConvolutionChain> chain(graph::ValueId& value);
    /// Takes `value` back through an activation that convolutions have in the same pass; `none`
    /// where there is none.
    Activation activation(graph::ValueId& value);

    const NetworkIndex& index() const { return index_; }

  private:
    bool within(graph::ValueId value) const {
        const std::size_t at = index_.producer_index(value);
        return at >= range_.begin && at < range_.end;
    }
    /// The index of the convolution that `value` comes from, through norms, activations and
    /// arithmetic.
    std::optional<std::size_t> convolution_before(graph::ValueId value) const;
    /// A Linear or a 1 x 1 convolution that makes `value`; or null.
    const graph::Operator* layer(graph::ValueId& value);
    void skip_reshapes(graph::ValueId& value);

    const NetworkIndex& index_;
    Range range_;
    std::set<std::size_t> passed_;
};

}  // namespace sescope
