// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/batch_staging.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstring>

namespace sescope {
namespace {

void fill(const at::Tensor& host, std::span<const std::byte> bytes) {
    auto* const to = static_cast<std::byte*>(host.mutable_data_ptr());
    std::memcpy(to, bytes.data(), bytes.size());
    std::memset(to + bytes.size(), 0, host.nbytes() - bytes.size());
}

}  // namespace

BatchStaging::BatchStaging(DeviceQueue& queue, at::Device device,
                           const std::vector<std::int64_t>& shape, at::ScalarType type)
    : queue_(queue) {
    const auto on_device = [&] {
        const auto options = at::TensorOptions().device(device);
        return Batch{at::empty(shape, options.dtype(type)),
                     at::empty({shape.front()}, options.dtype(at::kLong))};
    };
    // Taken in the lane of computation and kept: memory belongs to the stream it was taken on.
    batch_ = done_on(&queue, on_device);
    for (Buffer& buffer : buffers_) {
        buffer.host.images = queue.host_memory(shape, type);
        buffer.host.rows = queue.host_memory({shape.front()}, at::kLong);
        buffer.device = done_on(&queue, on_device);
    }
}

void BatchStaging::send(std::span<const std::byte> images, std::span<const std::int64_t> rows) {
    Buffer& buffer = buffers_.at(next_);
    next_ = 1 - next_;
    if (buffer.copied) buffer.copied->wait();
    fill(buffer.host.images, images);
    fill(buffer.host.rows, std::as_bytes(rows));

    if (buffer.read) buffer.read->hold_up(Lane::copies);
    queue_.enqueue(Lane::copies, [&buffer] {
        buffer.device.images.copy_(buffer.host.images, /*non_blocking=*/true);
        buffer.device.rows.copy_(buffer.host.rows, /*non_blocking=*/true);
    });
    buffer.copied = queue_.mark(Lane::copies);

    buffer.copied->hold_up(Lane::computation);
    queue_.enqueue(Lane::computation, [this, &buffer] {
        batch_.images.copy_(buffer.device.images, /*non_blocking=*/true);
        batch_.rows.copy_(buffer.device.rows, /*non_blocking=*/true);
    });
    buffer.read = queue_.mark(Lane::computation);
}

}  // namespace sescope
