// SPDX-License-Identifier: GPL-3.0-or-later
// The parametric ResNet family as a graph: from here on it is a network like any other.
#include <algorithm>
#include <utility>
#include <vector>

#include "core/network/conventions.h"
#include "core/network/gates/find_gates.h"
#include "core/network/network.h"

namespace sescope {
namespace {

using graph::ValueId;

class ResNetGraph {
  public:
    explicit ResNetGraph(const ResNetSpec& spec) : spec_(spec) {}

    graph::Graph build() {
        ValueId x = graph_.add_input("x", {-1, spec_.stem.convs.front().in, -1, -1});
        for (const ConvUnit& unit : spec_.stem.convs) x = relu(conv(x, unit), unit.conv);
        x = max_pool(x);
        for (const BlockSpec& block : spec_.blocks) x = residual_unit(x, block);
        const HeadSpec& head = spec_.head;
        x = graph_.add(graph::Reduce{graph::ReduceKind::mean, {2, 3}, false}, {x}, "global_pool",
                       "adaptive_avg_pool2d");
        graph_.outputs = {!head.fc.empty() ? linear(x, head.fc, {head.classes, head.in}, head.bias)
                                           : x};
        return std::move(graph_);
    }

  private:
    ValueId vector(const std::string& key, int extent) { return graph_.add_weight(key, {extent}); }

    ValueId linear(ValueId x, const std::string& name, graph::Shape shape, bool bias) {
        const int out = static_cast<int>(shape[0]);
        const ValueId weight = graph_.add_weight(name + ".weight", std::move(shape));
        return graph_.add(graph::Linear{},
                          {x, weight, bias ? vector(name + ".bias", out) : graph::kAbsent}, name);
    }

    ValueId relu(ValueId x, const std::string& module) {
        return graph_.add(graph::Activation{graph::ActivationKind::relu}, {x}, module + ".relu");
    }

    ValueId convolution(ValueId x, const ConvUnit& unit) {
        const graph::Convolution how{{unit.stride, unit.stride},
                                     {unit.padding, unit.padding, unit.padding, unit.padding},
                                     {1, 1},
                                     unit.groups};
        const ValueId weight = graph_.add_weight(
            unit.conv + ".weight", {unit.out, unit.in / unit.groups, unit.kernel, unit.kernel});
        const ValueId bias = unit.bias ? vector(unit.conv + ".bias", unit.out) : graph::kAbsent;
        return graph_.add(how, {x, weight, bias}, unit.conv);
    }

    ValueId conv(ValueId x, const ConvUnit& unit) {
        const ValueId y = convolution(x, unit);
        if (unit.norm.empty()) return y;
        const auto of = [&](const char* what) { return vector(unit.norm + what, unit.out); };
        return graph_.add(graph::BatchNorm{spec_.bn_eps},
                          {y, of(".weight"), of(".bias"), of(".running_mean"), of(".running_var")},
                          unit.norm);
    }

    ValueId mean_of_two(ValueId x, const std::string& module) {
        graph::Pool how;
        how.kind = graph::PoolKind::average;
        how.kernel = how.stride = {2, 2};
        how.padding = {0, 0, 0, 0};
        how.dilation = {1, 1};
        return graph_.add(how, {x}, module);
    }

    ValueId max_pool(ValueId x) {
        if (spec_.averages_to_stride) return mean_of_two(x, "maxpool");
        const MaxPoolSpec& pool = spec_.stem.pool;
        if (pool.kernel == 1 && pool.stride == 1) return x;  // stems of small images have none
        graph::Pool how;
        how.kind = graph::PoolKind::max;
        how.kernel = {pool.kernel, pool.kernel};
        how.stride = {pool.stride, pool.stride};
        how.padding = {pool.padding, pool.padding, pool.padding, pool.padding};
        how.dilation = {1, 1};
        how.ceil_mode = pool.ceil_mode;
        return graph_.add(how, {x}, "maxpool");
    }

    ValueId layer(ValueId x, const SeSpec& se, bool first, bool pointwise) {
        const int in = first ? se.channels : se.hidden;
        const int out = first ? se.hidden : se.channels;
        const std::string& name = first ? se.fc1 : se.fc2;
        const bool bias = first ? se.bias1 : se.bias2;
        if (se.linear && !pointwise) return linear(x, name, {out, in}, bias);
        ConvUnit unit;
        unit.conv = name;
        unit.in = in;
        unit.out = out;
        unit.bias = bias;
        if (!se.linear) return convolution(x, unit);
        // A matrix that is applied at every pixel: channels come last for it.
        const ValueId last = graph_.add(graph::Permute{{0, 2, 3, 1}}, {x}, name);
        const ValueId y = linear(last, name, {out, in}, bias);
        return graph_.add(graph::Permute{{0, 3, 1, 2}}, {y}, name);
    }

    graph::Activation gate(GateFunction function) {
        switch (function) {
            case GateFunction::sigmoid:
                return {graph::ActivationKind::sigmoid};
            case GateFunction::hard_sigmoid:
                return {graph::ActivationKind::hard_sigmoid, 1.0 / 6.0, 0.5};
            case GateFunction::tanh:
                return {graph::ActivationKind::tanh};
            case GateFunction::relu:
                return {graph::ActivationKind::relu};
        }
        return {graph::ActivationKind::sigmoid};
    }

    /// u times the gates that are made of it.
    ValueId recalibrated(ValueId u, const SeSpec& se, const std::string& block) {
        const std::string module = block + ".se";
        // timm takes mean(); mmpretrain's units and those of linear layers pool with a module.
        const bool pools =
            se.squeeze == SqueezeOperator::average && (se.linear || spec_.layout == "mmpretrain");
        const bool everywhere = se.squeeze == SqueezeOperator::none;
        const bool flat = se.linear && !everywhere;
        ValueId z = u;
        if (!everywhere) {
            const auto kind = se.squeeze == SqueezeOperator::max ? graph::ReduceKind::max
                                                                 : graph::ReduceKind::mean;
            z = graph_.add(graph::Reduce{kind, {2, 3}, !flat}, {u}, module,
                           pools ? "adaptive_avg_pool2d" : "mean");
        }
        z = layer(z, se, true, everywhere);
        z = graph_.add(graph::Activation{graph::ActivationKind::relu}, {z}, module);
        z = layer(z, se, false, everywhere);
        z = graph_.add(gate(se.gate), {z}, module);
        if (flat) z = graph_.add(graph::Reshape{{0, 0, 1, 1}}, {z}, module);
        return graph_.add(graph::Binary{graph::BinaryKind::multiply, {}}, {u, z}, module);
    }

    ValueId shortcut(ValueId x, const BlockSpec& block) {
        if (!block.shortcut) return x;
        const Shortcut& shortcut = *block.shortcut;
        if (shortcut.average_pool && shortcut.pool_stride > 1) {
            graph::Pool how;
            how.kind = graph::PoolKind::average;
            how.kernel = {2, 2};
            how.stride = {shortcut.pool_stride, shortcut.pool_stride};
            how.padding = {0, 0, 0, 0};
            how.dilation = {1, 1};
            how.ceil_mode = true;
            how.count_padding = false;
            x = graph_.add(how, {x}, block.prefix + ".downsample.pool");
        }
        return conv(x, shortcut.conv);
    }

    ValueId residual_unit(ValueId x, const BlockSpec& block) {
        const auto gated = [&](ValueId value, SePlace place) {
            return block.se && block.se->place == place
                       ? recalibrated(value, *block.se, block.prefix)
                       : value;
        };
        ValueId u = gated(x, SePlace::pre);
        for (std::size_t i = 0; i < block.convs.size(); ++i) {
            ConvUnit unit = block.convs[i];
            const bool averages = spec_.averages_to_stride && unit.stride == 2;
            if (averages) unit.stride = 1;
            u = conv(u, unit);
            if (i + 1 == block.convs.size()) break;
            u = relu(u, unit.conv);
            if (averages) u = mean_of_two(u, block.prefix + ".aa");
            if (i + 2 == block.convs.size()) u = gated(u, SePlace::after_3x3);
        }
        if (spec_.relu_before_gate && block.se) u = relu(u, block.prefix);
        u = gated(u, SePlace::standard);
        const ValueId identity = gated(shortcut(x, block), SePlace::identity);
        const ValueId sum =
            graph_.add(graph::Binary{graph::BinaryKind::add, {}}, {u, identity}, block.prefix);
        return gated(relu(sum, block.prefix), SePlace::post);
    }

    const ResNetSpec& spec_;
    graph::Graph graph_;
};

// The paper numbers the blocks of a stage whether or not they have a gate, and stages by their
// place in the family, whatever their strides.
void number_as_the_paper_does(const ResNetSpec& spec, std::vector<GateSite>& sites) {
    for (GateSite& site : sites) {
        const auto found = std::ranges::find_if(spec.blocks, [&](const BlockSpec& block) {
            return block.se &&
                   std::ranges::find(site.weights, block.se->fc1 + ".weight") != site.weights.end();
        });
        if (found == spec.blocks.end()) continue;
        site.stage = found->stage;
        site.index = found->index;
        site.label = found->name();
    }
}

std::vector<ModulePlace> places_of(const ResNetSpec& spec) {
    std::vector<ModulePlace> places;
    for (const ConvUnit& unit : spec.stem.convs) {
        places.push_back({unit.conv, "stem", kStemStage});
        if (!unit.norm.empty()) places.push_back({unit.norm, "stem", kStemStage});
    }
    places.push_back({"maxpool", "stem", kStemStage});
    for (const BlockSpec& block : spec.blocks) {
        places.push_back({block.prefix, block.name(), block.stage});
    }
    places.push_back({"global_pool", "head", kHeadStage});
    if (!spec.head.fc.empty()) places.push_back({spec.head.fc, "head", kHeadStage});
    return places;
}

}  // namespace

Network network_of(const ResNetSpec& spec) {
    Network network;
    network.architecture = spec.architecture;
    network.source = "layout of " + spec.layout;
    network.graph = ResNetGraph(spec).build();
    network.places = places_of(spec);
    if (!spec.head.fc.empty()) network.head = Head{spec.head.fc, spec.head.classes};
    network.preprocessing = spec.preprocessing;
    network.label_names = spec.label_names;
    network.label_descriptions = spec.label_descriptions;
    network.assumptions = spec.assumptions;
    network.conventions = conventions_text(spec);
    // Stages are told by the family; a size that any of its networks can take serves to find gates.
    constexpr std::int64_t kAnySize = 256;
    const std::vector<graph::Shape> input{{1, spec.stem.convs.front().in, kAnySize, kAnySize}};
    FoundGates found = find_gates(network.graph, input);
    network.sites = std::move(found.sites);
    network.near_misses = std::move(found.near_misses);
    number_as_the_paper_does(spec, network.sites);
    return network;
}

Network read_resnet_network(const StateDict& weights, const SpecOverrides& overrides) {
    return network_of(read_resnet(weights, overrides));
}

Network build_network(const BuildOptions& options) {
    return network_of(build_resnet(options));
}

}  // namespace sescope
