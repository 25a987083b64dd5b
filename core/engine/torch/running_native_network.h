// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/engine/engine.h"
#include "core/engine/torch/gate_accumulator.h"
#include "core/engine/torch/gate_collector.h"
#include "core/engine/torch/image_input.h"
#include "core/engine/torch/map_memory.h"
#include "core/engine/torch/native_network.h"

namespace sescope {

/// Where tests reach in. Empty functions cost nothing.
struct RunHooks {
    std::function<void(int batch)> before_pass;  ///< may throw, as a device out of memory does
};

/// A NativeNetwork behind the wall: cuts images into batches, pads the last one, halves the batch
/// when the device runs out of memory, and counts gates.
class RunningNativeNetwork : public RunningNetwork {
  public:
    RunningNativeNetwork(const NetworkSpec& spec, const StateDict& weights,
                         const EngineSettings& settings, at::Device device, RunHooks hooks = {});

    std::string device() const override;
    Precision precision() const override { return precision_of_network_; }
    std::string precision_reason() const override { return precision_reason_; }
    int batch() const override { return batch_; }
    ForwardResult forward(const ImageBatch& images) override;
    ForwardResult forward_with_maps(const ImageBatch& images, std::string_view block) override;
    ForwardResult accumulate(const ImageBatch& images) override;
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

    void run(const ImageBatch& images, const PassCallback& each);
    Pass pass(const ImageBatch& images, int first);
    void pack(Precision precision);
    void settle_precision(const at::Tensor& input);

    std::optional<MapsInUse> maps_{std::in_place};  // first: outlives the tensors below
    NetworkSpec spec_;
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
};

}  // namespace sescope
