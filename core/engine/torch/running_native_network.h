// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/engine/engine.h"
#include "core/engine/torch/background_passes.h"
#include "core/engine/torch/device_queue.h"
#include "core/engine/torch/gate_accumulator.h"
#include "core/engine/torch/gate_collector.h"
#include "core/engine/torch/image_input.h"
#include "core/engine/torch/map_memory.h"
#include "core/engine/torch/native_network.h"

namespace sescope {

/// Where tests reach in. Empty functions cost nothing.
struct RunHooks {
    std::function<void(int batch)> before_pass;  ///< may throw, as a device out of memory does
    std::shared_ptr<DeviceQueue> queue;          ///< instead of the device's own
};

/// A NativeNetwork behind the engine boundary: cuts images into batches, pads the last one, halves
/// the batch when the device runs out of memory, and counts gates. On a device that works in the
/// background, everything is done in its queue, and `accumulate` only enqueues.
class RunningNativeNetwork : public RunningNetwork {
  public:
    RunningNativeNetwork(const Network& network, const StateDict& weights,
                         const EngineSettings& settings, at::Device device, RunHooks hooks = {});

    std::string device() const override;
    Precision precision() const override { return precision_of_network_; }
    std::string precision_reason() const override { return precision_reason_; }
    int batch() const override { return batch_; }
    ForwardResult forward(const ImageBatch& images) override;
    ForwardResult forward_with_maps(const ImageBatch& images, std::string_view block) override;
    void accumulate(const ImageBatch& images) override;
    FinishedImages finished(Waiting waiting) override;
    GateTally tally() const override;

  private:
    /// What one pass over up to batch() images gave, still on the device.
    struct Pass {
        int count = 0;   ///< images
        int padded = 0;  ///< rows of the tensors
        at::Tensor logits;
        GateCollector gates;
    };
    using PassCallback = std::function<void(int first, const Pass&)>;

    void in_passes(const ImageBatch& images, const std::function<void(int first, int count)>& pass);
    void run(const ImageBatch& images, const PassCallback& each);
    Pass pass(const ImageBatch& images, int first, int count);
    void count(const GateCollector& gates);
    void accumulate_now(const ImageBatch& images);
    void accumulate_in_background(const ImageBatch& images);
    at::Tensor pass_in_background(const at::Tensor& images, const at::Tensor& rows,
                                  const std::stop_token& stop);
    void set_up(at::Device device);
    void pack(Precision precision);
    void settle_precision(const at::Tensor& input);

    // First: they outlive the tensors below.
    std::optional<MapsInUse> maps_{std::in_place};
    std::shared_ptr<DeviceQueue> queue_;  ///< null on the CPU
    Network description_;
    EngineSettings settings_;
    RunHooks hooks_;
    NativeNetwork network_;
    ImageInput input_;
    std::optional<GateAccumulator> accumulator_;  ///< none where nothing is collected
    int batch_;
    Shape shape_;  ///< of a whole batch
    bool precision_is_settled_ = true;
    Precision precision_of_network_ = Precision::fp32;
    std::string precision_reason_;
    FinishedImages finished_;                       ///< where there is no queue
    std::unique_ptr<BackgroundPasses> background_;  ///< where there is one; last: it uses the rest
};

}  // namespace sescope
