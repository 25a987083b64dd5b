// SPDX-License-Identifier: GPL-3.0-or-later
// A residual network's spec as a graph with its gates marked, for comparing counts.
#pragma once

#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/network/gate_site.h"
#include "core/network/network_spec.h"

namespace sescope::test {

/// Builds the graph of a spec, and its sites.
class SpecGraph {
  public:
    explicit SpecGraph(const NetworkSpec& spec) : layout_(spec.layout) {
        auto x = g.add_input("x", {-1, 3, -1, -1});
        for (const auto& unit : spec.stem.convs) x = relu(conv(unit, x));
        const auto& pool = spec.stem.pool;
        x = g.add(graph::Pool{.kernel = {pool.kernel, pool.kernel},
                              .stride = {pool.stride, pool.stride},
                              .padding = Numbers(4, pool.padding),
                              .dilation = {1, 1},
                              .ceil_mode = pool.ceil_mode},
                  {x}, "maxpool");
        for (const auto& block : spec.blocks) x = unit(block, x);
        x = g.add(graph::Reduce{graph::ReduceKind::mean, {2, 3}, false}, {x}, "global_pool");
        std::vector<graph::ValueId> inputs{
            x, g.add_weight(spec.head.fc + ".weight", {spec.head.classes, spec.head.in})};
        if (spec.head.bias)
            inputs.push_back(g.add_weight(spec.head.fc + ".bias", {spec.head.classes}));
        g.outputs = {g.add(graph::Linear{}, inputs, spec.head.fc)};
        graph::validate(g);
    }

    graph::Graph g;
    std::vector<GateSite> sites;

  private:
    using Numbers = std::vector<std::int64_t>;

    graph::ValueId relu(graph::ValueId x) { return g.add(graph::Activation{}, {x}); }

    graph::ValueId conv(const ConvUnit& unit, graph::ValueId x) {
        std::vector<graph::ValueId> inputs{
            x, g.add_weight(unit.conv + ".weight",
                            {unit.out, unit.in / unit.groups, unit.kernel, unit.kernel})};
        if (unit.bias) inputs.push_back(g.add_weight(unit.conv + ".bias", {unit.out}));
        x = g.add(graph::Convolution{.stride = {unit.stride, unit.stride},
                                     .padding = Numbers(4, unit.padding),
                                     .dilation = {1, 1},
                                     .groups = unit.groups},
                  inputs, unit.conv);
        if (unit.norm.empty()) return x;
        const auto w = [&](const char* name) { return g.add_weight(unit.norm + name, {unit.out}); };
        return g.add(graph::BatchNorm{},
                     {x, w(".weight"), w(".bias"), w(".running_mean"), w(".running_var")},
                     unit.norm);
    }

    graph::ValueId layer(const SeSpec& se, const std::string& key, int out, int in, bool bias,
                         graph::ValueId x) {
        graph::Shape shape{out, in};
        if (!se.linear) shape.insert(shape.end(), {1, 1});
        std::vector<graph::ValueId> inputs{x, g.add_weight(key + ".weight", shape)};
        if (bias) inputs.push_back(g.add_weight(key + ".bias", {out}));
        if (se.linear) return g.add(graph::Linear{}, inputs, key);
        return g.add(graph::Convolution{{1, 1}, {0, 0, 0, 0}, {1, 1}}, inputs, key);
    }

    graph::ValueId gated(const BlockSpec& block, graph::ValueId u) {
        const auto& se = *block.se;
        const auto first = g.operators.size();
        auto s = u;
        if (se.squeeze != SqueezeOperator::none) {
            const auto kind = se.squeeze == SqueezeOperator::max ? graph::ReduceKind::max
                                                                 : graph::ReduceKind::mean;
            s = g.add(graph::Reduce{kind, {2, 3}, !se.linear}, {s}, block.prefix + ".se",
                      layout_ == "mmpretrain" ? "adaptive_avg_pool2d" : "");
        }
        s = relu(layer(se, se.fc1, se.hidden, se.channels, se.bias1, s));
        s = layer(se, se.fc2, se.channels, se.hidden, se.bias2, s);
        s = g.add(graph::Activation{.kind = graph::ActivationKind::sigmoid}, {s});
        if (se.linear) s = g.add(graph::Reshape{{0, -1, 1, 1}}, {s});
        const auto product = g.add(graph::Binary{graph::BinaryKind::multiply, {}}, {u, s});
        GateSite site;
        site.label = block.name();
        site.stage = block.stage;
        site.place.scaled = u;
        site.place.product = product;
        for (auto i = first; i < g.operators.size(); ++i) site.place.operators.push_back(i);
        sites.push_back(site);
        return product;
    }

    graph::ValueId unit(const BlockSpec& block, graph::ValueId x) {
        const auto se = [&](SePlace place, graph::ValueId u) {
            return block.se && block.se->place == place ? gated(block, u) : u;
        };
        auto branch = se(SePlace::pre, x);
        for (std::size_t i = 0; i < block.convs.size(); ++i) {
            branch = conv(block.convs[i], branch);
            if (i + 1 < block.convs.size()) branch = relu(branch);
            if (i == 1) branch = se(SePlace::after_3x3, branch);
        }
        branch = se(SePlace::standard, branch);
        auto identity = x;
        if (block.shortcut) {
            if (block.shortcut->average_pool) {
                const auto stride = block.shortcut->pool_stride;
                identity = g.add(graph::Pool{.kind = graph::PoolKind::average,
                                             .kernel = {2, 2},
                                             .stride = {stride, stride},
                                             .padding = {0, 0, 0, 0},
                                             .dilation = {1, 1},
                                             .ceil_mode = true,
                                             .count_padding = false},
                                 {identity}, block.prefix + ".downsample.pool");
            }
            identity = conv(block.shortcut->conv, identity);
        }
        identity = se(SePlace::identity, identity);
        return se(SePlace::post, relu(g.add(graph::Binary{}, {branch, identity})));
    }

    std::string layout_;
};

}  // namespace sescope::test
