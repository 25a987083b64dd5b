// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/native_network.h"

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"

namespace sescope {

NativeNetwork::NativeNetwork(const NetworkSpec& spec, const StateDict& weights, at::Device device)
    : device_(device) {
    const WeightReader reader(weights);
    stem_ = load_stem(spec.stem, spec.bn_eps, reader, device);
    std::size_t se_blocks = 0;
    for (const BlockSpec& block : spec.blocks) {
        units_.push_back(load_unit(block, spec.bn_eps, reader, device));
        if (block.se) units_.back().se_index = se_blocks++;
    }
    head_ = load_head(spec.head, reader, device);
    require_unchanged(weights);
}

at::Tensor NativeNetwork::forward(const at::Tensor& input, GateSink& sink,
                                  const std::stop_token& stop) const {
    at::Tensor x = stem_(input);
    for (const ResidualUnit& unit : units_) {
        if (stop.stop_requested()) {
            throw Error(ErrorKind::interrupted, "stopped within a batch, which is not counted");
        }
        x = unit.forward(x, sink);
    }
    return head_(x);
}

NativeNetwork NativeNetwork::converted(at::ScalarType type) const {
    NativeNetwork result = *this;
    result.type_ = type;
    result.stem_ = stem_.converted(type);
    for (ResidualUnit& unit : result.units_) unit = unit.converted(type);
    return result;
}

}  // namespace sescope
