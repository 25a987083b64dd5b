// SPDX-License-Identifier: GPL-3.0-or-later
// A network as a plain value: operators in the order in which they run, values between them,
// weights by name. Knows no LibTorch and no file format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/graph/name_index.h"
#include "core/graph/operators.h"

namespace sescope::graph {

/// Extents of a tensor. Of an input as it is declared, -1 is any extent.
using Shape = std::vector<std::int64_t>;

/// Index into Graph::values.
using ValueId = std::int32_t;
/// An input that an operator may lack, and does.
inline constexpr ValueId kAbsent = -1;

enum class ValueKind {
    input,    ///< the images
    weight,   ///< a tensor of the state dict: parameter, buffer or constant
    computed  ///< the output of an operator
};

struct Value {
    std::string name;  ///< of a weight: its key in the state dict; unique among all values
    ValueKind kind = ValueKind::computed;
    Shape shape;  ///< of weights, and of inputs as declared; empty for what is computed
    /// Of a weight: a constant or a buffer, which is not learnt (a filter, a table of positions).
    /// Means and variances that a BatchNorm reads need not say so.
    bool buffer = false;
    bool operator==(const Value&) const = default;
};

struct Operator {
    OperatorKind kind;
    std::vector<ValueId> inputs;   ///< all that its kind says; kAbsent where one is left out
    std::vector<ValueId> outputs;  ///< one, but for some AtenCalls
    std::string name;              ///< of the node in its file ("p2o.Conv.3"), or empty
    std::string module;            ///< path of the module it stands in ("blocks.3.0.se"), or empty
    bool operator==(const Operator&) const = default;

    /// kAbsent where there is none of this number.
    ValueId input(std::size_t number) const noexcept {
        return number < inputs.size() ? inputs[number] : kAbsent;
    }
    ValueId output() const noexcept { return outputs.empty() ? kAbsent : outputs.front(); }
};

/// Operators only read what stands before them. Every value that is computed is the output of one
/// operator.
struct Graph {
    std::vector<Value> values;
    std::vector<Operator> operators;
    std::vector<ValueId> inputs;
    std::vector<ValueId> outputs;
    NameIndex index{};  ///< of `values`, filled as it is asked; no part of the graph's value
    bool operator==(const Graph&) const = default;

    const Value& value(ValueId id) const { return values[static_cast<std::size_t>(id)]; }
    /// The value of this name, or kAbsent.
    ValueId find(std::string_view name);
    /// A name that is empty or taken is made unique.
    ValueId add_value(Value value);
    ValueId add_input(std::string name, Shape declared);
    /// The weight of this key, which is added where there is none.
    ValueId add_weight(std::string key, Shape shape, bool buffer = false);
    /// Appends an operator with one output, and gives that. Inputs at the end that may be absent
    /// may be left out. Its value is called by the operator's name, or by its kind and number; made
    /// unique.
    ValueId add(OperatorKind kind, std::vector<ValueId> inputs, std::string module = {},
                std::string name = {});
    /// The same of an AtenCall with this many outputs.
    std::vector<ValueId> add_call(AtenCall call, std::vector<ValueId> inputs, std::size_t outputs,
                                  std::string module = {}, std::string name = {});
};

std::string_view name_of(ActivationKind kind) noexcept;  ///< "hard_sigmoid"
std::string_view name_of(BinaryKind kind) noexcept;      ///< "multiply"
/// What the operator is called in the text form: "convolution", "multiply", "aten::erf".
std::string_view name_of(const OperatorKind& kind) noexcept;
/// For messages: "resize 'p2o.Resize.3'", "convolution in blocks.3.0.se", by what is known of it.
std::string described(const Operator& op);
std::string described(const Shape& shape);  ///< "[1, 3, 224, 224]"

/// Operators of ATen that may be called: pure, without randomness, defined by their arguments
/// alone. "aten::erf", "aten::index_select", ..
std::span<const std::string_view> aten_operators() noexcept;

/// Throws Error{model} naming the operator that reads what is not computed before it, has ids out
/// of range, the wrong number of inputs, fields that cannot be (a stride of 0, vectors of unequal
/// length, NaN), or an AtenCall that is not allowed; or the value whose name is not its own.
void validate(const Graph& graph);

/// The shape of every value, by ValueId, for inputs of these shapes (in the order of
/// Graph::inputs). Throws Error{model} naming the operator that cannot take what it is given, and
/// what that is.
std::vector<Shape> infer_shapes(const Graph& graph, std::span<const Shape> inputs);

/// Operators that read each value, by ValueId: indices into Graph::operators, ascending; once for
/// an operator that reads it twice.
std::vector<std::vector<std::size_t>> readers_of(const Graph& graph);
/// The operator that computes each value, by ValueId; -1 for inputs and weights.
std::vector<std::int64_t> producers_of(const Graph& graph);

/// The graph as text, one line an operator, and back: from_text(to_text(g)) == g.
///
///     graph 1
///     input x[-1,3,-1,-1]
///     convolution x conv.weight[4,3,3,3] - stride=2,2 padding=1,1,1,1 @stem.conv
///     relu ^ !node.7 -> y
///     aten::topk y self=%0 k=4 dim=-1 -> values indices
///     output values
///
/// Inputs come first: a name, "^" (what the operator before gives), or "-" (absent); a weight has
/// its shape where it is read first, and "~" behind it where it is a buffer. Then fields that are
/// not what they usually are (core/graph/operator_fields.h), @module, !name, and what the outputs
/// are called where that is not as `add` calls them. "#7" behind a name is the value's number where
/// it is not the next one. Odd names are quoted ("a b\x0a"). A line that begins with "#" is a
/// comment.
///
/// `to_text` throws Error{model} for a graph that is not valid, `from_text` Error{data} naming the
/// line.
std::string to_text(const Graph& graph);
Graph from_text(std::string_view text);

/// SHA-256 (hex) of what the graph computes: kinds, fields and wiring. Keys and shapes of weights
/// count; names of nodes, values and modules, the order of operators and what is dead do not.
std::string fingerprint(const Graph& graph);
/// The same of each value, by ValueId: equal where two graphs, over the same weights, compute the
/// same.
std::vector<std::string> fingerprints_of_values(const Graph& graph);

// ---- passes: pure functions -------------------------------------------------------------------

/// Without operators, weights and values that no output hangs on; the inputs stay.
Graph without_dead(const Graph& graph);
/// Every reader of `from` (and the outputs) reads `to` instead; what is dead then is gone.
/// Operators that `to` itself hangs on still read `from`, so that something can be put behind it.
Graph replaced(const Graph& graph, ValueId from, ValueId to);
/// The same with what is dead: ids of values stay what they were.
Graph redirected(const Graph& graph, ValueId from, ValueId to);

}  // namespace sescope::graph
