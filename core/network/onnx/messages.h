// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of an ONNX file (onnx.proto) as plain values. Texts and bytes are views of the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sescope::onnx {

// Bounds that no network comes near; a file beyond them is made to exhaust memory.
inline constexpr std::size_t kMostNodes = 100'000;
inline constexpr std::size_t kMostOfNode = 4'096;  ///< inputs, outputs, attributes of one node
inline constexpr int kDeepestNesting = 16;         ///< of graphs in graphs

/// TensorProto::DataType.
enum class ElementType {
    undefined = 0,
    f32 = 1,
    u8 = 2,
    i8 = 3,
    u16 = 4,
    i16 = 5,
    i32 = 6,
    i64 = 7,
    text = 8,
    boolean = 9,
    f16 = 10,
    f64 = 11,
    u32 = 12,
    u64 = 13,
    complex64 = 14,
    complex128 = 15,
    bf16 = 16
};
/// "float32", "uint8", .. ; "type 20" for what has no name here.
std::string name_of(ElementType type);
bool is_floating(ElementType type) noexcept;

/// A tensor as it is declared; its values are read by `TensorReader`.
struct Tensor {
    std::string_view name;
    std::vector<std::int64_t> dims;
    ElementType type = ElementType::undefined;
    std::string_view raw;  ///< raw_data
    bool has_raw = false;
    bool is_external = false;
    std::string_view location, offset, length;  ///< of external data
    std::string_view message;                   ///< all of it, for the typed fields
};

/// One attribute of a node. `message` of its tensor or graph is parsed where it is asked for.
struct Attribute {
    std::string_view name;
    std::int64_t type = 0;  ///< AttributeProto::AttributeType; 0 in old files
    double number = 0;
    std::int64_t integer = 0;
    std::string_view text;
    std::string_view tensor, graph;  ///< messages
    bool has_tensor = false, has_graph = false, is_sparse = false, is_reference = false;
    std::vector<double> numbers;
    std::vector<std::int64_t> integers;
    std::size_t texts = 0;  ///< how many strings
};

struct Property {
    std::string_view key, value;
};

struct Node {
    std::string_view name, type, domain;
    std::vector<std::string_view> inputs, outputs;
    std::vector<std::string_view> attributes;  ///< messages
    std::string_view name_scopes;              ///< metadata "pkg.torch.onnx.name_scopes", or empty
    std::string_view namespaces;               ///< metadata "namespace", or empty
};

/// An input or output of a graph. An extent that is not a number is -1.
struct ValueInfo {
    std::string_view name;
    ElementType type = ElementType::undefined;
    bool is_tensor = false, has_shape = false;
    std::vector<std::int64_t> dims;
};

struct GraphMessage {
    std::vector<Node> nodes;
    std::vector<Tensor> initializers;
    std::vector<std::string_view> sparse_initializers;  ///< names
    std::vector<ValueInfo> inputs, outputs;
};

struct Model {
    std::int64_t ir_version = 0;
    std::int64_t opset = 0;  ///< of the default domain; 0 where none is named
    std::string_view producer, producer_version;
    std::vector<Property> metadata;
    bool has_functions = false;
    GraphMessage graph;
};

/// Parsing checks that messages end where they should and have fields of the right kinds. All throw
/// Error{model} naming the file.
Model parse_model(std::span<const std::byte> file, const std::filesystem::path& path);
GraphMessage parse_graph(std::string_view message, const std::filesystem::path& path);
Attribute parse_attribute(std::string_view message, const std::filesystem::path& path);
Tensor parse_tensor(std::string_view message, const std::filesystem::path& path);

}  // namespace sescope::onnx
