// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/native_network.h"

#include <ATen/ops/empty.h>

#include <array>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/torch/chunking.h"

namespace sescope {

NativeNetwork::NativeNetwork(const Network& network, const StateDict& weights, at::Device device)
    : device_(device),
      graph_(std::make_shared<const graph::Graph>(network.graph)),
      has_head_(network.head.has_value()),
      one_image_at_a_time_(network.one_image_at_a_time) {
    const NetworkIndex index(network);
    for (const PlannedStep& step : plan_steps(index, wanted_outputs(network))) {
        steps_.push_back({load_step(step, network, weights, device), step.range.input});
    }
    require_unchanged(weights);
    if (one_image_at_a_time_) segments_ = {{steps_.size(), 1}};
}

std::size_t NativeNetwork::behind_legs() const {
    const bool has = !steps_.empty() && std::holds_alternative<HeadOp>(steps_.back().step);
    return steps_.size() - (has && !one_image_at_a_time_ ? 1 : 0);
}

std::vector<at::Tensor> NativeNetwork::outputs(const at::Tensor& input, GateSink& sink,
                                               const std::stop_token& stop) const {
    const auto run_steps = [&](std::size_t begin, std::size_t end, const at::Tensor& x,
                               GateSink& gates) {
        std::vector<at::Tensor> y{x};
        for (std::size_t i = begin; i < end; ++i) {
            if (stop.stop_requested()) {
                throw Error(ErrorKind::interrupted, "stopped within a batch, which is not counted");
            }
            y = run_step(steps_[i].step, y.front(), gates);
        }
        return y;
    };
    std::vector<at::Tensor> x{input};
    std::size_t begin = 0;
    for (const MicroBatchSegment& segment : segments_) {
        x = run_in_chunks(x.front(), segment.chunk, sink,
                          [&](const at::Tensor& images, GateSink& gates) {
                              return run_steps(begin, segment.end, images, gates);
                          });
        begin = segment.end;
    }
    if (begin < steps_.size()) x = run_steps(begin, steps_.size(), x.front(), sink);
    for (at::Tensor& output : x) output = output.to(at::kFloat);
    return x;
}

at::Tensor NativeNetwork::forward(const at::Tensor& input, GateSink& sink,
                                  const std::stop_token& stop) const {
    const std::vector<at::Tensor> y = outputs(input, sink, stop);
    if (has_head_ && !y.empty()) return y.front().reshape({input.size(0), -1});
    return at::empty({input.size(0), 0}, at::TensorOptions().dtype(at::kFloat).device(device_));
}

NativeNetwork NativeNetwork::converted(at::ScalarType type) const {
    NativeNetwork result = *this;
    result.type_ = type;
    for (PlacedStep& step : result.steps_) step.step = sescope::converted(step.step, type);
    return result;
}

NativeNetwork NativeNetwork::packed_for(const Shape& shape, MatmulMode mode) const {
    const std::array input{shape};
    const std::vector<graph::Shape> shapes = graph::infer_shapes(*graph_, input);
    NativeNetwork result = *this;
    const std::size_t end = behind_legs();
    if (one_image_at_a_time_) {
        result.segments_ = {{end, 1}};
    } else if (device_.is_cpu()) {
        std::vector<std::int64_t> bytes;
        for (std::size_t i = 0; i < end; ++i) {
            bytes.push_back(bytes_touched(steps_[i].step, shapes, steps_[i].input));
        }
        result.segments_ = segments_of(bytes, shape[0]);
    } else if (end > 0) {
        result.segments_ = {{end, shape[0]}};
    }
    std::size_t at = 0;
    for (const MicroBatchSegment& segment : result.segments_) {
        for (; at < segment.end; ++at) {
            PlacedStep& step = result.steps_[at];
            step.step = sescope::packed_for(step.step, shapes, step.input, segment.chunk, mode);
        }
    }
    return result;
}

}  // namespace sescope
