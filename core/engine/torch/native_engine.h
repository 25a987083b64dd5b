// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

namespace sescope {

/// The engine of this library: LibTorch on the CPU, and on CUDA where it can be loaded.
class NativeEngine : public Engine {
  public:
    std::string version() const override;
    std::vector<DeviceInfo> devices() const override;
    std::unique_ptr<RunningNetwork> open(const Network& network, const StateDict& weights,
                                         const EngineSettings& settings) const override;
    void export_torchscript(const Network& network, const StateDict& weights,
                            const std::filesystem::path& file) const override;
    std::unique_ptr<ModelEnsemble> open_ensemble(std::span<const Variant> variants,
                                                 const EngineSettings& settings) const override;
};

}  // namespace sescope

extern "C" const sescope::Engine* sescope_engine();
