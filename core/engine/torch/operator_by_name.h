// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that no header of LibTorch declares, or not all versions' do.
#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <optional>
#include <utility>

namespace sescope {

using NamedOperator = std::optional<c10::OperatorHandle>;

/// None where this LibTorch has no operator of that name ("mkldnn::_convolution_pointwise").
inline NamedOperator operator_named(const char* name) {
    return c10::Dispatcher::singleton().findSchema({name, ""});
}

/// Through the stack rather than typed: whether sizes are symbolic differs between versions.
template <class... Arguments>
at::Tensor call(const c10::OperatorHandle& op, Arguments&&... arguments) {
    torch::jit::Stack stack;
    torch::jit::push(stack, std::forward<Arguments>(arguments)...);
    op.callBoxed(stack);
    return torch::jit::pop(stack).toTensor();
}

/// A tensor as an argument that may be left out.
inline c10::IValue optional_argument(const at::Tensor& tensor) {
    return tensor.defined() ? c10::IValue(tensor) : c10::IValue();
}

}  // namespace sescope
