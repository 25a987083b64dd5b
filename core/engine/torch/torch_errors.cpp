// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/torch_errors.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <span>
#include <string_view>

#include "core/base/message.h"

namespace sescope {
namespace {

std::string message_of(const std::exception& error) {
    if (const auto* torch_error = dynamic_cast<const c10::Error*>(&error)) {
        return torch_error->what_without_backtrace();
    }
    return error.what();
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

bool contains_any(std::string_view text, std::span<const std::string_view> needles) {
    return std::ranges::any_of(
        needles, [&](std::string_view needle) { return text.find(needle) != text.npos; });
}

}  // namespace

std::string first_line(const std::exception& error) {
    const std::string message = message_of(error);
    return message.substr(0, message.find('\n'));
}

bool is_out_of_memory(const std::exception& error) {
    if (dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr ||
        dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
        return true;
    }
    if (dynamic_cast<const Error*>(&error) != nullptr) return false;
    // The CPU allocator, oneDNN, cuDNN and cuBLAS have types of their own for it.
    static constexpr std::array<std::string_view, 6> kSayings{
        "out of memory",     "out_of_memory", "can't allocate memory",
        "not enough memory", "alloc_failed",  "bad_alloc"};
    return contains_any(lower_case(message_of(error)), kSayings);
}

void rethrow_as_ours(const std::exception& error) {
    if (const auto* ours = dynamic_cast<const Error*>(&error)) throw Error(*ours);
    if (is_out_of_memory(error)) {
        throw Error(ErrorKind::device,
                    text("the device has not enough memory: {}", first_line(error)), {},
                    "close other programs that use it, or take a smaller batch or image size");
    }
    static constexpr std::array<std::string_view, 3> kDevice{"cuda", "cudnn", "cublas"};
    if (contains_any(lower_case(message_of(error)), kDevice)) {
        throw Error(ErrorKind::device, text("CUDA failed: {}", first_line(error)), {},
                    text("try again, or run on the CPU: {}", Text::option("device", "cpu")));
    }
    throw Error(ErrorKind::internal, "LibTorch failed: " + first_line(error), {},
                "this is a defect of SE Scope: report it with the command and the checkpoint");
}

}  // namespace sescope
