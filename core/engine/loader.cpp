// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/base/plugin.h"
#include "core/engine/engine.h"

namespace sescope {

const Engine& load_engine() {
    using OpenEngine = const Engine* (*)();
    static const Engine* const engine = [] {
        void* symbol = open_plugin("libsescope_engine.so", "sescope_engine", ErrorKind::device,
                                   "run ./scripts/setup and build again; profiles, info and cost "
                                   "work without it");
        return reinterpret_cast<OpenEngine>(symbol)();
    }();
    return *engine;
}

std::string_view name_of(Precision precision) noexcept {
    switch (precision) {
        case Precision::automatic:
            return "auto";
        case Precision::fp32:
            return "fp32";
        case Precision::bf16x3:
            return "bf16x3";
        case Precision::bf16:
            return "bf16";
        case Precision::fp16:
            return "fp16";
    }
    return "auto";
}

std::span<const Precision> named_precisions() noexcept {
    static constexpr std::array kAll{Precision::fp32, Precision::bf16x3, Precision::bf16,
                                     Precision::fp16};
    return kAll;
}

Precision precision_called(std::string_view name) noexcept {
    for (const Precision precision : named_precisions()) {
        if (name_of(precision) == name) return precision;
    }
    return Precision::automatic;
}

}  // namespace sescope
