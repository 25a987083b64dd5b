// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/torch/ensemble_network.h"
#include "core/engine/torch/image_input.h"
#include "core/engine/torch/map_memory.h"

namespace sescope {

/// An EnsembleNetwork behind the engine boundary: cuts images into batches, pads the last one, and
/// halves the batch when the device runs out of memory.
class NativeEnsemble : public ModelEnsemble {
  public:
    NativeEnsemble(std::span<const Variant> variants, const EngineSettings& settings,
                   at::Device device);

    std::string device() const override;
    Precision precision() const override { return precision_; }
    std::string precision_reason() const override { return precision_reason_; }
    int batch() const override { return batch_; }
    std::size_t parts() const override { return ensemble_.parts(); }
    std::vector<std::vector<float>> forward(const ImageBatch& images) override;

  private:
    std::vector<at::Tensor> pass(const ImageBatch& images, int first, int count);
    void settle_precision(const at::Tensor& input);

    MapsInUse maps_;  // first: outlives the tensors below
    EngineSettings settings_;
    EnsembleNetwork ensemble_;
    ImageInput input_;
    int batch_;
    Shape shape_;  ///< of a whole batch
    /// The first variant, kept until the precision is settled on it.
    std::optional<std::pair<Network, StateDict>> to_probe_;
    Precision precision_ = Precision::fp32;
    std::string precision_reason_;
};

}  // namespace sescope
