// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/cudnn_convolution.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/isnan.h>
#include <ATen/ops/zeros.h>

#include <limits>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/operator_by_name.h"

namespace sescope {

CudnnConvolution::CudnnConvolution(const Convolution& conv, const c10::OperatorHandle& op)
    : op_(op),
      weight_(conv.weight),
      bias_(conv.bias),
      stride_(conv.stride.begin(), conv.stride.end()),
      padding_(conv.padding.begin(), conv.padding.end()),
      groups_(conv.groups) {}

std::shared_ptr<const CudnnConvolution> CudnnConvolution::make(const Convolution& conv,
                                                               const Shape& shape,
                                                               const char* name) {
    const NamedOperator op = operator_named(name);
    if (!op) return nullptr;
    try {
        std::shared_ptr<const CudnnConvolution> fused(new CudnnConvolution(conv, *op));
        const at::Tensor zeros =
            at::zeros(shape, conv.weight.options().memory_format(at::MemoryFormat::ChannelsLast));
        const at::Tensor y = (*fused)(zeros);
        const bool as_expected = y.sizes().vec() == conv.output_shape(shape) &&
                                 y.scalar_type() == conv.weight.scalar_type() &&
                                 y.is_contiguous(at::MemoryFormat::ChannelsLast);
        if (!as_expected) return nullptr;
        // A ReLU that makes zero of a NaN would let what failed go on as a number.
        const double nan = std::numeric_limits<double>::quiet_NaN();
        return (*fused)(zeros.fill_(nan)).isnan().all().item<bool>() ? fused : nullptr;
    } catch (const std::exception&) {
        // This device, this type or these groups are not for it; or the batch does not fit, which
        // is then found out, and dealt with, in the first pass.
        return nullptr;
    }
}

at::Tensor CudnnConvolution::operator()(const at::Tensor& x) const {
    static const std::vector<std::int64_t> no_dilation{1, 1};
    return call(op_, x, weight_, optional_argument(bias_), stride_, padding_, no_dilation, groups_);
}

}  // namespace sescope
