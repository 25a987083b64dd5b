// SPDX-License-Identifier: GPL-3.0-or-later
// Small graphs computed in double, by loops that follow the operators' definitions; batches of 1.
#pragma once

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"

namespace sescope::graph {

/// Runs what the tests of pruning have: convolutions, batch norms, ReLU, sigmoid, SiLU, sums,
/// products with something of a value a channel, 2x2 max pools, means over positions,
/// concatenations of channels, slices, permutations, flattening, linear layers.
class NaiveRun {
  public:
    NaiveRun(const Graph& graph, const StateDict& weights, const Shape& image)
        : g_(graph), shapes_(infer_shapes(graph, std::vector<Shape>{image})) {
        values_.resize(g_.values.size());
        for (std::size_t i = 0; i < values_.size(); ++i) {
            if (g_.values[i].kind != ValueKind::weight) continue;
            const auto floats = to_float32(weights.at(g_.values[i].name));
            values_[i].assign(floats.begin(), floats.end());
        }
        auto& x = values_[at(g_.inputs[0])];
        std::size_t count = 1;
        for (const auto extent : image) count *= static_cast<std::size_t>(extent);
        for (std::size_t i = 0; i < count; ++i) {
            x.push_back(static_cast<double>(i * 37 % 101) / 50 - 1);
        }
        for (const auto& op : g_.operators) std::visit([&](const auto& k) { run(k, op); }, op.kind);
    }
    const std::vector<double>& output() const { return values_[at(g_.outputs[0])]; }

  private:
    static std::size_t at(ValueId id) { return static_cast<std::size_t>(id); }
    const std::vector<double>& in(const Operator& op, std::size_t i) const {
        return values_[at(op.inputs[i])];
    }
    std::size_t extent(ValueId id, std::size_t dimension) const {
        return static_cast<std::size_t>(shapes_[at(id)][dimension]);
    }
    std::vector<double>& made(const Operator& op) {
        auto& y = values_[at(op.output())];
        std::size_t count = 1;
        for (const auto e : shapes_[at(op.output())]) count *= static_cast<std::size_t>(e);
        y.assign(count, 0.0);
        return y;
    }

    void run(const Convolution& k, const Operator& op) {
        auto& y = made(op);
        const auto& x = in(op, 0);
        const auto& w = in(op, 1);
        const auto x_id = op.inputs[0];
        const std::size_t h = extent(x_id, 2), width = extent(x_id, 3);
        const std::size_t out = extent(op.output(), 1), oh = extent(op.output(), 2);
        const std::size_t ow = extent(op.output(), 3), per = extent(op.inputs[1], 1);
        const std::size_t kernel = extent(op.inputs[1], 2);
        const std::size_t rows = out / static_cast<std::size_t>(k.groups);
        for (std::size_t i = 0; i < y.size(); ++i) {
            const std::size_t o = i / (oh * ow), r = i / ow % oh, c = i % ow;
            double sum = op.inputs[2] == kAbsent ? 0.0 : in(op, 2)[o];
            for (std::size_t j = 0; j < per * kernel * kernel; ++j) {
                const std::size_t from = o / rows * per + j / (kernel * kernel);
                const auto row = static_cast<std::int64_t>(r + j / kernel % kernel) - k.padding[0];
                const auto col = static_cast<std::int64_t>(c + j % kernel) - k.padding[1];
                if (row < 0 || col < 0 || row >= static_cast<std::int64_t>(h) ||
                    col >= static_cast<std::int64_t>(width)) {
                    continue;
                }
                sum += w[o * per * kernel * kernel + j] *
                       x[(from * h + static_cast<std::size_t>(row)) * width +
                         static_cast<std::size_t>(col)];
            }
            y[i] = sum;
        }
    }
    void run(const BatchNorm& k, const Operator& op) {
        auto& y = made(op);
        const std::size_t map = y.size() / extent(op.output(), 1);
        for (std::size_t i = 0; i < y.size(); ++i) {
            const std::size_t c = i / map;
            y[i] = (in(op, 0)[i] - in(op, 3)[c]) / std::sqrt(std::abs(in(op, 4)[c]) + k.eps) *
                       in(op, 1)[c] +
                   in(op, 2)[c];
        }
    }
    void run(const Activation& k, const Operator& op) {
        auto& y = made(op);
        for (std::size_t i = 0; i < y.size(); ++i) {
            const double x = in(op, 0)[i];
            const double s = 1 / (1 + std::exp(-x));
            const double hard = std::clamp(x / 6 + 0.5, 0.0, 1.0);
            y[i] = k.kind == ActivationKind::relu           ? std::max(x, 0.0)
                   : k.kind == ActivationKind::sigmoid      ? s
                   : k.kind == ActivationKind::hard_sigmoid ? hard
                   : k.kind == ActivationKind::hard_swish   ? x * hard
                                                            : x * s;
        }
    }
    void run(const Binary& k, const Operator& op) {
        auto& y = made(op);
        const auto& b = in(op, 1);
        const std::size_t map = y.size() / b.size();
        for (std::size_t i = 0; i < y.size(); ++i) {
            const double left = in(op, 0)[i];
            y[i] = k.kind == BinaryKind::add ? left + b[i / map] : left * b[i / map];
        }
    }
    void run(const Pool& /*k*/, const Operator& op) {
        auto& y = made(op);
        const std::size_t oh = extent(op.output(), 2), ow = extent(op.output(), 3);
        for (std::size_t i = 0; i < y.size(); ++i) {
            const std::size_t first =
                (i / (oh * ow) * 2 * oh + i / ow % oh * 2) * 2 * ow + i % ow * 2;
            const auto& x = in(op, 0);
            y[i] = std::max({x[first], x[first + 1], x[first + 2 * ow], x[first + 2 * ow + 1]});
        }
    }
    void run(const Reduce& /*k*/, const Operator& op) {
        auto& y = made(op);
        const std::size_t map = in(op, 0).size() / y.size();
        for (std::size_t i = 0; i < in(op, 0).size(); ++i) {
            y[i / map] += in(op, 0)[i] / static_cast<double>(map);
        }
    }
    void run(const Concat& /*k*/, const Operator& op) {
        auto& y = values_[at(op.output())];
        for (const ValueId id : op.inputs) {
            y.insert(y.end(), values_[at(id)].begin(), values_[at(id)].end());
        }
    }
    void run(const Slice& k, const Operator& op) {
        auto& y = made(op);
        const auto d = static_cast<std::size_t>(k.dimension);
        std::size_t inner = 1;
        for (std::size_t i = d + 1; i < 4; ++i) inner *= extent(op.output(), i);
        const std::size_t kept = inner * extent(op.output(), d);
        const std::size_t all = inner * extent(op.inputs[0], d);
        const std::size_t begin = inner * static_cast<std::size_t>(k.begin);
        for (std::size_t i = 0; i < y.size(); ++i) {
            y[i] = in(op, 0)[i / kept * all + begin + i % kept];
        }
    }
    void run(const Permute& k, const Operator& op) {
        auto& y = made(op);
        const Shape& from = shapes_[at(op.inputs[0])];
        const Shape& to = shapes_[at(op.output())];
        for (std::size_t i = 0; i < y.size(); ++i) {
            std::size_t rest = i;
            std::vector<std::size_t> place(to.size());
            for (std::size_t d = to.size(); d-- > 0; rest /= static_cast<std::size_t>(to[d])) {
                place[static_cast<std::size_t>(k.order[d])] =
                    rest % static_cast<std::size_t>(to[d]);
            }
            std::size_t source = 0;
            for (std::size_t d = 0; d < from.size(); ++d) {
                source = source * static_cast<std::size_t>(from[d]) + place[d];
            }
            y[i] = in(op, 0)[source];
        }
    }
    void run(const Reshape& /*k*/, const Operator& op) { made(op) = in(op, 0); }
    void run(const Linear& k, const Operator& op) {
        auto& y = made(op);
        const auto& x = in(op, 0);
        for (std::size_t o = 0; o < y.size(); ++o) {
            y[o] = op.inputs[2] == kAbsent ? 0.0 : in(op, 2)[o];
            for (std::size_t i = 0; i < x.size(); ++i) {
                y[o] += x[i] * in(op, 1)[k.transposed ? i * y.size() + o : o * x.size() + i];
            }
        }
    }
    template <class Other>
    void run(const Other& /*k*/, const Operator& op) {
        throw std::logic_error("no test runs " + described(op));
    }

    const Graph& g_;
    std::vector<Shape> shapes_;
    std::vector<std::vector<double>> values_;
};

}  // namespace sescope::graph
