// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stop_token>
#include <variant>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/torch/network_ends.h"
#include "core/engine/torch/residual_unit.h"

namespace sescope {

/// Networks laid over each other (core/engine/prefix_tree.h), each node loaded and run once.
/// Immutable once built.
class FamilyNetwork {
  public:
    /// In fp32. Throws Error{model} naming the key that does not fit.
    FamilyNetwork(std::span<const FamilyMember> members, at::Device device);

    /// input [N, 3, H, W], channels-last, in the family's type -> logits of each member. Throws
    /// Error{interrupted} between two parts once `stop` is requested.
    std::vector<at::Tensor> forward(const at::Tensor& input, const std::stop_token& stop) const;

    /// As NativeNetwork::packed_for: each member gives what it gives when it is run alone.
    FamilyNetwork packed_for(const Shape& shape, Products products = Products::fp32) const;

    /// The same family computing in another type. SE units and heads stay fp32.
    FamilyNetwork converted(at::ScalarType type) const;

    std::size_t members() const { return members_; }
    std::size_t parts() const { return nodes_.size(); }
    at::Device device() const { return device_; }
    at::ScalarType type() const { return type_; }

  private:
    struct Node {
        std::variant<StemOp, ResidualUnit, HeadOp> op;
        std::vector<std::size_t> children;
        std::vector<std::size_t> members;  ///< whose head this is
        std::int64_t chunk = 0;            ///< images that go through together; 0: all of a batch
    };
    /// What parts at the ends of a leg hand on, a chunk each.
    using Ends = std::map<std::size_t, std::vector<at::Tensor>>;

    std::vector<Shape> input_shapes(const Shape& shape) const;
    std::vector<std::int64_t> bytes_touched(const std::vector<Shape>& inputs) const;
    void choose_chunks(const std::vector<std::int64_t>& bytes, std::int64_t batch);
    void run_leg(std::size_t first, const at::Tensor& x, const std::stop_token& stop,
                 std::vector<at::Tensor>& logits) const;
    void run_chunk(std::size_t node, const at::Tensor& x, const std::stop_token& stop,
                   Ends& ends) const;

    std::vector<Node> nodes_;
    std::vector<std::size_t> roots_;
    std::size_t members_;
    at::Device device_;
    at::ScalarType type_ = at::kFloat;
};

}  // namespace sescope
