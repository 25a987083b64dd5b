// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/steps.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

namespace sescope {
namespace {

// A stem of three convolutions is ten of the narrowest ranges.
constexpr std::size_t kMostRanges = 16;
// Runs of operators are cut here and there, so that later ones take more images at a time.
constexpr std::size_t kOperatorsOfARun = 12;

std::optional<PlannedStep> match(const NetworkIndex& index, const Range& range) {
    if (auto unit = match_residual_unit(index, range)) return PlannedStep{range, std::move(*unit)};
    if (auto unit = match_inverted_unit(index, range)) return PlannedStep{range, std::move(*unit)};
    if (auto stem = match_stem(index, range)) return PlannedStep{range, std::move(*stem)};
    if (auto head = match_head(index, range)) return PlannedStep{range, *head};
    return std::nullopt;
}

/// Adds a range to the run of operators that is under way, or begins one.
void add_to_run(std::vector<PlannedStep>& steps, const Range& range) {
    if (!steps.empty()) {
        auto* run = std::get_if<RunMatch>(&steps.back().match);
        Range& before = steps.back().range;
        if (run != nullptr && before.end - before.begin < kOperatorsOfARun) {
            before.end = range.end;
            before.output = range.output;
            run->outputs = {range.output};
            return;
        }
    }
    steps.push_back({range, RunMatch{{range.output}}});
}

}  // namespace

std::vector<graph::ValueId> wanted_outputs(const Network& network) {
    if (network.head && !network.graph.outputs.empty()) return {network.graph.outputs.front()};
    return network.graph.outputs;
}

std::vector<PlannedStep> plan_steps(const NetworkIndex& index,
                                    std::span<const graph::ValueId> outputs) {
    const std::vector<Range> ranges =
        narrowest_ranges(index.graph(), index.graph().inputs.front(), outputs);
    std::vector<PlannedStep> steps;
    for (std::size_t at = 0; at < ranges.size();) {
        // The longest match: a gate behind an addition belongs to the unit before it.
        std::size_t taken = 0;
        for (std::size_t count = std::min(kMostRanges, ranges.size() - at); count > 0; --count) {
            const Range& last = ranges[at + count - 1];
            const Range whole{ranges[at].begin, last.end, ranges[at].input, last.output};
            auto step = match(index, whole);
            if (!step) continue;
            steps.push_back(std::move(*step));
            taken = count;
            break;
        }
        if (taken == 0) add_to_run(steps, ranges[at]);
        at += std::max<std::size_t>(taken, 1);
    }
    if (!steps.empty()) {
        if (auto* run = std::get_if<RunMatch>(&steps.back().match)) {
            run->outputs.assign(outputs.begin(), outputs.end());
        }
    }
    return steps;
}

Step load_step(const PlannedStep& step, const Network& network, const StateDict& weights,
               at::Device device) {
    const auto load_match = [&](const auto& match) -> Step {
        if constexpr (std::is_same_v<std::decay_t<decltype(match)>, RunMatch>) {
            return OperatorRun(network, weights, step.range.begin, step.range.end, step.range.input,
                               match.outputs, device);
        } else {
            return load(match, network.graph, weights, device);
        }
    };
    return std::visit(load_match, step.match);
}

std::vector<at::Tensor> run_step(const Step& step, const at::Tensor& x, GateSink& sink) {
    const auto run = [&](const auto& op) -> std::vector<at::Tensor> {
        using Op = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<Op, OperatorRun>) {
            return op.forward(x, sink);
        } else if constexpr (std::is_same_v<Op, ResidualUnit> || std::is_same_v<Op, InvertedUnit>) {
            return {op.forward(x, sink)};
        } else {
            return {op(x)};
        }
    };
    return std::visit(run, step);
}

Step converted(const Step& step, at::ScalarType type) {
    const auto convert = [&](const auto& op) -> Step {
        if constexpr (std::is_same_v<std::decay_t<decltype(op)>, HeadOp>)
            return op;
        else
            return op.converted(type);
    };
    return std::visit(convert, step);
}

Step packed_for(const Step& step, std::span<const graph::Shape> shapes, graph::ValueId input,
                std::int64_t images, MatmulMode mode) {
    const auto pack = [&](const auto& op) -> Step {
        using Op = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<Op, HeadOp>) {
            return op;
        } else if constexpr (std::is_same_v<Op, OperatorRun>) {
            return op.packed_for(shapes, images, mode);
        } else {
            Shape shape = shapes[static_cast<std::size_t>(input)];
            shape[0] = images;
            return op.packed_for(shape, mode);
        }
    };
    return std::visit(pack, step);
}

std::int64_t bytes_touched(const Step& step, std::span<const graph::Shape> shapes,
                           graph::ValueId input) {
    const auto bytes = [&](const auto& op) -> std::int64_t {
        using Op = std::decay_t<decltype(op)>;
        if constexpr (std::is_same_v<Op, HeadOp>)
            return 0;
        else if constexpr (std::is_same_v<Op, OperatorRun>)
            return op.bytes_touched(shapes);
        else
            return op.bytes_touched(shapes[static_cast<std::size_t>(input)]);
    };
    return std::visit(bytes, step);
}

}  // namespace sescope
