// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON of a program of torch.export (ExportedProgram of torch/_export/serde/schema.py), taken
// apart into what the import needs; still in ATen's words.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/network/exported/extent.h"
#include "core/network/imported.h"

namespace sescope {

/// One call of an operator; all of it views of the document.
struct ExportedNode {
    std::string_view target;        ///< "torch.ops.aten.conv2d.default"
    const nlohmann::json* inputs;   ///< [{name, arg}, ..]
    const nlohmann::json* outputs;  ///< arguments that are named here
    std::string module;             ///< "blocks.3.0.se", or empty
    std::string_view module_class;  ///< "timm.layers.squeeze_excite.SEModule", or empty
};

/// An input of the program that comes from its files.
struct ExportedWeight {
    std::string_view name;   ///< in the program
    std::string_view key;    ///< in the state dict, or of the constant
    bool is_buffer = false;  ///< a buffer or a constant: not learnt
};

struct ExportedProgram {
    nlohmann::json document;
    std::filesystem::path file;             ///< for messages
    std::string producer;                   ///< "PyTorch 2.15.0, schema 8.20"
    std::vector<ExportedWeight> weights;    ///< parameters, buffers, constants
    std::vector<std::string_view> inputs;   ///< tensors that the caller gives
    std::vector<std::string_view> outputs;  ///< tensors that the caller gets
    std::vector<ExportedNode> nodes;
    Symbols symbols;
    bool batch_is_symbolic = false;
    bool writes_buffers = false;  ///< hands buffers back changed, as training does

    /// Whether the program states what the tensor is.
    bool has_tensor(std::string_view name) const;
    /// The sizes that it states. Throws Error{model} where they are missing or cannot be read.
    Extents shape(std::string_view name) const;
    /// Number of the element type in the schema: 6 half, 7 float, 8 double, 13 bfloat16, ..
    int dtype(std::string_view name) const;

    /// What a symbolic whole number is: {"as_int": 3}, {"as_expr": ..}.
    Extent extent(const nlohmann::json& size, std::string_view of) const;

    Error refused(const std::string& message, const std::string& hint = {}) const;

  private:
    const nlohmann::json& tensor(std::string_view name) const;
};

/// Throws Error{model} naming `file` when the text is no program of schema major 8, is larger or
/// nests deeper than any of a network, or has inputs that are no tensors.
ExportedProgram parse_program(std::string_view text, const std::filesystem::path& file,
                              std::optional<InputSize> size);

/// The path of a module as it stands in nn_module_stack: "L['self'].layer1.0", "getattr(L['s'].a,
/// '0').conv", "blocks.0.act@1" without what is no name of a module.
std::string module_path(std::string_view fqn);

/// How to export a network so that it can be read: the hint of what is refused.
extern const char* const kHowToExport;

}  // namespace sescope
