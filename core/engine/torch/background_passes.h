// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>

#include "core/engine/engine.h"
#include "core/engine/torch/batch_staging.h"
#include "core/engine/torch/device_queue.h"
#include "core/engine/torch/recorded_pass.h"
#include "core/engine/torch/returning_logits.h"

namespace sescope {

/// Some images of a batch, for one pass.
struct PassImages {
    const ImageBatch& batch;
    int first = 0;
    int count = 0;
    int padded = 0;  ///< images of a pass, of which the last ones may be padding
};

/// Passes on a device that works in the background. The host stages batches, tells the device what
/// to do with them and takes logits that have come back; it waits for the device only when that is
/// some batches behind.
class BackgroundPasses {
  public:
    /// Input, and the row of each image in the tally, on the device -> logits. See
    /// ImageInput::normalised_images for the input. Must do the same at each call.
    using Pass = std::function<at::Tensor(const at::Tensor& images, const at::Tensor& rows,
                                          const std::stop_token& stop)>;

    BackgroundPasses(std::shared_ptr<DeviceQueue> queue, at::Device device, int head_classes,
                     Pass pass, NoticeCallback notice);
    ~BackgroundPasses();
    BackgroundPasses(const BackgroundPasses&) = delete;
    BackgroundPasses& operator=(const BackgroundPasses&) = delete;

    /// Enqueues a pass. `rows`: of all images and the padding, or empty. When this throws, the pass
    /// counts nothing and nothing of it is handed over.
    void add(const PassImages& images, std::span<const std::int64_t> rows,
             const std::stop_token& stop);

    /// See RunningNetwork::finished.
    FinishedImages finished(Waiting waiting) { return logits_.arrived(waiting); }

    /// See ReturningLogits.
    std::size_t under_way() const { return logits_.under_way(); }
    void forget_after(std::size_t batches) { logits_.forget_after(batches); }

    /// Gives back what was taken on the device, and what is recorded with it: for another batch
    /// size.
    void give_back();

  private:
    struct Kind {
        int batch = 0;
        int channels = 3;
        int side = 0;
        int columns = 0;
        at::ScalarType type = at::kByte;
        bool operator==(const Kind&) const = default;
    };
    /// What passes of one kind need, in memory that stays.
    struct Place {
        Place(BackgroundPasses& passes, const Kind& of_kind);
        Kind kind;
        BatchStaging staging;
        at::Tensor logits;
        RecordedPass pass;
    };
    void wait();

    std::shared_ptr<DeviceQueue> queue_;
    at::Device device_;
    int head_classes_;
    Pass pass_;
    NoticeCallback notice_;
    bool may_record_ = true;
    ReturningLogits logits_;
    std::unique_ptr<Place> place_;
};

}  // namespace sescope
