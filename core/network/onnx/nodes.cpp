// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/nodes.h"

#include <algorithm>
#include <functional>
#include <map>
#include <queue>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"
#include "core/network/onnx/captured_names.h"
#include "core/network/onnx/operator_table.h"

namespace sescope::onnx {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string_view>;

struct Wiring {
    std::vector<Names> reads;  // of every node
    std::unordered_map<std::string_view, std::size_t> givers;
};

Wiring wiring_of(const GraphMessage& graph, const fs::path& path) {
    Wiring wiring;
    wiring.reads.reserve(graph.nodes.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        wiring.reads.push_back(node.inputs);
        if (node.type == "If") {  // the only operator with graphs that is in the table
            const Names captured = captured_names(node, path);
            wiring.reads.back().insert(wiring.reads.back().end(), captured.begin(), captured.end());
        }
        for (const auto name : node.outputs) {
            if (name.empty() || wiring.givers.try_emplace(name, i).second) continue;
            throw broken_file(path, text("{}: gives \"{}\", which another node gives too",
                                         described(node), printable(name)));
        }
    }
    return wiring;
}

std::vector<bool> reached_from_outputs(const GraphMessage& graph, const Wiring& wiring) {
    std::vector<bool> reached(graph.nodes.size(), false);
    std::vector<std::size_t> next;
    const auto reach = [&](std::string_view name) {
        const auto giver = wiring.givers.find(name);
        if (giver == wiring.givers.end() || reached[giver->second]) return;
        reached[giver->second] = true;
        next.push_back(giver->second);
    };
    for (const auto& output : graph.outputs) reach(output.name);
    while (!next.empty()) {
        const std::size_t node = next.back();
        next.pop_back();
        for (const auto name : wiring.reads[node]) reach(name);
    }
    return reached;
}

}  // namespace

std::vector<const Node*> nodes_in_order(
    const GraphMessage& graph, const fs::path& path,
    std::unordered_map<std::string_view, std::size_t>& readers) {
    const Wiring wiring = wiring_of(graph, path);
    const auto reached = reached_from_outputs(graph, wiring);
    for (const auto& output : graph.outputs) ++readers[output.name];
    std::vector<std::size_t> waits(graph.nodes.size(), 0);
    std::vector<std::vector<std::size_t>> followers(graph.nodes.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!reached[i]) continue;
        for (const auto name : wiring.reads[i]) {
            ++readers[name];
            const auto giver = wiring.givers.find(name);
            if (giver == wiring.givers.end()) continue;
            // A branch may call its output as the node calls its own.
            if (giver->second == i &&
                std::ranges::find(graph.nodes[i].inputs, name) == graph.nodes[i].inputs.end()) {
                continue;
            }
            followers[giver->second].push_back(i);
            ++waits[i];
        }
    }
    // The earliest that is ready: a file in order stays in order.
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    std::size_t left = 0;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (!reached[i]) continue;
        ++left;
        if (waits[i] == 0) ready.push(i);
    }
    std::vector<const Node*> order;
    order.reserve(left);
    while (!ready.empty()) {
        const std::size_t i = ready.top();
        ready.pop();
        order.push_back(&graph.nodes[i]);
        for (const auto follower : followers[i]) {
            if (--waits[follower] == 0) ready.push(follower);
        }
    }
    if (order.size() == left) return order;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (reached[i] && waits[i] > 0) {
            throw broken_file(path,
                              text("{}: reads what hangs on itself", described(graph.nodes[i])));
        }
    }
    return order;
}

void require_operators(std::span<const Node* const> nodes, const fs::path& path) {
    constexpr std::size_t most_named = 8;
    std::vector<const Node*> missing;  // the first of each kind
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> counts;
    bool is_quantised = false;
    for (const Node* node : nodes) {
        const bool is_standard = node->domain.empty() || node->domain == "ai.onnx";
        if (is_standard && find_operator(node->type) != nullptr) continue;
        if (counts[{node->domain, node->type}]++ == 0) missing.push_back(node);
        is_quantised = is_quantised || node->type.find("uantize") != std::string_view::npos ||
                       node->type.starts_with("QLinear") || node->type.ends_with("Integer");
    }
    if (missing.empty()) return;
    std::string text = "has operators that are not computed here: ";
    for (std::size_t i = 0; i < missing.size() && i < most_named; ++i) {
        if (i > 0) text += "; ";
        text += described(*missing[i]);
        const std::size_t more = counts[{missing[i]->domain, missing[i]->type}] - 1;
        if (more > 0) text += " (and " + std::to_string(more) + " more)";
    }
    if (missing.size() > most_named) {
        text += "; and " + std::to_string(missing.size() - most_named) + " other kinds";
    }
    throw Error(ErrorKind::model, text, path,
                is_quantised
                    ? "give the network before it was quantised"
                    : "export the network as a .pt2 (torch.export), or from another exporter");
}

void bind_initializers(Import& import, const GraphMessage& graph) {
    for (const auto& tensor : graph.initializers) {
        // Of no use to any node that is computed: not read, so that it cannot be wrong either.
        if (!import.readers.contains(tensor.name)) continue;
        TensorEntry entry = import.reader().read(tensor);
        // Numbers without axes are learned where they stand in a module.
        const bool is_learned =
            is_floating(entry.dtype) &&
            (!entry.shape.empty() || (tensor.name.find('.') != std::string_view::npos &&
                                      tensor.name.find_first_of("/:") == std::string_view::npos));
        import.bind(tensor.name, bound_constant(std::move(entry), is_learned));
    }
    for (const auto name : graph.sparse_initializers) {
        if (!import.readers.contains(name)) continue;
        throw broken_file(import.path(),
                          text("tensor {} is sparse, which is not read here", printable(name)),
                          "save its tensors densely");
    }
}

namespace {

// Whether all inputs are numbers, or constants that are as small as numbers of shapes are.
bool is_evaluable(const Call& call) {
    constexpr std::int64_t most_fractions = 16;
    constexpr std::int64_t most_integers = 65'536;
    for (std::size_t i = 0; i < call.input_count(); ++i) {
        if (!call.has(i)) continue;
        const Bound& bound = call.input(i);
        if (bound.numbers) continue;
        if (!bound.constant) return false;
        const bool fractions = is_floating(bound.constant->dtype);
        if (bound.constant->numel() > (fractions ? most_fractions : most_integers)) return false;
    }
    return true;
}

void import_node(Import& import, const Node& node) {
    const OperatorRow* row = find_operator(node.type);
    Call call(import, node);
    if (node.outputs.empty()) call.refuse("gives nothing");
    if (row->evaluate != nullptr && is_evaluable(call)) {
        if (auto numbers = row->evaluate(call)) {
            std::size_t work = numbers->values.size();
            for (std::size_t i = 0; i < call.input_count(); ++i) {
                if (call.has(i) && call.input(i).numbers) {
                    work += call.input(i).numbers->values.size();
                }
            }
            import.spend(work);
            call.give(bound_numbers(std::move(*numbers)));
            return;
        }
    }
    if (row->convert == nullptr) {
        call.refuse("reads what is only known when the network runs",
                    "export the network for one size of images, or simplify it (onnxsim)");
    }
    row->convert(call);
}

}  // namespace

void import_nodes(Import& import, std::span<const Node* const> nodes) {
    for (const Node* node : nodes) import_node(import, *node);
}

}  // namespace sescope::onnx
