// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/torch/device_queue.h"

namespace sescope {

/// Logits on their way back from a device, each with the labels of its images. The queue must
/// outlive this, and be through with it.
class ReturningLogits {
  public:
    explicit ReturningLogits(DeviceQueue& queue) : queue_(queue) {}

    /// Enqueues the way back of `logits` [batch, classes], which may be written again by what is
    /// enqueued later. The first labels.size() rows are of images.
    void bring(const at::Tensor& logits, std::vector<std::int32_t> labels);

    /// See RunningNetwork::finished.
    FinishedImages arrived(Waiting waiting);

    /// Batches that were not handed over yet.
    std::size_t under_way() const { return under_way_.size(); }
    /// Hands over none but the first `batches` of them.
    void forget_after(std::size_t batches);

  private:
    struct UnderWay {
        at::Tensor host;
        std::vector<std::int32_t> labels;
        std::shared_ptr<QueueMark> arrival;
    };
    at::Tensor host_buffer(const at::Tensor& like);

    DeviceQueue& queue_;
    std::deque<UnderWay> under_way_;
    std::vector<at::Tensor> free_;
};

}  // namespace sescope
