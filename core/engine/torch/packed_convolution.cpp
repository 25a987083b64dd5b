// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/packed_convolution.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <ATen/ops/zeros.h>

#include <optional>
#include <string>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/wall.h"

namespace sescope {
namespace {

using Operator = std::optional<c10::OperatorHandle>;

const Operator& reorder_operator() {
    static const Operator found =
        c10::Dispatcher::singleton().findSchema({"mkldnn::_reorder_convolution_weight", ""});
    return found;
}

const Operator& convolution_operator() {
    static const Operator found =
        c10::Dispatcher::singleton().findSchema({"mkldnn::_convolution_pointwise", ""});
    return found;
}

const std::vector<std::int64_t> kNoDilation{1, 1};

/// Through the stack rather than typed: whether sizes are symbolic differs between versions.
template <class... Arguments>
at::Tensor call(const Operator& op, Arguments&&... arguments) {
    torch::jit::Stack stack;
    torch::jit::push(stack, std::forward<Arguments>(arguments)...);
    op->callBoxed(stack);
    return torch::jit::pop(stack).toTensor();
}

}  // namespace

PackedConvolution::PackedConvolution(const Convolution& conv, const Shape& input)
    : bias_(conv.bias),
      stride_(conv.stride.begin(), conv.stride.end()),
      padding_(conv.padding.begin(), conv.padding.end()),
      groups_(conv.groups) {
    weight_ = call(reorder_operator(), conv.weight, padding_, stride_, kNoDilation, groups_, input);
}

std::shared_ptr<const PackedConvolution> PackedConvolution::make(const Convolution& conv,
                                                                 const Shape& input) {
    if (!conv.weight.is_cpu() || !reorder_operator() || !convolution_operator()) return nullptr;
    try {
        std::shared_ptr<const PackedConvolution> packed(new PackedConvolution(conv, input));
        const at::Tensor zeros =
            at::zeros(input, conv.weight.options().memory_format(at::MemoryFormat::ChannelsLast));
        const bool as_expected =
            (*packed)(zeros, true).is_contiguous(at::MemoryFormat::ChannelsLast);
        return as_expected ? packed : nullptr;
    } catch (const std::exception& error) {
        if (is_out_of_memory(error)) throw;
        return nullptr;  // this processor, this type or these groups are not for it
    }
}

at::Tensor PackedConvolution::operator()(const at::Tensor& x, bool relu) const {
    static const c10::List<std::optional<at::Scalar>> no_numbers;
    const c10::IValue bias = bias_.defined() ? c10::IValue(bias_) : c10::IValue();
    return call(convolution_operator(), x, weight_, bias, padding_, stride_, kNoDilation, groups_,
                std::string(relu ? "relu" : "none"), no_numbers, c10::IValue());
}

}  // namespace sescope
