// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/packed_convolution.h"

#include <ATen/ops/zeros.h>

#include <optional>
#include <string>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/operator_by_name.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

const NamedOperator& reorder_operator() {
    static const NamedOperator found = operator_named("mkldnn::_reorder_convolution_weight");
    return found;
}

const NamedOperator& convolution_operator() {
    static const NamedOperator found = operator_named("mkldnn::_convolution_pointwise");
    return found;
}

const std::vector<std::int64_t> kNoDilation{1, 1};

}  // namespace

PackedConvolution::PackedConvolution(const Convolution& conv, const Shape& input)
    : bias_(conv.bias),
      stride_(conv.stride.begin(), conv.stride.end()),
      padding_(conv.padding.begin(), conv.padding.end()),
      groups_(conv.groups) {
    weight_ =
        call(*reorder_operator(), conv.weight, padding_, stride_, kNoDilation, groups_, input);
}

std::shared_ptr<const PackedConvolution> PackedConvolution::make(const Convolution& conv,
                                                                 const Shape& input) {
    if (!conv.weight.is_cpu() || !reorder_operator() || !convolution_operator()) return nullptr;
    try {
        std::shared_ptr<const PackedConvolution> packed(new PackedConvolution(conv, input));
        const at::Tensor zeros =
            at::zeros(input, conv.weight.options().memory_format(at::MemoryFormat::ChannelsLast));
        const bool as_expected =
            (*packed)(zeros, Activation::relu).is_contiguous(at::MemoryFormat::ChannelsLast);
        return as_expected ? packed : nullptr;
    } catch (const std::exception& error) {
        if (is_out_of_memory(error)) throw;
        return nullptr;  // this processor, this type or these groups are not for it
    }
}

at::Tensor PackedConvolution::operator()(const at::Tensor& x, Activation activation) const {
    static const c10::List<std::optional<at::Scalar>> no_numbers;
    at::Tensor y =
        call(*convolution_operator(), x, weight_, optional_argument(bias_), padding_, stride_,
             kNoDilation, groups_, std::string("none"), no_numbers, c10::IValue());
    // Not in the same pass: of a NaN and zero the library's ReLU gives zero, and what failed would
    // go on as a number.
    activate(y, activation);
    return y;
}

}  // namespace sescope
