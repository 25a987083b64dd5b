// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/Stream.h>

#include "core/engine/torch/device_queue.h"

namespace sescope {

/// The two streams of a queue. Neither is the default stream, on which nothing can be recorded.
struct Streams {
    c10::Stream copies;
    c10::Stream computation;

    const c10::Stream& of(Lane lane) const { return lane == Lane::copies ? copies : computation; }
};

/// A DeviceQueue over two streams of a device, through what LibTorch has for all kinds of devices:
/// no header of CUDA, nor its toolkit, is needed to build this.
class StreamQueue : public DeviceQueue {
  public:
    explicit StreamQueue(at::Device device);
    void enqueue(Lane lane, std::function<void()> work) override;
    std::shared_ptr<QueueMark> mark(Lane lane) override;
    at::Tensor host_memory(const std::vector<std::int64_t>& shape, at::ScalarType type) override;
    std::unique_ptr<RecordedWork> record(std::function<void()> work) override;

  private:
    Streams streams_;
};

}  // namespace sescope
