// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/write/graph_edits.h"

#include "core/base/error.h"

namespace sescope::onnx {
namespace {

using graph::Graph;
using graph::Operator;
using graph::ValueId;

const std::string& name_of(const Graph& graph, ValueId id) {
    static const std::string absent;
    return id == graph::kAbsent ? absent : graph.value(id).name;
}

bool is_weight(const Graph& graph, ValueId id) {
    return id != graph::kAbsent && graph.value(id).kind == graph::ValueKind::weight;
}

class Comparison {
  public:
    Comparison(const Graph& before, const Graph& after) : before_(before), after_(after) {
        for (const auto& op : before.operators) was_[name_of(before, op.output())] = &op;
    }

    GraphEdits edits() {
        for (const auto& op : after_.operators) {
            const auto& name = name_of(after_, op.output());
            const auto was = was_.find(name);
            if (was == was_.end()) {
                edits_.added.insert(name);
            } else if (was->second->kind != op.kind || !inputs_follow(*was->second, op)) {
                edits_.changed.insert(name);
            }
        }
        std::erase_if(edits_.replaced, [](const auto& pair) { return pair.first == pair.second; });
        for (std::size_t i = 0; i < after_.outputs.size(); ++i) {
            edits_.outputs.emplace_back(name_of(before_, before_.outputs[i]),
                                        name_of(after_, after_.outputs[i]));
        }
        return std::move(edits_);
    }

  private:
    // Whether the operator reads what it read, or what is read in its place: then all others have
    // to, or they are written anew.
    bool inputs_follow(const Operator& was, const Operator& is) {
        if (was.inputs.size() != is.inputs.size()) return false;
        std::vector<std::pair<std::string, std::string>> read;
        for (std::size_t i = 0; i < is.inputs.size(); ++i) {
            const auto& from = name_of(before_, was.inputs[i]);
            const auto& to = name_of(after_, is.inputs[i]);
            const bool weight = is_weight(before_, was.inputs[i]);
            if (weight || is_weight(after_, is.inputs[i]) || from.empty() || to.empty()) {
                if (from != to) return false;
                if (weight &&
                    before_.value(was.inputs[i]).shape != after_.value(is.inputs[i]).shape) {
                    return false;
                }
                continue;
            }
            const auto known = edits_.replaced.find(from);
            if (known != edits_.replaced.end() && known->second != to) return false;
            read.emplace_back(from, to);
        }
        edits_.replaced.insert(read.begin(), read.end());
        return true;
    }

    const Graph& before_;
    const Graph& after_;
    std::unordered_map<std::string, const Operator*> was_;
    GraphEdits edits_;
};

}  // namespace

GraphEdits edits_between(const Graph& before, const Graph& after) {
    if (before.outputs.size() != after.outputs.size()) {
        throw Error(ErrorKind::internal, "a network whose outputs are others cannot be written");
    }
    return Comparison(before, after).edits();
}

}  // namespace sescope::onnx
