// SPDX-License-Identifier: GPL-3.0-or-later
// An ONNX file that is about to be written, with the file of its external data.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/atomic_file.h"
#include "core/network/onnx/write/pieces.h"

namespace sescope::onnx {

struct Document {
    Pieces model;
    Pieces data;                           ///< empty: all weights are in the model
    std::shared_ptr<const void> source{};  ///< the file that pieces are views of, or nothing
};

/// What the file of external data is called, beside the network's: "net.onnx.data".
std::string data_name_of(const std::filesystem::path& network);

/// Writes both. Returns the name beside of the network. Throws Error{output} where the network
/// itself would be of 2 GB or more, which no reader of protobuf takes; and what writing throws.
std::filesystem::path write(const Document& document, const std::filesystem::path& network,
                            FilesTogether& files);
/// Writes both, and puts them in their places.
void write(const Document& document, const std::filesystem::path& network);

}  // namespace sescope::onnx
