// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "core/network/imported.h"
#include "core/network/onnx/messages.h"

namespace sescope::onnx {

/// The input that takes images, as the file declares it. -1 is any.
struct ImageInput {
    std::string_view name;
    bool channels_last = false;
    std::int64_t batch = -1;
    std::int64_t channels = 3;
    std::int64_t height = -1;
    std::int64_t width = -1;
    bool channels_are_assumed = false;
};

/// Throws Error{model} where there is none, more than one that is read, or one of another type.
ImageInput image_input(const GraphMessage& graph, std::span<const Node* const> nodes,
                       const std::filesystem::path& path);

}  // namespace sescope::onnx
