// SPDX-License-Identifier: GPL-3.0-or-later
// The nodes of a graph of the file, in an order in which they can be computed.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/network/onnx/import.h"
#include "core/network/onnx/messages.h"

namespace sescope::onnx {

/// The nodes that the outputs hang on, each after those that it reads from. Throws Error{model} on
/// cycles and where two nodes give the same name. Counts what is read into `readers`.
std::vector<const Node*> nodes_in_order(const GraphMessage& graph,
                                        const std::filesystem::path& path,
                                        std::unordered_map<std::string_view, std::size_t>& readers);

/// Throws Error{model} that names every kind of operator among the nodes that is not in the table,
/// with a node of it.
void require_operators(std::span<const Node* const> nodes, const std::filesystem::path& path);

/// Binds the graph's tensors, but those that are bound as inputs already.
void bind_initializers(Import& import, const GraphMessage& graph);

/// Converts the nodes one after the other.
void import_nodes(Import& import, std::span<const Node* const> nodes);

}  // namespace sescope::onnx
