// SPDX-License-Identifier: GPL-3.0-or-later
// A device that works in the background is told what to do and goes on by itself. This is how it is
// told, apart from what it is told, so that the order of things is tested without a device.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace sescope {

/// What is enqueued to one lane is done in that order; the two lanes are done side by side.
enum class Lane { copies, computation };

/// A place in a lane: it is past when everything enqueued before it is done.
class QueueMark {
  public:
    virtual ~QueueMark() = default;
    /// Throws what the device failed with, as do the others.
    virtual bool is_past() = 0;
    /// Waits on the host.
    virtual void wait() = 0;
    /// What is enqueued to `lane` from now on waits for this, on the device; the host goes on.
    virtual void hold_up(Lane lane) = 0;
};

/// Work on a device that was written down once and costs one call from then on.
class RecordedWork {
  public:
    virtual ~RecordedWork() = default;
    /// To be called from work that is enqueued.
    virtual void replay() = 0;
};

/// The two lanes of a device.
class DeviceQueue {
  public:
    virtual ~DeviceQueue() = default;

    /// Calls `work`, whose operators of LibTorch go into `lane`: perhaps at once, perhaps later, so
    /// that what it refers to must stay. May throw what `work` throws.
    virtual void enqueue(Lane lane, std::function<void()> work) = 0;

    /// The place behind all that was enqueued to `lane`.
    virtual std::shared_ptr<QueueMark> mark(Lane lane) = 0;

    /// Memory of the host that the device can copy from and to by itself.
    virtual at::Tensor host_memory(const std::vector<std::int64_t>& shape, at::ScalarType type) = 0;

    /// Writes `work` down without doing it: the same operators on the same memory at each replay.
    /// Null where the device has no such thing. Throws what `work` throws, and where it holds what
    /// cannot be written down.
    virtual std::unique_ptr<RecordedWork> record(std::function<void()> work) = 0;
};

/// Null for the CPU, which does things as they are called.
std::unique_ptr<DeviceQueue> make_device_queue(at::Device device);

/// Does `work` in the lane of computation and waits for its end; without a queue, does it.
template <class Work>
auto done_on(DeviceQueue* queue, const Work& work) -> decltype(work()) {
    if (queue == nullptr) return work();
    std::optional<decltype(work())> result;
    queue->enqueue(Lane::computation, [&] { result.emplace(work()); });
    queue->mark(Lane::computation)->wait();
    return std::move(*result);
}

}  // namespace sescope
