// SPDX-License-Identifier: GPL-3.0-or-later
// A file that was read, with where everything of its graph stands in it: to write it again.
#pragma once

#include <filesystem>
#include <memory>

#include "core/checkpoint/mapped_file.h"
#include "core/network/imported.h"
#include "core/network/onnx/import.h"
#include "core/network/onnx/messages.h"
#include "core/network/onnx/tensor_reader.h"

namespace sescope::onnx {

struct TracedFile {
    MappedFile file;
    std::unique_ptr<Model> model;  ///< views of the file
    std::unique_ptr<TensorReader> tensors;
    graph::Graph graph;
    StateDict weights;
    Trace trace;
};

/// Reads the file as `read_onnx` does, and keeps it. Throws what that throws.
TracedFile read_traced(const std::filesystem::path& file, InputSize size);

}  // namespace sescope::onnx
