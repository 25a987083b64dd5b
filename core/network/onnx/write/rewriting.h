// SPDX-License-Identifier: GPL-3.0-or-later
// The state of writing a file again: where everything stands in it, and what becomes of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/network/onnx/traced_file.h"
#include "core/network/onnx/write/emission.h"
#include "core/network/onnx/write/file_nodes.h"
#include "core/network/onnx/write/graph_edits.h"

namespace sescope::onnx {

/// Who gives and reads which names in a file.
class FileMap {
  public:
    explicit FileMap(const TracedFile& file);

    const TracedFile& file() const { return *file_; }
    const std::filesystem::path& path() const { return file_->tensors->path(); }
    /// Place of a node in the file; -1 of one that stands in a branch.
    std::int64_t place(const Node* node) const;
    /// The nodes that a value's operator does the work of.
    const std::vector<const Node*>& nodes_of(const std::string& value) const;
    /// The values whose operators do the work of a node.
    const std::vector<std::string>& values_of(const Node* node) const;
    /// What the file calls a value: the name that its own node gives, or its input has; empty where
    /// it has none.
    std::string name_of(const std::string& value) const;
    /// The same, as one of these nodes reads it, where one does.
    std::string name_read(const std::string& value, const std::vector<const Node*>& nodes) const;
    /// An output of the file, or read by a graph within a node.
    bool is_fixed(const std::string& name) const { return fixed_.contains(name); }
    /// Whether a tensor serves this weight alone: of one reader, and what comes of it too.
    bool serves_only(const std::string& tensor, const std::string& key) const;
    ElementType type_of(const std::string& name) const;
    const Tensor* initializer(std::string_view name) const;
    /// The node that gives a name as a constant; nullptr where none does.
    const Node* constant(std::string_view name) const;

    void take_names(Names& values, Names& nodes) const;

  private:
    bool read_once(std::string_view name) const;

    const TracedFile* file_;
    std::unordered_map<const Node*, std::int64_t> places_;
    std::unordered_map<const Node*, std::vector<std::string>> values_of_;
    std::unordered_map<std::string_view, std::vector<const Node*>> readers_;
    std::unordered_map<std::string_view, const Tensor*> initializers_;
    std::unordered_map<std::string_view, const Node*> constants_;
    std::unordered_map<std::string_view, ElementType> types_;
    std::unordered_map<std::string, std::size_t> weights_of_;  // how many weights a tensor is
    std::set<std::string> fixed_;
};

/// What becomes of a file's weights and operators.
struct Plan {
    GraphEdits edits;
    std::set<const Node*> written_anew;
    /// Tensors with other values, by name; of initialisers and of constant nodes.
    std::map<std::string, NewTensor> tensors;
};

/// Throws Error{usage} for what cannot be written.
Plan plan_rewriting(const FileMap& map, const graph::Graph& after, const StateDict& weights);

/// The nodes of the new file, in order, and tensors that are new.
struct NewNodes {
    std::vector<FileNode> nodes;
    std::vector<NewTensor> tensors;
};
NewNodes rewritten_nodes(const FileMap& map, const Plan& plan, const graph::Graph& after,
                         const std::vector<graph::Shape>& shapes, const StateDict& weights,
                         std::span<const std::string_view> messages);

}  // namespace sescope::onnx
