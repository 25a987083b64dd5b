// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/engine/torch/compile/aten_call.h"
#include "core/engine/torch/compile/gate_tap.h"
#include "core/engine/torch/compile/map_convolution.h"
#include "core/engine/torch/tiling_convolution.h"
#include "core/network/network_value.h"

namespace sescope {

/// A range of a graph's operators, run one after the other, for what no pass knows better: batch
/// norms folded into the convolutions before them, activations in the same pass or in place, each
/// value let go of after its last reader. Immutable once built.
class OperatorRun {
  public:
    /// Operators [begin, end) of the network's graph, which read `input` and weights, and of which
    /// `outputs` are wanted. Throws Error{model} naming the tensor that does not fit.
    OperatorRun(const Network& network, const StateDict& weights, std::size_t begin,
                std::size_t end, graph::ValueId input, std::vector<graph::ValueId> outputs,
                at::Device device);

    /// x: the value `input`. Gates of sites within go to the sink.
    std::vector<at::Tensor> forward(const at::Tensor& x, GateSink& sink) const;

    /// The same computing in another type. Gate units stay fp32, as their weights do.
    OperatorRun converted(at::ScalarType type) const;
    /// See Convolution::packed_for. `shapes` are of all values of the graph, of which the first
    /// extent is the batch that they were inferred for; `images` is how many there will be.
    OperatorRun packed_for(std::span<const graph::Shape> shapes, std::int64_t images,
                           MatmulMode mode) const;
    /// What the widest of the operators reads and writes for one image, some of it kept beside it.
    std::int64_t bytes_touched(std::span<const graph::Shape> shapes) const;

    std::size_t size() const { return nodes_.size(); }

  private:
    struct Source {
        int slot = -1;        ///< of a value; -1: a weight, or absent
        at::Tensor constant;  ///< of a weight
        graph::ValueId value = graph::kAbsent;
    };
    struct Tapped {
        GateTap tap;
        int scaled = -1;
        int gate = -1;
        int factor = -1;
        int squares = -1;  ///< where a squeeze has left the mean squares of U
    };
    struct Node {
        std::variant<graph::OperatorKind, MapConvolution, AtenOperator,
                     std::shared_ptr<const TilingConvolution>>
            work;
        Activation fused = Activation::none;
        bool in_place = false;
        bool exact = false;  ///< of a gate unit: computed in fp32 whatever the type of the network
        int squares = -1;    ///< slot for the mean squares that this squeeze gives along
        std::vector<Source> sources;
        std::vector<int> outputs;
        std::vector<Tapped> taps;
        std::vector<int> released;
        std::string described;
    };
    friend class OperatorRunBuilder;

    std::vector<at::Tensor> run(const Node& node, std::vector<at::Tensor>& slots,
                                const GateSink& sink) const;

    std::vector<Node> nodes_;
    std::vector<int> outputs_;
    int slots_ = 1;  ///< slot 0 is the input
    graph::ValueId input_ = graph::kAbsent;
    at::ScalarType type_ = at::kFloat;
};

}  // namespace sescope
