// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/checkpoint/mapped_file.h"
#include "core/checkpoint/state_dict.h"
#include "core/network/onnx/messages.h"

namespace sescope::onnx {

/// Gives the values of tensors: views of the mapped file or of external data where the bytes lie
/// there as they are used, and owned copies of what the file has as varints.
class TensorReader {
  public:
    TensorReader(std::shared_ptr<const void> owner, std::filesystem::path path)
        : owner_(std::move(owner)), path_(std::move(path)) {}

    /// Throws Error{model} naming the tensor: dims that do not fit its bytes, types that are no
    /// numbers, external data that is missing or lies outside the file's folder.
    TensorEntry read(const Tensor& tensor);

    const std::filesystem::path& path() const { return path_; }
    /// The files of external data that were read.
    std::vector<std::filesystem::path> external_files() const;

  private:
    TensorEntry external(const Tensor& tensor, TensorEntry entry, std::int64_t size);
    const MappedFile& external_file(const std::string& location, const std::string& tensor);

    std::shared_ptr<const void> owner_;
    std::filesystem::path path_;
    std::map<std::string, MappedFile> external_;  // by location
};

}  // namespace sescope::onnx
