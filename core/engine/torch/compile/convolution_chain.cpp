// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/convolution_chain.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/engine/torch/compile/activations.h"

namespace sescope {
namespace {

using graph::Binary;
using graph::BinaryKind;

/// Walks from value to value while each is read where the chain goes on, and nowhere else.
class Follower {
  public:
    Follower(const graph::Graph& graph, const Readers& readers, std::size_t at,
             const std::function<bool(graph::ValueId)>& is_kept)
        : graph_(graph), readers_(readers), is_kept_(is_kept) {
        chain_.convolution = &graph.operators[at];
        take({at});
    }

    ConvolutionChain followed() {
        if (const auto norm = reader<graph::BatchNorm>()) {
            chain_.norm = &graph_.operators[*norm];
            take({*norm});
        }
        take_numbers(chain_.before);
        if (take_activation()) take_numbers(chain_.behind);
        return chain_;
    }

  private:
    const graph::Operator& op(std::size_t at) const { return graph_.operators[at]; }
    const std::vector<std::size_t>& readers(graph::ValueId value) const {
        return readers_[static_cast<std::size_t>(value)];
    }
    graph::ValueId output(std::size_t at) const { return op(at).outputs.front(); }

    void take(const std::vector<std::size_t>& operators) {
        chain_.operators.insert(chain_.operators.end(), operators.begin(), operators.end());
        chain_.output = output(operators.back());
    }

    /// The operator of this kind that alone reads `value`, first of its inputs.
    template <class Kind>
    std::optional<std::size_t> reader_of(graph::ValueId value) const {
        const auto& all = readers(value);
        if (all.size() != 1 || is_kept_(value)) return std::nullopt;
        const graph::Operator& next = op(all.front());
        if (!std::holds_alternative<Kind>(next.kind) || next.outputs.size() != 1)
            return std::nullopt;
        if (std::ranges::count(next.inputs, value) != 1) return std::nullopt;
        if (!std::is_same_v<Kind, Binary> && next.inputs.front() != value) return std::nullopt;
        return all.front();
    }
    template <class Kind>
    std::optional<std::size_t> reader() const {
        return reader_of<Kind>(chain_.output);
    }

    /// A product or a sum of `value` and one number that is known when weights are.
    bool is_of_one_number(const graph::Operator& binary, graph::ValueId value) const {
        const auto& kind = std::get<Binary>(binary.kind);
        const bool adds = kind.kind == BinaryKind::add || kind.kind == BinaryKind::multiply;
        const bool ordered = kind.kind == BinaryKind::subtract || kind.kind == BinaryKind::divide;
        if (!adds && !(ordered && binary.inputs.front() == value)) return false;
        if (kind.scalar) return true;
        const graph::ValueId other = binary.inputs[binary.inputs[0] == value ? 1 : 0];
        const graph::Value& number = graph_.value(other);
        return number.kind == graph::ValueKind::weight && number.shape.size() <= 1 &&
               std::ranges::all_of(number.shape, [](std::int64_t extent) { return extent == 1; });
    }

    void take_numbers(std::vector<const graph::Operator*>& numbers) {
        while (const auto next = reader<Binary>()) {
            if (!is_of_one_number(op(*next), chain_.output)) return;
            // x + 3, if that begins a hard swish, is read twice, and no number of its own.
            numbers.push_back(&op(*next));
            take({*next});
        }
    }

    bool take_activation() {
        if (const auto next = reader<graph::Activation>()) {
            const auto kind = fused_activation(std::get<graph::Activation>(op(*next).kind));
            if (!kind) return false;
            chain_.activation = *kind;
            take({*next});
            return true;
        }
        return take_silu() || take_hard_swish();
    }

    /// The two readers of the value that the chain has come to, an activation first.
    std::optional<std::array<std::size_t, 2>> activation_and_product() const {
        const auto& all = readers(chain_.output);
        if (all.size() != 2 || is_kept_(chain_.output)) return std::nullopt;
        for (const std::size_t first : {0, 1}) {
            if (std::holds_alternative<graph::Activation>(op(all[first]).kind) &&
                std::holds_alternative<Binary>(op(all[1 - first]).kind)) {
                return std::array{all[first], all[1 - first]};
            }
        }
        return std::nullopt;
    }

    /// Whether operator `at` multiplies two values, of which `one` is one.
    bool multiplies(std::size_t at, graph::ValueId one) const {
        const auto* binary = std::get_if<Binary>(&op(at).kind);
        return binary != nullptr && binary->kind == BinaryKind::multiply && !binary->scalar &&
               std::ranges::count(op(at).inputs, one) == 1 &&
               std::ranges::count(op(at).inputs, chain_.output) == 1;
    }

    bool take_silu() {
        const auto both = activation_and_product();
        if (!both) return false;
        const auto [sigmoid, product] = *both;
        if (std::get<graph::Activation>(op(sigmoid).kind).kind != graph::ActivationKind::sigmoid) {
            return false;
        }
        if (reader_of<Binary>(output(sigmoid)) != product ||
            !multiplies(product, output(sigmoid))) {
            return false;
        }
        chain_.activation = Activation::silu;
        take({sigmoid, product});
        return true;
    }

    /// x + 3, its clamp, the product of that and x, a sixth of it.
    bool take_hard_swish() {
        const auto& all = readers(chain_.output);
        if (all.size() != 2 || is_kept_(chain_.output)) return false;
        for (const std::size_t first : {0, 1}) {
            const std::size_t sum = all[first];
            const std::size_t product = all[1 - first];
            if (!is_number(sum, BinaryKind::add, 3)) continue;
            const auto clamp = reader_of<graph::Activation>(output(sum));
            if (!clamp || fused_activation(std::get<graph::Activation>(op(*clamp).kind)) !=
                              Activation::relu6) {
                continue;
            }
            if (reader_of<Binary>(output(*clamp)) != product ||
                !multiplies(product, output(*clamp))) {
                continue;
            }
            const auto sixth = reader_of<Binary>(output(product));
            if (!sixth || (!is_number(*sixth, BinaryKind::divide, 6) &&
                           !is_number(*sixth, BinaryKind::multiply, 1.0 / 6))) {
                continue;
            }
            chain_.activation = Activation::hard_swish;
            take({sum, *clamp, product, *sixth});
            return true;
        }
        return false;
    }

    bool is_number(std::size_t at, BinaryKind kind, double number) const {
        const auto* binary = std::get_if<Binary>(&op(at).kind);
        return binary != nullptr && binary->kind == kind && binary->scalar &&
               std::abs(*binary->scalar - number) < 1e-6;
    }

    const graph::Graph& graph_;
    const Readers& readers_;
    const std::function<bool(graph::ValueId)>& is_kept_;
    ConvolutionChain chain_;
};

double number_of(const graph::Operator& binary, const graph::Graph& graph,
                 const GraphWeights& weights) {
    const auto& kind = std::get<Binary>(binary.kind);
    if (kind.scalar) return *kind.scalar;
    for (const graph::ValueId input : binary.inputs) {
        const graph::Value& value = graph.value(input);
        if (value.kind == graph::ValueKind::weight) return weights.tensor(value).item<double>();
    }
    return 0;
}

}  // namespace

ConvolutionChain chain_from(const graph::Graph& graph, const Readers& readers, std::size_t at,
                            const std::function<bool(graph::ValueId)>& is_kept) {
    return Follower(graph, readers, at, is_kept).followed();
}

Affine affine_of(std::span<const graph::Operator* const> operators, const graph::Graph& graph,
                 const GraphWeights& weights) {
    Affine affine;
    for (const graph::Operator* op : operators) {
        const double number = number_of(*op, graph, weights);
        switch (std::get<Binary>(op->kind).kind) {
            case BinaryKind::add:
                affine.shift += number;
                break;
            case BinaryKind::subtract:
                affine.shift -= number;
                break;
            case BinaryKind::divide:
                affine = {affine.scale / number, affine.shift / number};
                break;
            default:
                affine = {affine.scale * number, affine.shift * number};
                break;
        }
    }
    return affine;
}

FoldedWeights folded(const ConvolutionChain& chain, const graph::Graph& graph,
                     const GraphWeights& weights) {
    FoldedWeights result = weights.folded(graph, *chain.convolution, chain.norm);
    if (chain.before.empty()) return result;
    const Affine affine = affine_of(chain.before, graph, weights);
    result.weight = result.weight.mul(affine.scale);
    if (result.bias.defined()) {
        result.bias = result.bias.mul(affine.scale).add_(affine.shift);
    } else {
        result.bias = at::full({result.weight.size(0)}, affine.shift, result.weight.options());
    }
    return result;
}

Activation activation_of(const ConvolutionChain& chain, const graph::Graph& graph,
                         const GraphWeights& weights) {
    const Affine affine = affine_of(chain.behind, graph, weights);
    return {chain.activation, static_cast<float>(affine.scale), static_cast<float>(affine.shift)};
}

}  // namespace sescope
