// SPDX-License-Identifier: GPL-3.0-or-later
// From a range of a graph's operators to nodes that are ready to run: what is folded, what is
// fused, what is overwritten, and when each value is let go of.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/engine/torch/compile/convolution_chain.h"
#include "core/engine/torch/compile/operator_run.h"
#include "core/engine/torch/compile/tiling_chain.h"
#include "core/engine/torch/compile/weights.h"

namespace sescope {

class OperatorRunBuilder {
  public:
    OperatorRunBuilder(const Network& network, const StateDict& weights, std::size_t begin,
                       std::size_t end, at::Device device)
        : network_(network),
          graph_(network.graph),
          weights_(weights, device),
          readers_(graph::readers_of(network.graph)),
          producers_(graph::producers_of(network.graph)),
          begin_(begin),
          end_(end) {
        for (const GateSite& site : network.sites) {
            sites_by_product_[site.place.product].push_back(&site);
            kept_.insert({site.place.scaled, site.place.gate, site.place.factor});
            if (site.squeeze == Squeeze::mean || site.squeeze == Squeeze::max) {
                sites_by_scaled_.emplace(site.place.scaled, &site);
            }
            for (const std::size_t op : site.place.operators) exact_.insert(op);
        }
    }

    void build(OperatorRun& run, graph::ValueId input, const std::vector<graph::ValueId>& outputs) {
        run_ = &run;
        run.input_ = input;
        slots_[input] = 0;
        kept_.insert(outputs.begin(), outputs.end());
        kept_.insert(input);
        for (std::size_t at = begin_; at < end_;) at += add_node(at);
        for (const graph::ValueId output : outputs) run.outputs_.push_back(slot(output));
        release(outputs);
    }

  private:
    const graph::Operator& op(std::size_t at) const { return graph_.operators[at]; }

    int slot(graph::ValueId value) {
        const auto [found, is_new] = slots_.try_emplace(value, run_->slots_);
        if (is_new) ++run_->slots_;
        return found->second;
    }

    OperatorRun::Source source(graph::ValueId value) {
        if (value == graph::kAbsent) return {};
        if (graph_.value(value).kind == graph::ValueKind::weight) {
            return {-1, weights_.tensor(graph_.value(value)), value};
        }
        return {slot(value), {}, value};
    }

    /// Adds what begins at operator `at`; how many operators that covers.
    std::size_t add_node(std::size_t at) {
        OperatorRun::Node node;
        node.described = graph::described(op(at));
        node.exact = exact_.contains(at) && !sites_by_product_.contains(op(at).outputs.front());
        std::size_t covered = 1;
        const auto* conv = std::get_if<graph::Convolution>(&op(at).kind);
        if (conv != nullptr && has_weights(op(at))) {
            covered = add_convolution(at, *conv, node);
        } else if (const std::size_t tiling = add_tiling(at, node); tiling > 0) {
            covered = tiling;
        } else if (const auto* call = std::get_if<graph::AtenCall>(&op(at).kind)) {
            node.work = AtenOperator(*call);
            for (const graph::ValueId input : op(at).inputs) node.sources.push_back(source(input));
        } else {
            node.work = op(at).kind;
            for (const graph::ValueId input : op(at).inputs) node.sources.push_back(source(input));
            node.in_place = may_overwrite(at);
            tap(at, node);
        }
        for (const graph::ValueId output : op(at + covered - 1).outputs) {
            node.outputs.push_back(slot(output));
        }
        run_->nodes_.push_back(std::move(node));
        return covered;
    }

    bool has_weights(const graph::Operator& conv) const {
        return graph_.value(conv.inputs.at(1)).kind == graph::ValueKind::weight;
    }

    /// Values that a chain of operators may end at, but not pass: what it covers must be one piece.
    bool ends_chain(graph::ValueId value) const {
        const auto& readers = readers_[static_cast<std::size_t>(value)];
        const std::int64_t producer = producers_[static_cast<std::size_t>(value)];
        return kept_.contains(value) || readers.empty() || readers.back() >= end_ ||
               static_cast<std::int64_t>(readers.front()) != producer + 1;
    }

    std::size_t add_convolution(std::size_t at, const graph::Convolution& conv,
                                OperatorRun::Node& node) {
        const ConvolutionChain chain = chain_from(
            graph_, readers_, at, [&](graph::ValueId value) { return ends_chain(value); });
        const FoldedWeights weight = folded(chain, graph_, weights_);
        node.work = map_convolution(conv, weight.weight, weight.bias);
        node.fused = activation_of(chain, graph_, weights_);
        node.sources.push_back(source(op(at).inputs[0]));
        return chain.operators.size();
    }

    /// How many operators are one pass of a transposed convolution; zero where none is.
    std::size_t add_tiling(std::size_t at, OperatorRun::Node& node) {
        const auto chain = tiling_chain(graph_, readers_, at,
                                        [&](graph::ValueId value) { return ends_chain(value); });
        if (!chain) return 0;
        auto kernel = load(*chain, graph_, weights_);
        if (!kernel) return 0;
        node.work = std::move(kernel);
        node.fused = chain->activation;
        node.sources.push_back(source(op(at).inputs[0]));
        return chain->operators;
    }

    /// An activation may overwrite what a fresh tensor holds that nobody else reads.
    bool may_overwrite(std::size_t at) const {
        if (!std::holds_alternative<graph::Activation>(op(at).kind) || at == begin_) return false;
        const graph::ValueId value = op(at).inputs.front();
        const auto& before = op(at - 1);
        const bool is_fresh =
            std::holds_alternative<graph::Convolution>(before.kind) ||
            std::holds_alternative<graph::BatchNorm>(before.kind) ||
            std::holds_alternative<graph::Linear>(before.kind) ||
            (std::holds_alternative<graph::Binary>(before.kind) && !exact_.contains(at - 1));
        return is_fresh && before.outputs.front() == value && !kept_.contains(value) &&
               readers_[static_cast<std::size_t>(value)].size() == 1;
    }

    void tap(std::size_t at, OperatorRun::Node& node) {
        if (const auto found = sites_by_product_.find(op(at).outputs.front());
            found != sites_by_product_.end()) {
            for (const GateSite* site : found->second) {
                const GatePlace& place = site->place;
                const auto squares = squares_.find(place.scaled);
                node.taps.push_back({tap_of(*site), slot(place.scaled), slot(place.gate),
                                     slot(place.factor),
                                     squares == squares_.end() ? -1 : squares->second});
            }
        }
        const auto* reduce = std::get_if<graph::Reduce>(&op(at).kind);
        if (reduce == nullptr || !exact_.contains(at)) return;
        const bool over_pixels = reduce->dimensions == std::vector<std::int64_t>{2, 3};
        const bool by_us =
            reduce->kind == graph::ReduceKind::mean || reduce->kind == graph::ReduceKind::max;
        const graph::ValueId u = op(at).inputs.front();
        const auto site = sites_by_scaled_.find(u);
        if (!over_pixels || !by_us || site == sites_by_scaled_.end() || site->second->branch >= 0 ||
            squares_.contains(u)) {
            return;
        }
        node.squares = run_->slots_++;
        squares_[u] = node.squares;
    }

    /// Each value is let go of behind the last node that reads it.
    void release(const std::vector<graph::ValueId>& outputs) {
        std::set<int> wanted;
        for (const graph::ValueId output : outputs) wanted.insert(slot(output));
        std::set<int> seen = wanted;
        for (auto node = run_->nodes_.rbegin(); node != run_->nodes_.rend(); ++node) {
            std::set<int> read;
            for (const auto& source : node->sources) {
                if (source.slot >= 0) read.insert(source.slot);
            }
            for (const auto& tapped : node->taps) {
                read.insert({tapped.scaled, tapped.gate, tapped.factor});
                if (tapped.squares >= 0) read.insert(tapped.squares);
            }
            for (const int output : node->outputs) {
                if (!seen.contains(output)) read.insert(output);  // nobody reads it at all
            }
            for (const int slot : read) {
                if (seen.insert(slot).second) node->released.push_back(slot);
            }
        }
    }

    const Network& network_;
    const graph::Graph& graph_;
    GraphWeights weights_;
    Readers readers_;
    std::vector<std::int64_t> producers_;
    std::size_t begin_;
    std::size_t end_;
    OperatorRun* run_ = nullptr;
    std::map<graph::ValueId, int> slots_;
    std::map<graph::ValueId, int> squares_;
    std::map<graph::ValueId, std::vector<const GateSite*>> sites_by_product_;
    std::map<graph::ValueId, const GateSite*> sites_by_scaled_;
    std::set<graph::ValueId> kept_;  ///< values that somebody looks at beside their readers
    std::set<std::size_t> exact_;
};

OperatorRun::OperatorRun(const Network& network, const StateDict& weights, std::size_t begin,
                         std::size_t end, graph::ValueId input, std::vector<graph::ValueId> outputs,
                         at::Device device) {
    OperatorRunBuilder(network, weights, begin, end, device).build(*this, input, outputs);
}

}  // namespace sescope
