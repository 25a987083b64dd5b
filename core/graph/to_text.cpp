// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/graph/graph.h"
#include "core/graph/text_parts.h"

namespace sescope::graph {
namespace {

class Writer {
  public:
    explicit Writer(const Graph& graph) : graph_(graph), declared_(graph.values.size(), false) {}

    std::string write() {
        text_ = "graph 1\n";
        for (const ValueId id : graph_.inputs) {
            text_ += "input ";
            declare_shaped(id);
            text_ += '\n';
        }
        for (std::size_t i = 0; i < graph_.operators.size(); ++i) write(graph_.operators[i], i);
        for (std::size_t i = 0; i < declared_.size(); ++i) {
            if (declared_[i]) continue;
            text_ += "weight ";
            declare_shaped(static_cast<ValueId>(i));
            text_ += '\n';
        }
        text_ += "output";
        for (const ValueId id : graph_.outputs) text_ += ' ' + text::name(graph_.value(id).name);
        return text_ + '\n';
    }

  private:
    // The value's name where it is met first. Values are numbered as they come; "#7": but this one
    // is number 7.
    void declare(ValueId id) {
        declared_[static_cast<std::size_t>(id)] = true;
        if (id != next_) number_ = fmt::format("#{}", id);
        next_ = id + 1;
    }
    void declare_shaped(ValueId id) {
        declare(id);
        const auto& value = graph_.value(id);
        text_ += fmt::format("{}[{}]{}{}", text::name(value.name), text::list(value.shape),
                             value.buffer ? "~" : "", number_);
        number_.clear();
    }

    void reference(ValueId id) {
        text_ += ' ';
        if (id == kAbsent) {
            text_ += '-';
        } else if (id == last_) {
            text_ += '^';
        } else if (!declared_[static_cast<std::size_t>(id)]) {
            declare_shaped(id);
        } else {
            text_ += text::name(graph_.value(id).name);
        }
    }

    void write(const Operator& op, std::size_t index) {
        text_ += name_of(op.kind);
        const auto* call = std::get_if<AtenCall>(&op.kind);
        if (call && !call->overload.empty()) text_ += '.' + call->overload;
        for (const ValueId id : op.inputs) reference(id);
        text_ += text::fields(op.kind);
        if (!op.module.empty()) text_ += " @" + text::name(op.module);
        if (!op.name.empty()) text_ += " !" + text::name(op.name);
        const auto usual =
            op.name.empty() ? fmt::format("{}_{}", name_of(op.kind), index) : op.name;
        const bool plain = op.outputs.size() == 1 && op.output() == next_ &&
                           graph_.value(op.output()).name == usual;
        if (!plain) text_ += " ->";
        for (const ValueId id : op.outputs) {
            declare(id);
            if (!plain) text_ += ' ' + text::name(graph_.value(id).name) + number_;
            number_.clear();
        }
        text_ += '\n';
        last_ = op.output();
    }

    const Graph& graph_;
    std::vector<bool> declared_;
    std::string text_;
    std::string number_;
    ValueId next_ = 0;
    ValueId last_ = kAbsent;
};

}  // namespace

std::string to_text(const Graph& graph) {
    validate(graph);
    return Writer(graph).write();
}

}  // namespace sescope::graph
