// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/engine/torch/device_queue.h"

namespace sescope {

/// Brings batches to the device while it computes. Two buffers in turn: the host fills one while
/// the other is copied. What is computed on stands in the same memory for every batch, so that the
/// computation can be recorded. The queue must outlive this, and be through with it.
class BatchStaging {
  public:
    /// For batches of images of `shape` [batch, ..] and `type`.
    BatchStaging(DeviceQueue& queue, at::Device device, const std::vector<std::int64_t>& shape,
                 at::ScalarType type);

    /// Sends the bytes of a batch, zeros behind them to its end, and the row of each image in the
    /// tally (all of the batch, or none). Waits only until the buffer used two batches ago has been
    /// copied. What is enqueued to the lane of computation afterwards finds the batch in `images`
    /// and `rows`; what was before it still finds the one before.
    void send(std::span<const std::byte> images, std::span<const std::int64_t> rows);

    const at::Tensor& images() const { return batch_.images; }  ///< of `shape`, on the device
    const at::Tensor& rows() const { return batch_.rows; }      ///< [batch] int64, on the device

  private:
    struct Batch {
        at::Tensor images;
        at::Tensor rows;
    };
    struct Buffer {
        Batch host;
        Batch device;
        std::shared_ptr<QueueMark> copied;  ///< the host's half may be filled again
        std::shared_ptr<QueueMark> read;    ///< the device's half may be copied to again
    };

    DeviceQueue& queue_;
    std::array<Buffer, 2> buffers_;
    std::size_t next_ = 0;
    Batch batch_;
};

}  // namespace sescope
