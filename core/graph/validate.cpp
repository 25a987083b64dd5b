// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/printable.h"
#include "core/graph/arity.h"
#include "core/graph/checked_fields.h"
#include "core/graph/graph.h"

namespace sescope::graph {
namespace {

class Validation {
  public:
    explicit Validation(const Graph& graph) : graph_(graph), known_(graph.values.size(), false) {}

    void run() {
        check_values();
        for (const auto& op : graph_.operators) {
            check_inputs(op);
            check_outputs(op);
            if (auto wrong = wrong_field(op); !wrong.empty()) refuse(op, "has " + wrong);
        }
        for (std::size_t i = 0; i < graph_.values.size(); ++i) {
            if (!known_[i]) refuse_value(graph_.values[i], "is computed by no operator");
        }
        for (const ValueId id : graph_.outputs) {
            if (!in_range(id)) throw Error(ErrorKind::model, "an output of the network is missing");
        }
    }

  private:
    bool in_range(ValueId id) const {
        return id >= 0 && static_cast<std::size_t>(id) < graph_.values.size();
    }
    [[noreturn]] static void refuse(const Operator& op, const std::string& why) {
        throw Error(ErrorKind::model, text("{} {}", described(op), why));
    }
    [[noreturn]] static void refuse_value(const Value& value, std::string_view why) {
        throw Error(ErrorKind::model, text("the value {} {}", printable(value.name), why));
    }

    void check_values() {
        std::unordered_set<std::string_view> names;
        for (std::size_t i = 0; i < graph_.values.size(); ++i) {
            const auto& value = graph_.values[i];
            if (value.name.empty()) refuse_value(value, "has no name");
            if (!names.insert(value.name).second) refuse_value(value, "is there twice");
            const std::int64_t least = value.kind == ValueKind::input ? -1 : 0;
            if (std::ranges::any_of(value.shape, [&](auto n) { return n < least; })) {
                refuse_value(value, "has a negative extent");
            }
            if (value.kind == ValueKind::computed && !value.shape.empty()) {
                refuse_value(value, "has a shape before it is computed");
            }
            if (value.buffer && value.kind != ValueKind::weight) {
                refuse_value(value, "is a buffer, but no weight");
            }
            known_[i] = value.kind == ValueKind::weight;
        }
        for (const ValueId id : graph_.inputs) {
            if (!in_range(id) || graph_.value(id).kind != ValueKind::input ||
                known_[static_cast<std::size_t>(id)]) {
                throw Error(ErrorKind::model,
                            "an input of the network is no input, or there twice");
            }
            known_[static_cast<std::size_t>(id)] = true;
        }
    }

    void check_inputs(const Operator& op) const {
        const Arity arity = arity_of(op.kind);
        const auto count = op.inputs.size();
        if (count < arity.count || (count > arity.count && !arity.any)) {
            refuse(op, fmt::format("has {} inputs instead of {}", count, arity.count));
        }
        for (std::size_t i = 0; i < count; ++i) {
            const ValueId id = op.inputs[i];
            if (id == kAbsent && arity.may_lack(i)) continue;
            if (!in_range(id)) refuse(op, fmt::format("lacks its input {}", i));
            if (!known_[static_cast<std::size_t>(id)]) {
                refuse(op, fmt::format("reads {} before it is computed",
                                       printable(graph_.value(id).name)));
            }
        }
    }

    void check_outputs(const Operator& op) {
        const bool several = std::holds_alternative<AtenCall>(op.kind);
        if (op.outputs.empty() || (op.outputs.size() > 1 && !several)) {
            refuse(op, fmt::format("has {} outputs", op.outputs.size()));
        }
        for (const ValueId id : op.outputs) {
            if (!in_range(id) || graph_.value(id).kind != ValueKind::computed) {
                refuse(op, "has an output that is no computed value");
            }
            if (known_[static_cast<std::size_t>(id)]) {
                refuse(op, fmt::format("computes {}, which another operator computes",
                                       printable(graph_.value(id).name)));
            }
            known_[static_cast<std::size_t>(id)] = true;
        }
    }

    const Graph& graph_;
    std::vector<bool> known_;
};

}  // namespace

void validate(const Graph& graph) {
    Validation(graph).run();
}

}  // namespace sescope::graph
