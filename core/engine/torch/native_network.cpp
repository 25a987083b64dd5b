// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/native_network.h"

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/torch/chunking.h"

namespace sescope {

namespace {

std::vector<Leg> one_leg(std::size_t units, std::int64_t batch) {
    if (units == 0) return {};
    return {{units, batch}};
}

}  // namespace

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
    const auto run_units = [&](std::size_t begin, std::size_t end, at::Tensor x, GateSink& gates) {
        for (std::size_t i = begin; i < end; ++i) {
            if (stop.stop_requested()) {
                throw Error(ErrorKind::interrupted, "stopped within a batch, which is not counted");
            }
            x = units_[i].forward(x, gates);
        }
        return x;
    };
    if (legs_.empty()) return head_(run_units(0, units_.size(), stem_(input), sink));
    at::Tensor x = input;
    std::size_t begin = 0;
    for (const Leg& leg : legs_) {
        x = run_in_chunks(x, leg.chunk, sink, [&](const at::Tensor& images, GateSink& gates) {
            return run_units(begin, leg.end, begin == 0 ? stem_(images) : images, gates);
        });
        begin = leg.end;
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

NativeNetwork NativeNetwork::packed_for(const Shape& shape, Products products) const {
    std::vector<Shape> inputs{stem_.output_shape(shape)};
    std::vector<std::int64_t> bytes{stem_.bytes_touched(shape)};
    for (const ResidualUnit& unit : units_) {
        bytes.push_back(unit.bytes_touched(inputs.back()));
        inputs.push_back(unit.output_shape(inputs.back()));
    }
    NativeNetwork result = *this;
    result.legs_ = device_.is_cpu() ? legs_of(bytes, shape[0]) : one_leg(units_.size(), shape[0]);
    Shape first = shape;
    first[0] = result.legs_.empty() ? shape[0] : result.legs_.front().chunk;
    result.stem_ = stem_.packed_for(first, products);
    std::size_t unit = 0;
    for (const Leg& leg : result.legs_) {
        for (; unit < leg.end; ++unit) {
            inputs[unit][0] = leg.chunk;
            result.units_[unit] = units_[unit].packed_for(inputs[unit], products);
        }
    }
    return result;
}

}  // namespace sescope
