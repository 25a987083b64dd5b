// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/native_network.h"

#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/torch/host_tensor.h"

namespace sescope {

NativeNetwork::NativeNetwork(const NetworkSpec& spec, const StateDict& weights, at::Device device)
    : device_(device), pool_(spec.stem.pool) {
    const WeightReader reader(weights);
    for (const ConvUnit& unit : spec.stem.convs) {
        stem_.push_back(load_convolution(unit, spec.bn_eps, reader, device));
    }
    std::size_t se_blocks = 0;
    for (const BlockSpec& block : spec.blocks) {
        units_.push_back(load_unit(block, spec.bn_eps, reader, device));
        if (block.se) units_.back().se_index = se_blocks++;
    }
    const HeadSpec& head = spec.head;
    head_weight_ = to_device(reader.read(head.fc + ".weight", {head.classes, head.in}),
                             {head.classes, head.in}, device);
    if (head.bias) {
        head_bias_ =
            to_device(reader.read(head.fc + ".bias", {head.classes}), {head.classes}, device);
    }
    require_unchanged(weights);
}

at::Tensor NativeNetwork::forward(const at::Tensor& input, GateSink& sink,
                                  const std::stop_token& stop) const {
    at::Tensor x = input;
    for (const Convolution& conv : stem_) x = conv(x).relu_();
    x = at::max_pool2d(x, {pool_.kernel, pool_.kernel}, {pool_.stride, pool_.stride},
                       {pool_.padding, pool_.padding}, {1, 1}, pool_.ceil_mode);
    for (const ResidualUnit& unit : units_) {
        if (stop.stop_requested()) {
            throw Error(ErrorKind::interrupted, "stopped within a batch, which is not counted");
        }
        x = unit.forward(x, sink);
    }
    return at::linear(x.mean({2, 3}, /*keepdim=*/false, at::kFloat), head_weight_, head_bias_);
}

NativeNetwork NativeNetwork::converted(at::ScalarType type) const {
    NativeNetwork result = *this;
    result.type_ = type;
    for (Convolution& conv : result.stem_) conv = conv.converted(type);
    for (ResidualUnit& unit : result.units_) unit = unit.converted(type);
    return result;
}

}  // namespace sescope
