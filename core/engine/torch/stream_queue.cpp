// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/stream_queue.h"

#include <ATen/ops/empty.h>
#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <utility>

#include "core/engine/torch/device_graph.h"

namespace sescope {
namespace {

class StreamMark : public QueueMark {
  public:
    StreamMark(const Streams& streams, Lane lane)
        : streams_(streams), event_(streams.of(lane).device_type()) {
        event_.record(streams.of(lane));
    }
    bool is_past() override { return event_.query(); }
    void wait() override { event_.synchronize(); }
    void hold_up(Lane lane) override { event_.block(streams_.of(lane)); }

  private:
    Streams streams_;
    c10::Event event_;
};

c10::Stream new_stream(at::Device device) {
    return c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device);
}

}  // namespace

StreamQueue::StreamQueue(at::Device device)
    : streams_{.copies = new_stream(device), .computation = new_stream(device)} {}

void StreamQueue::enqueue(Lane lane, std::function<void()> work) {
    const c10::StreamGuard guard(streams_.of(lane));
    work();
}

std::shared_ptr<QueueMark> StreamQueue::mark(Lane lane) {
    return std::make_shared<StreamMark>(streams_, lane);
}

at::Tensor StreamQueue::host_memory(const std::vector<std::int64_t>& shape, at::ScalarType type) {
    const auto options = at::TensorOptions().dtype(type);
    try {
        return at::empty(shape, options.pinned_memory(true));
    } catch (const std::exception&) {
        // The system locks only so much memory. What is not locked is copied right as well: the
        // call then takes as long as the copy.
        return at::empty(shape, options);
    }
}

std::unique_ptr<RecordedWork> StreamQueue::record(std::function<void()> work) {
    const c10::StreamGuard guard(streams_.computation);
    const c10::DeviceType type = streams_.computation.device_type();
    std::unique_ptr<DeviceGraph> graph = make_device_graph(type);
    if (!graph) return nullptr;
    give_back_kept_memory(type);
    return recorded_in(std::move(graph), work);
}

std::unique_ptr<DeviceQueue> make_device_queue(at::Device device) {
    if (device.is_cpu()) return nullptr;
    return std::make_unique<StreamQueue>(device);
}

}  // namespace sescope
