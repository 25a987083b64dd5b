// SPDX-License-Identifier: GPL-3.0-or-later
// Goes over the operators of a graph in their order, and writes down a row for each that counts.

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/cost/cost.h"
#include "core/cost/operator_cost.h"

namespace sescope {
namespace {

using graph::Graph;
using graph::kAbsent;
using graph::Operator;
using graph::Shape;
using graph::ValueId;

class GraphCost {
  public:
    GraphCost(const Graph& graph, std::span<const GateSite> sites, std::span<const Shape> shapes,
              CostConvention convention)
        : network_{graph, shapes},
          counted_(graph.values.size(), false),
          stages_(graph.values.size(), 0),
          sites_(graph.operators.size(), nullptr),
          scaled_(graph.operators.size(), kAbsent) {
        report_.convention = convention;
        const auto producers = graph::producers_of(graph);
        for (const auto& site : sites) {
            for (const auto at : site.place.operators) sites_.at(at) = &site;
            const auto by = producers.at(static_cast<std::size_t>(site.place.product));
            if (by >= 0) scaled_[static_cast<std::size_t>(by)] = site.place.scaled;
        }
        if (!graph.inputs.empty()) image_ = network_.shape(graph.inputs.front());
        report_.size = static_cast<int>(height_of(image_));
    }

    CostReport count() {
        if (counts(CostConvention::paper)) inner_ = inner_norms(network_.graph, scaled_);
        const auto& operators = network_.graph.operators;
        for (std::size_t i = 0; i < operators.size(); ++i) add(operators[i], i);
        return std::move(report_);
    }

  private:
    bool counts(CostConvention convention) const { return report_.convention == convention; }

    // Of [N, C, H, W]; 1 of what has no positions.
    static std::int64_t height_of(const Shape& shape) { return shape.size() == 4 ? shape[2] : 1; }
    static std::int64_t width_of(const Shape& shape) {
        return shape.size() == 4 || shape.size() == 3 ? shape.back() : 1;
    }

    void add(const Operator& op, std::size_t index) {
        const GateSite* site = sites_[index];
        LayerCost row;
        row.name = !op.module.empty() ? op.module
                   : !op.name.empty() ? op.name
                                      : network_.graph.value(op.output()).name;
        row.kind = kind_of_layer(network_, op);
        row.se = site != nullptr;
        if (site) row.block = site->label;
        if (site && (row.kind == "conv" || row.kind == "linear")) row.kind = "se fc";
        if (site && pools_all_positions(network_, op)) row.kind = "squeeze";
        row.stage = stage_of(op);
        for (const ValueId id : op.outputs) stages_[static_cast<std::size_t>(id)] = row.stage;
        if (site) row.stage = site->stage;
        row.height = static_cast<int>(height_of(network_.output_shape(op)));
        row.width = static_cast<int>(width_of(network_.output_shape(op)));
        count_weights(op, row);
        row.operations = operations(op, index);
        const bool shown = row.kind != "other" || row.parameters > 0 || row.operations > 0;
        if (shown) report_.layers.push_back(std::move(row));
    }

    void count_weights(const Operator& op, LayerCost& row) {
        const bool norm = std::holds_alternative<graph::BatchNorm>(op.kind);
        for (std::size_t i = 0; i < op.inputs.size(); ++i) {
            const ValueId id = op.inputs[i];
            if (!network_.is_weight(id) || counted_[static_cast<std::size_t>(id)]) continue;
            counted_[static_cast<std::size_t>(id)] = true;
            const bool statistic = norm && i >= 3;
            if (network_.graph.value(id).buffer && !statistic) continue;
            (statistic ? row.statistics : row.parameters) += network_.elements(id);
        }
    }

    std::int64_t operations(const Operator& op, std::size_t index) const {
        const auto macs = multiply_accumulates(network_, op);
        switch (report_.convention) {
            case CostConvention::macs:
                return macs;
            case CostConvention::flops: {
                const std::int64_t factors[]{2, macs};
                return counted_product(factors);
            }
            case CostConvention::fvcore: {
                const bool pooled =
                    pools_all_positions(network_, op) && pools_with_module(op, sites_[index]);
                return macs + fvcore_extra(network_, op) +
                       (pooled ? network_.elements(op.inputs[0]) : 0);
            }
            case CostConvention::paper: {
                const std::int64_t norm[]{inner_[index] ? 2 : 0, network_.elements(op.output())};
                const bool squeezes = sites_[index] && pools_all_positions(network_, op);
                return macs + counted_product(norm) +
                       (squeezes ? network_.elements(op.inputs[0]) : 0);
            }
        }
        return macs;
    }

    bool pools_with_module(const Operator& op, const GateSite* site) const {
        if (std::get<graph::Reduce>(op.kind).kind != graph::ReduceKind::mean) return false;
        if (op.name.starts_with("adaptive_avg_pool")) return true;
        if (op.name.starts_with("mean")) return false;
        if (!site) return true;
        return std::ranges::any_of(site->place.operators, [&](std::size_t at) {
            return std::holds_alternative<graph::Linear>(network_.graph.operators[at].kind);
        });
    }

    // Operators that move a window over more than one position tell the stride of what they put
    // out; the others keep that of their inputs.
    int stage_of(const Operator& op) const {
        int stage = 0;
        for (const ValueId id : op.inputs) {
            if (id != kAbsent) stage = std::max(stage, stages_[static_cast<std::size_t>(id)]);
        }
        const Shape& out = network_.output_shape(op);
        const bool moves = std::holds_alternative<graph::Convolution>(op.kind) ||
                           std::holds_alternative<graph::TransposedConvolution>(op.kind) ||
                           std::holds_alternative<graph::Pool>(op.kind) ||
                           std::holds_alternative<graph::Resize>(op.kind);
        if (!moves || out.size() != 4 || image_.size() != 4) return stage;
        const auto& in = network_.shape(op.inputs[0]);
        if (in[2] * in[3] == 1) return stage;
        const double before = static_cast<double>(image_[2]) * static_cast<double>(image_[3]);
        const double after = static_cast<double>(out[2]) * static_cast<double>(out[3]);
        return std::max(0, static_cast<int>(std::lround(std::log2(before / after) / 2)));
    }

    ShapedGraph network_;
    CostReport report_;
    Shape image_;
    std::vector<bool> counted_;           // weights, by ValueId
    std::vector<int> stages_;             // by ValueId
    std::vector<const GateSite*> sites_;  // by operator
    std::vector<ValueId> scaled_;         // by operator: U where it is the product of a gate
    std::vector<bool> inner_;             // by operator
};

std::vector<Shape> shapes_of(const Graph& graph, std::span<const Shape> inputs) {
    try {
        return graph::infer_shapes(graph, inputs);
    } catch (const Error& error) {
        throw Error(ErrorKind::usage, error.said(), {},
                    text("give a larger {}, usually 224", Text::option("size")));
    }
}

}  // namespace

CostReport cost_of(const Graph& graph, std::span<const GateSite> sites,
                   std::span<const Shape> inputs, CostConvention convention) {
    const auto shapes = shapes_of(graph, inputs);
    return GraphCost(graph, sites, shapes, convention).count();
}

}  // namespace sescope
