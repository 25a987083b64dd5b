// SPDX-License-Identifier: GPL-3.0-or-later
#include <dlfcn.h>

#include <algorithm>
#include <array>

#include "core/base/message.h"
#include "core/base/plugin.h"
#include "core/engine/engine.h"
#include "core/engine/torch_search.h"

namespace sescope {

namespace {

// The engine is linked to LibTorch by name: who of that name is in the process already is taken.
void open_torch(const FoundTorch& torch) {
    const auto library = torch.folder / "lib" / "libtorch_cpu.so";
    if (::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL) != nullptr) return;
    throw Error(ErrorKind::device, text("cannot be opened: {}", Text(::dlerror())), library,
                "this PyTorch is not whole (python -c 'import torch' would say the same): install "
                "it again, or name another in SESCOPE_TORCH");
}

const Engine* open_engine() {
    using OpenEngine = const Engine* (*)();
    const TorchPlaces places = torch_places();
    const auto found = find_torches(places);
    const auto torch = std::ranges::find(found, std::string(), &FoundTorch::why_not);
    if (torch == found.end()) {
        const NoTorch reason = explain_no_torch(places, found);
        throw Error(ErrorKind::device, reason.message, {}, reason.hint);
    }
    open_torch(*torch);
    void* symbol = open_plugin_at(torch->engine, "sescope_engine", ErrorKind::device,
                                  "install SE Scope again, or name another PyTorch in "
                                  "SESCOPE_TORCH");
    return reinterpret_cast<OpenEngine>(symbol)();
}

}  // namespace

const Engine& load_engine() {
    static const Engine* const engine = open_engine();
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
