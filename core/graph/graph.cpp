// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/printable.h"
#include "core/graph/arity.h"

namespace sescope::graph {
namespace {

// A name that no value has. Every attempt is longer than the last, so that no set of names that
// are taken makes many attempts.
std::string unique_name(Graph& graph, std::string name) {
    if (name.empty()) name = fmt::format("value_{}", graph.values.size());
    while (graph.find(name) != kAbsent) name += fmt::format("_{}", graph.values.size());
    return name;
}

}  // namespace

std::int32_t NameIndex::find(const std::vector<Value>& values, std::string_view name) {
    if (known_ > values.size()) forget();
    for (; known_ < values.size(); ++known_) {
        ids_.try_emplace(values[known_].name, static_cast<std::int32_t>(known_));
    }
    auto found = ids_.find(name);
    if (found != ids_.end() && values[static_cast<std::size_t>(found->second)].name != name) {
        forget();  // renamed since
        return find(values, name);
    }
    return found == ids_.end() ? kAbsent : found->second;
}

ValueId Graph::find(std::string_view name) {
    return index.find(values, name);
}

ValueId Graph::add_value(Value value) {
    if (values.size() >= static_cast<std::size_t>(std::numeric_limits<ValueId>::max())) {
        throw Error(ErrorKind::model, "the network has more values than can be counted");
    }
    value.name = unique_name(*this, std::move(value.name));
    values.push_back(std::move(value));
    return static_cast<ValueId>(values.size() - 1);
}

ValueId Graph::add_input(std::string name, Shape declared) {
    const ValueId id = add_value({std::move(name), ValueKind::input, std::move(declared)});
    inputs.push_back(id);
    return id;
}

ValueId Graph::add_weight(std::string key, Shape shape, bool buffer) {
    const ValueId known = find(key);
    if (known == kAbsent) {
        return add_value({std::move(key), ValueKind::weight, std::move(shape), buffer});
    }
    if (value(known).kind != ValueKind::weight || value(known).shape != shape) {
        throw Error(ErrorKind::model,
                    text("{} is the name of two things in the network", printable(key)));
    }
    return known;
}

ValueId Graph::add(OperatorKind kind, std::vector<ValueId> arguments, std::string module,
                   std::string name) {
    const Arity arity = arity_of(kind);
    while (arguments.size() < arity.count && arity.may_lack(arguments.size())) {
        arguments.push_back(kAbsent);
    }
    const auto called = name.empty() ? fmt::format("{}_{}", name_of(kind), operators.size()) : name;
    const ValueId output = add_value({called, ValueKind::computed, {}});
    operators.push_back(
        {std::move(kind), std::move(arguments), {output}, std::move(name), std::move(module)});
    return output;
}

std::vector<ValueId> Graph::add_call(AtenCall call, std::vector<ValueId> arguments,
                                     std::size_t count, std::string module, std::string name) {
    add(std::move(call), std::move(arguments), std::move(module), std::move(name));
    const auto first = operators.back().output();
    std::vector<ValueId> made{first};
    for (std::size_t i = 1; i < count; ++i) {
        made.push_back(
            add_value({fmt::format("{}.{}", value(first).name, i), ValueKind::computed, {}}));
    }
    operators.back().outputs = made;
    return made;
}

std::vector<std::vector<std::size_t>> readers_of(const Graph& graph) {
    std::vector<std::vector<std::size_t>> readers(graph.values.size());
    for (std::size_t i = 0; i < graph.operators.size(); ++i) {
        for (const ValueId id : graph.operators[i].inputs) {
            if (id == kAbsent) continue;
            auto& of = readers[static_cast<std::size_t>(id)];
            if (of.empty() || of.back() != i) of.push_back(i);
        }
    }
    return readers;
}

std::vector<std::int64_t> producers_of(const Graph& graph) {
    std::vector<std::int64_t> producers(graph.values.size(), -1);
    for (std::size_t i = 0; i < graph.operators.size(); ++i) {
        for (const ValueId id : graph.operators[i].outputs) {
            producers[static_cast<std::size_t>(id)] = static_cast<std::int64_t>(i);
        }
    }
    return producers;
}

}  // namespace sescope::graph
