// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/native_network.h"

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/torch/chunking.h"

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
    return run_in_chunks(input, chunk_, sink, [&](const at::Tensor& images, GateSink& gates) {
        at::Tensor x = stem_(images);
        for (const ResidualUnit& unit : units_) {
            if (stop.stop_requested()) {
                throw Error(ErrorKind::interrupted, "stopped within a batch, which is not counted");
            }
            x = unit.forward(x, gates);
        }
        return head_(x);
    });
}

NativeNetwork NativeNetwork::converted(at::ScalarType type) const {
    NativeNetwork result = *this;
    result.type_ = type;
    result.stem_ = stem_.converted(type);
    for (ResidualUnit& unit : result.units_) unit = unit.converted(type);
    return result;
}

NativeNetwork NativeNetwork::packed_for(const Shape& shape) const {
    if (!device_.is_cpu()) return *this;
    std::vector<Shape> inputs{stem_.output_shape(shape)};
    std::vector<std::int64_t> bytes{stem_.bytes_touched(shape)};
    for (const ResidualUnit& unit : units_) {
        bytes.push_back(unit.bytes_touched(inputs.back()));
        inputs.push_back(unit.output_shape(inputs.back()));
    }
    NativeNetwork result = *this;
    result.chunk_ = images_a_chunk(bytes, shape[0]);
    Shape first = shape;
    first[0] = result.chunk_;
    result.stem_ = stem_.packed_for(first);
    for (std::size_t i = 0; i < units_.size(); ++i) {
        inputs[i][0] = result.chunk_;
        result.units_[i] = units_[i].packed_for(inputs[i]);
    }
    return result;
}

}  // namespace sescope
