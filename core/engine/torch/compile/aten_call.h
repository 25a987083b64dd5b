// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include <span>
#include <vector>

#include "core/graph/operators.h"

namespace sescope {

/// An operator that the graph knows by its ATen schema only. Its handle is found once, when the
/// network is opened.
class AtenOperator {
  public:
    /// Throws Error{model} where this LibTorch has no such operator, or where the call gives an
    /// argument that its schema does not have or lacks one that has no default.
    explicit AtenOperator(const graph::AtenCall& call);

    /// The outputs, tensors all; a list of tensors becomes one output each.
    std::vector<at::Tensor> operator()(std::span<const at::Tensor> inputs) const;

  private:
    c10::OperatorHandle handle_;
    std::vector<graph::ArgumentValue>
        arguments_;  ///< by the schema's order; monostate: its default
    std::vector<bool> given_;
};

}  // namespace sescope
