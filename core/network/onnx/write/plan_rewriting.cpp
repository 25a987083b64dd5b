// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checkpoint/printable.h"
#include "core/network/onnx/write/file_tensors.h"
#include "core/network/onnx/write/rewriting.h"

namespace sescope::onnx {
namespace {

Error cannot_stand(const FileMap& map, const std::string& value) {
    return {ErrorKind::usage,
            fmt::format("what computes '{}' has no node of its own in the file, so that it cannot "
                        "be written again as ONNX",
                        printable(value)),
            map.path(), "write another format"};
}

// The tensor that a name stands for: an initialiser, or that of a constant node.
std::optional<Tensor> tensor_called(const FileMap& map, const std::string& name) {
    if (const Tensor* found = map.initializer(name)) return *found;
    const Node* node = map.constant(name);
    if (node == nullptr) return std::nullopt;
    for (const auto message : node->attributes) {
        const Attribute attribute = parse_attribute(message, map.path());
        if (attribute.has_tensor && attribute.name == "value") {
            return parse_tensor(attribute.tensor, map.path());
        }
    }
    return std::nullopt;
}

class Planning {
  public:
    Planning(const FileMap& map, const graph::Graph& after, const StateDict& weights)
        : map_(map), after_(after), weights_(weights) {
        plan_.edits = edits_between(map.file().graph, after);
        for (const auto& op : after.operators) alive_.insert(after.value(op.output()).name);
    }

    Plan plan() {
        settle_outputs();
        settle_weights();
        for (const auto& [from, to] : plan_.edits.replaced) settle_replaced(from);
        settle_nodes();
        return std::move(plan_);
    }

  private:
    void settle_outputs() {
        for (const auto& [from, to] : plan_.edits.outputs) {
            const auto [known, is_new] = plan_.edits.replaced.try_emplace(from, to);
            if (known->second == to) continue;
            throw cannot_stand(map_, from);
        }
        std::erase_if(plan_.edits.replaced,
                      [](const auto& pair) { return pair.first == pair.second; });
    }

    void settle_weights() {
        std::set<std::string> done;
        for (const auto& op : after_.operators) {
            for (const graph::ValueId id : op.inputs) {
                if (id == graph::kAbsent || after_.value(id).kind != graph::ValueKind::weight) {
                    continue;
                }
                const auto& key = after_.value(id).name;
                if (done.insert(key).second && !settle_weight(key)) anew_.insert(key);
                if (anew_.contains(key)) plan_.edits.changed.insert(after_.value(op.output()).name);
            }
        }
    }

    // Whether the weight stays, or can be written into the tensor that it is.
    bool settle_weight(const std::string& key) {
        const TensorEntry* was = map_.file().weights.find(key);
        const TensorEntry& is = weights_.at(key);
        if (was == nullptr || was->shape != is.shape) return true;  // told by the graph
        if (same_tensor(*was, is)) return true;
        const auto name = map_.file().trace.tensors.find(key);
        if (name == map_.file().trace.tensors.end()) return false;
        if (!map_.serves_only(name->second, key)) return false;
        const auto tensor = tensor_called(map_, name->second);
        if (!tensor) return false;
        auto edited = edited_tensor(*tensor, *map_.file().tensors, *was, is);
        if (!edited) return false;
        plan_.tensors.emplace(name->second, std::move(*edited));
        return true;
    }

    // A value within what one node does has no name: who reads it is of that node.
    void settle_replaced(const std::string& from) {
        if (!map_.name_of(from).empty()) return;
        for (const auto& op : map_.file().graph.operators) {
            for (const graph::ValueId id : op.inputs) {
                if (id == graph::kAbsent || map_.file().graph.value(id).name != from) continue;
                const auto& reader = map_.file().graph.value(op.output()).name;
                if (alive_.contains(reader)) plan_.edits.changed.insert(reader);
            }
        }
    }

    // An operator is written with all nodes that it does the work of, and those with all that they
    // do.
    void settle_nodes() {
        std::vector<std::string> open(plan_.edits.changed.begin(), plan_.edits.changed.end());
        while (!open.empty()) {
            const std::string value = std::move(open.back());
            open.pop_back();
            const auto& nodes = map_.nodes_of(value);
            if (nodes.empty()) throw cannot_stand(map_, value);
            for (const Node* node : nodes) {
                if (map_.place(node) < 0) throw cannot_stand(map_, value);
                if (!plan_.written_anew.insert(node).second) continue;
                for (const auto& other : map_.values_of(node)) {
                    if (alive_.contains(other) && plan_.edits.changed.insert(other).second) {
                        open.push_back(other);
                    }
                }
            }
        }
    }

    const FileMap& map_;
    const graph::Graph& after_;
    const StateDict& weights_;
    std::set<std::string> alive_;
    std::set<std::string> anew_;  // weights that need a tensor of their own
    Plan plan_;
};

}  // namespace

Plan plan_rewriting(const FileMap& map, const graph::Graph& after, const StateDict& weights) {
    return Planning(map, after, weights).plan();
}

}  // namespace sescope::onnx
