// SPDX-License-Identifier: GPL-3.0-or-later
// What crosses the engine boundary: no autograd on this side, and none of LibTorch's exceptions on
// the other.
#pragma once

#include <c10/core/InferenceMode.h>

#include <exception>
#include <string>
#include <utility>

#include "core/base/error.h"

namespace sescope {

/// The first line of LibTorch's message, without the C++ stack that follows it.
std::string first_line(const std::exception& error);

/// Whether `error` says that memory ran out: on the CPU, on CUDA, or inside a library below
/// LibTorch.
bool is_out_of_memory(const std::exception& error);

/// Throws sescope::Error for an exception of LibTorch: Error{device} when memory ran out or CUDA
/// failed, otherwise Error{internal}. Our own errors pass unchanged.
[[noreturn]] void rethrow_as_ours(const std::exception& error);

/// Runs `work` in inference mode; what it throws becomes a sescope::Error.
template <class Work>
auto translate_torch_errors(Work&& work) {
    try {
        const c10::InferenceMode inference;
        return std::forward<Work>(work)();
    } catch (const std::exception& error) {
        rethrow_as_ours(error);
    }
}

}  // namespace sescope
