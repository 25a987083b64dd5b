// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/native_engine.h"

#include <torch/version.h>

#include "core/engine/torch/cuda_library.h"
#include "core/engine/torch/device_choice.h"
#include "core/engine/torch/native_ensemble.h"
#include "core/engine/torch/running_native_network.h"
#include "core/engine/torch/script_writer.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {

std::string NativeEngine::version() const {
    return "LibTorch " TORCH_VERSION;
}

std::vector<DeviceInfo> NativeEngine::devices() const {
    return translate_torch_errors([] { return list_devices(cuda()); });
}

std::unique_ptr<RunningNetwork> NativeEngine::open(const Network& network, const StateDict& weights,
                                                   const EngineSettings& settings) const {
    return translate_torch_errors([&]() -> std::unique_ptr<RunningNetwork> {
        return std::make_unique<RunningNativeNetwork>(network, weights, settings,
                                                      choose_device(settings.device));
    });
}

std::unique_ptr<ModelEnsemble> NativeEngine::open_ensemble(std::span<const Variant> variants,
                                                           const EngineSettings& settings) const {
    return translate_torch_errors([&]() -> std::unique_ptr<ModelEnsemble> {
        return std::make_unique<NativeEnsemble>(variants, settings, choose_device(settings.device));
    });
}

void NativeEngine::export_torchscript(const Network& network, const StateDict& weights,
                                      const std::filesystem::path& file) const {
    translate_torch_errors([&] { write_torchscript(network, weights, file); });
}

}  // namespace sescope

const sescope::Engine* sescope_engine() {
    static const sescope::NativeEngine engine;
    return &engine;
}
