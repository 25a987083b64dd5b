// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>

#include "core/base/message.h"
#include "core/checkpoint/printable.h"
#include "core/network/onnx/write/file_tensors.h"
#include "core/network/onnx/write/rewriting.h"

namespace sescope::onnx {
namespace {

class NodeRewriting {
  public:
    NodeRewriting(const FileMap& map, const Plan& plan, const graph::Graph& after,
                  const std::vector<graph::Shape>& shapes, const StateDict& weights)
        : map_(map), plan_(plan), after_(after), shapes_(shapes), weights_(weights) {
        Names nodes;
        map.take_names(names_, nodes);
        // Who is written anew may keep its name.
        for (const Node& node : map.file().model->graph.nodes) {
            if (!plan.written_anew.contains(&node)) node_names_.take(node.name);
        }
        name_values();
        for (const auto& [from, to] : plan.edits.replaced) {
            const std::string name = map.name_of(from);
            if (name.empty()) continue;
            const std::string other = name_for(to, map.nodes_of(from));
            renamed_[name] = other;
            if (map.is_fixed(name)) stand_in(from, name, other);
        }
    }

    NewNodes nodes(std::span<const std::string_view> messages) {
        std::map<std::int64_t, std::vector<const graph::Operator*>> written;
        std::vector<const graph::Operator*> added;
        for (const auto& op : after_.operators) {
            const auto& value = after_.value(op.output()).name;
            if (plan_.edits.added.contains(value)) added.push_back(&op);
            if (plan_.edits.changed.contains(value)) written[last_place(value)].push_back(&op);
        }
        const auto& nodes = map_.file().model->graph.nodes;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            for (const auto* op : written[static_cast<std::int64_t>(i)]) emit(*op);
            const auto other = stand_ins_.find(&nodes[i]);
            if (other != stand_ins_.end()) {
                made_.nodes.push_back(file_node(other->second));
            } else if (!plan_.written_anew.contains(&nodes[i])) {
                made_.nodes.push_back(file_node(nodes[i], messages[i], map_.path()));
                rename_inputs(made_.nodes.back(), renamed_);
            }
        }
        for (const auto* op : added) emit(*op);
        made_.tensors = std::move(written_.tensors);
        return std::move(made_);
    }

  private:
    // The names of what is computed anew: the file's, where it has one.
    void name_values() {
        for (const auto& op : after_.operators) {
            const auto& first = after_.value(op.output()).name;
            const bool is_new = plan_.edits.added.contains(first);
            if (!is_new && !plan_.edits.changed.contains(first)) continue;
            for (const graph::ValueId id : op.outputs) {
                const auto& value = after_.value(id).name;
                std::string name = is_new ? std::string() : map_.name_of(value);
                given_[value] = name.empty() ? names_.fresh(value) : name;
            }
        }
    }

    std::string name_for(const std::string& value, const std::vector<const Node*>& nodes) const {
        const auto given = given_.find(value);
        const std::string name = given != given_.end() && map_.name_of(value).empty()
                                     ? given->second
                                     : map_.name_read(value, nodes);
        if (!name.empty()) return name;
        throw Error(
            ErrorKind::usage,
            text("the file has no name for '{}', so that it cannot be written again as ONNX",
                 printable(value)),
            map_.path(), "write another format");
    }

    // What has to keep its name is given by a node that passes the other value on.
    void stand_in(const std::string& value, const std::string& name, const std::string& other) {
        const auto& nodes = map_.nodes_of(value);
        if (nodes.empty() || nodes.back()->outputs.size() != 1) {
            throw Error(ErrorKind::usage,
                        text("'{}' is an output of the file, or read by a branch, and cannot go",
                             printable(name)),
                        map_.path(), "write another format");
        }
        stand_ins_[nodes.back()] = {
            "Identity", {other}, {name}, {}, std::string(nodes.back()->name)};
    }

    std::int64_t last_place(const std::string& value) const {
        std::int64_t last = 0;
        for (const Node* node : map_.nodes_of(value)) last = std::max(last, map_.place(node));
        return last;
    }

    // The file's own tensor where the weight is just that.
    std::string name_of_weight(const std::string& key, ElementType type) {
        if (const auto known = weight_names_.find(key); known != weight_names_.end()) {
            return known->second;
        }
        const TensorEntry& is = weights_.at(key);
        const auto traced = map_.file().trace.tensors.find(key);
        const Tensor* tensor =
            traced == map_.file().trace.tensors.end() ? nullptr : map_.initializer(traced->second);
        if (tensor != nullptr && !plan_.tensors.contains(traced->second) &&
            same_tensor(map_.file().tensors->read(*tensor), is)) {
            return weight_names_[key] = traced->second;
        }
        std::string name = names_.fresh(key);
        const bool floats = sescope::is_floating(is.dtype);
        written_.tensors.push_back(new_tensor(is, name, floats ? type : element_type_of(is)));
        return weight_names_[key] = name;
    }

    void emit(const graph::Operator& op) {
        const auto& nodes = map_.nodes_of(after_.value(op.output()).name);
        Writing writing{after_, op, shapes_, weights_, {}, {}};
        for (const graph::ValueId id : op.inputs) {
            if (id == graph::kAbsent || after_.value(id).kind == graph::ValueKind::weight) continue;
            writing.type = map_.type_of(name_for(after_.value(id).name, nodes));
            break;
        }
        for (const graph::ValueId id : op.inputs) {
            if (id == graph::kAbsent) {
                writing.inputs.emplace_back();
            } else if (after_.value(id).kind == graph::ValueKind::weight) {
                writing.inputs.push_back(name_of_weight(after_.value(id).name, writing.type));
            } else {
                writing.inputs.push_back(name_for(after_.value(id).name, nodes));
            }
        }
        for (const graph::ValueId id : op.outputs) {
            writing.outputs.push_back(given_.at(after_.value(id).name));
        }
        written_.nodes.clear();
        write_operator(writing, {map_.file().model->opset, names_, node_names_, written_});
        for (const NewNode& node : written_.nodes) made_.nodes.push_back(file_node(node));
    }

    const FileMap& map_;
    const Plan& plan_;
    const graph::Graph& after_;
    const std::vector<graph::Shape>& shapes_;
    const StateDict& weights_;
    Names names_, node_names_;
    std::unordered_map<std::string, std::string> given_;    // names of values
    std::unordered_map<std::string, std::string> renamed_;  // names of the file
    std::unordered_map<const Node*, NewNode> stand_ins_;
    std::unordered_map<std::string, std::string> weight_names_;
    Written written_;
    NewNodes made_;
};

// What hangs on nothing that is left: nodes that the outputs hung on and do not any more, and nodes
// that never served an output and whose inputs are gone.
std::vector<FileNode> without_dead(std::vector<FileNode> nodes, const FileMap& map) {
    std::vector<std::string> outputs;
    for (const auto& output : map.file().model->graph.outputs) outputs.emplace_back(output.name);
    std::vector<FileNode> before;
    for (const Node& node : map.file().model->graph.nodes) {
        before.push_back(file_node(node, {}, map.path()));
    }
    const auto served = reached_nodes(before, outputs);
    const auto serves = reached_nodes(nodes, outputs);
    std::vector<bool> stays(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto place = map.place(nodes[i].original);
        stays[i] = serves[i] || (place >= 0 && !served[static_cast<std::size_t>(place)]);
    }
    for (bool changes = true; changes;) {
        changes = false;
        std::set<std::string_view> given;
        std::set<std::string_view> gone;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            for (const auto& name : nodes[i].gives) (stays[i] ? given : gone).insert(name);
        }
        for (const auto& node : before) {
            for (const auto& name : node.gives) {
                if (!given.contains(name)) gone.insert(name);
            }
        }
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const bool lacks = std::ranges::any_of(nodes[i].reads, [&](const auto& name) {
                return gone.contains(name) && !given.contains(name) && !name.empty();
            });
            if (!stays[i] || serves[i] || !lacks) continue;
            stays[i] = false;
            changes = true;
        }
    }
    std::vector<FileNode> left;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (stays[i]) left.push_back(std::move(nodes[i]));
    }
    return left;
}

}  // namespace

NewNodes rewritten_nodes(const FileMap& map, const Plan& plan, const graph::Graph& after,
                         const std::vector<graph::Shape>& shapes, const StateDict& weights,
                         std::span<const std::string_view> messages) {
    NewNodes made = NodeRewriting(map, plan, after, shapes, weights).nodes(messages);
    made.nodes = in_order(without_dead(std::move(made.nodes), map));
    return made;
}

}  // namespace sescope::onnx
