// SPDX-License-Identifier: GPL-3.0-or-later
// The nodes of a file that is written again: as they stand there, with other names, or new.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/network/onnx/messages.h"
#include "core/network/onnx/write/encode.h"
#include "core/network/onnx/write/file_tensors.h"
#include "core/network/onnx/write/pieces.h"

namespace sescope::onnx {

/// A node with its message (NodeProto).
struct FileNode {
    Pieces message;                  ///< of one that is new
    std::string_view from;           ///< of one of the file, as it stands there
    std::vector<std::string> reads;  ///< what graphs within it read from outside, too
    std::vector<std::string> gives;
    const Node* original = nullptr;  ///< nullptr: it is new
};

/// `message`: the node's, as it stands in the file.
FileNode file_node(const Node& node, std::string_view message, const std::filesystem::path& path);
FileNode file_node(const NewNode& node);
/// Lets a node of the file read other names where the map has them; what graphs within it read
/// stays.
void rename_inputs(FileNode& node, const std::unordered_map<std::string, std::string>& names);
/// The message as it is to be written: as it stands in the file, but for the names of its inputs,
/// and tensors of external data (those of graphs within it too), which lie in `data` then.
/// `values`: what its own tensor is to hold; nullptr where that stays.
Pieces message_of(const FileNode& node, const NewTensor* values, TensorReader& reader,
                  ExternalData& data);

/// Which nodes the values of these names hang on.
std::vector<bool> reached_nodes(std::span<const FileNode> nodes,
                                std::span<const std::string> outputs);
/// In an order in which each reads what stands before it; those that are in order stay.
std::vector<FileNode> in_order(std::vector<FileNode> nodes);

/// The element type of every value that a node gives, by its name, as far as types are passed on.
std::unordered_map<std::string_view, ElementType> element_types(const GraphMessage& graph,
                                                                const std::filesystem::path& path);

}  // namespace sescope::onnx
