// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes, tensors and declarations that are new in a file, and their messages (onnx.proto).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/onnx/messages.h"
#include "core/network/onnx/write/pieces.h"

namespace sescope::onnx {

using AttributeValue = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>>;

struct NewAttribute {
    std::string name;
    AttributeValue value;
};

struct NewNode {
    std::string type;
    std::vector<std::string> inputs;  ///< empty: left out
    std::vector<std::string> outputs;
    std::vector<NewAttribute> attributes{};
    std::string name{};
};
/// The NodeProto.
std::string encoded(const NewNode& node);

/// A tensor with its values, row-major and little-endian.
struct NewTensor {
    std::string name;
    std::vector<std::int64_t> dims;
    ElementType type = ElementType::f32;
    std::span<const std::byte> bytes;
    std::shared_ptr<const void> owner;
};
/// The TensorProto, with its values in it.
Pieces encoded(const NewTensor& tensor);
/// The TensorProto of values that lie in a file beside, from this byte on.
std::string encoded_beside(const NewTensor& tensor, const std::string& location,
                           std::uint64_t offset);

/// The element type that a tensor of a state dict has in a file. Throws Error{model} naming the
/// tensor where ONNX has none such.
ElementType element_type_of(const TensorEntry& tensor);
/// The tensor as one of this name and type: floats are rounded to a narrower type where they have
/// to be. Throws Error{model} where a number would become infinite.
NewTensor new_tensor(const TensorEntry& tensor, std::string name, ElementType type);
NewTensor new_tensor(std::span<const double> values, std::vector<std::int64_t> dims,
                     std::string name, ElementType type);
NewTensor new_tensor(std::span<const std::int64_t> values, std::vector<std::int64_t> dims,
                     std::string name);

/// A ValueInfoProto: extents of -1 have the symbol of the same place.
std::string encoded_declaration(const std::string& name, ElementType type,
                                std::span<const std::int64_t> extents,
                                std::span<const std::string_view> symbols);

}  // namespace sescope::onnx
