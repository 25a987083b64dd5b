// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a file that is written again, in it or beside it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/network/onnx/tensor_reader.h"
#include "core/network/onnx/write/encode.h"
#include "core/network/onnx/write/pieces.h"

namespace sescope::onnx {

/// What goes into the file of external data, one tensor after another.
class ExternalData {
  public:
    /// `location`: the name of that file, beside the network's.
    explicit ExternalData(std::string location) : location_(std::move(location)) {}

    const std::string& location() const { return location_; }
    /// Gives the offset at which they will lie, one that can be mapped.
    std::uint64_t add(std::span<const std::byte> bytes, std::shared_ptr<const void> owner);
    const Pieces& bytes() const { return bytes_; }

  private:
    std::string location_;
    Pieces bytes_;
};

/// The message of a tensor that stays as it is, but for where its external data lies.
Pieces kept_tensor(const Tensor& tensor, TensorReader& reader, ExternalData& data);
/// The same with other values of the same type and dims; beside the file where they were there.
Pieces tensor_of_values(const Tensor& tensor, const NewTensor& values, ExternalData& data);

/// The tensor with the values of a weight that is a view of it, all of it: nothing where it is not.
/// `before`: the weight as it was read.
std::optional<NewTensor> edited_tensor(const Tensor& tensor, TensorReader& reader,
                                       const TensorEntry& before, const TensorEntry& after);

/// Whether two tensors have the same shape, type and bytes.
bool same_tensor(const TensorEntry& a, const TensorEntry& b);

}  // namespace sescope::onnx
