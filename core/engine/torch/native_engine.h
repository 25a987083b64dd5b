// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

namespace sescope {

/// The engine of this library: LibTorch on the CPU, and on CUDA where it can be loaded.
class NativeEngine : public Engine {
  public:
    std::string version() const override;
    std::vector<DeviceInfo> devices() const override;
    std::unique_ptr<RunningNetwork> open(const NetworkSpec& spec, const StateDict& weights,
                                         const EngineSettings& settings) const override;
    void export_torchscript(const NetworkSpec& spec, const StateDict& weights,
                            const std::filesystem::path& file) const override;
    std::unique_ptr<RunningFamily> open_family(std::span<const FamilyMember> members,
                                               const EngineSettings& settings) const override;
};

}  // namespace sescope

extern "C" const sescope::Engine* sescope_engine();
