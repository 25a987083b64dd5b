// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/base/sha256.h"
#include "core/graph/graph.h"
#include "core/graph/text_parts.h"

namespace sescope::graph {
namespace {

std::string hash_of(std::string_view text) {
    Sha256 hash;
    hash.add(text);
    return hash.hex();
}

}  // namespace

std::vector<std::string> fingerprints_of_values(const Graph& graph) {
    std::vector<std::string> hashes(graph.values.size());
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
        hashes[static_cast<std::size_t>(graph.inputs[i])] = hash_of(fmt::format("input {}", i));
    }
    for (std::size_t i = 0; i < graph.values.size(); ++i) {
        const auto& value = graph.values[i];
        if (value.kind != ValueKind::weight) continue;
        hashes[i] =
            hash_of(fmt::format("weight {} [{}]", text::name(value.name), text::list(value.shape)));
    }
    for (const auto& op : graph.operators) {
        std::string text(name_of(op.kind));
        const auto* call = std::get_if<AtenCall>(&op.kind);
        if (call) text += '.' + call->overload;
        for (const ValueId id : op.inputs) {
            text += ' ';
            text += id == kAbsent ? std::string("-") : hashes[static_cast<std::size_t>(id)];
        }
        text += text::fields(op.kind);
        for (std::size_t i = 0; i < op.outputs.size(); ++i) {
            hashes[static_cast<std::size_t>(op.outputs[i])] =
                hash_of(fmt::format("{} -> {}", text, i));
        }
    }
    return hashes;
}

std::string fingerprint(const Graph& graph) {
    const auto hashes = fingerprints_of_values(graph);
    std::string text = fmt::format("graph {}", graph.inputs.size());
    for (const ValueId id : graph.outputs) text += ' ' + hashes[static_cast<std::size_t>(id)];
    return hash_of(text);
}

}  // namespace sescope::graph
