// SPDX-License-Identifier: GPL-3.0-or-later
// The state of one reading: what every name of the file stands for, and the graph so far.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/network/imported.h"
#include "core/network/onnx/messages.h"
#include "core/network/onnx/numbers.h"
#include "core/network/onnx/tensor_reader.h"

namespace sescope::onnx {

struct Permuted;

/// What a name of the file stands for: a value of the graph, a constant tensor, or numbers that
/// were evaluated.
struct Bound {
    graph::ValueId value = graph::kAbsent;
    std::size_t made_by = SIZE_MAX;  ///< index of the operator of the graph that computes it
    Extents extents;
    std::shared_ptr<const TensorEntry> constant;  ///< of the file, or a view of one; with its key
    bool is_parameter = false;  ///< a constant that was learned, as far as is seen
    std::shared_ptr<const Numbers> numbers;
    std::shared_ptr<const Permuted> before_permute;  ///< of what a Permute gives

    bool of_images = false;  ///< computed from the images, not from weights alone

    bool is_known() const { return constant != nullptr || numbers != nullptr; }
    std::size_t rank() const { return extents.size(); }
};

/// What a permuted value was before.
struct Permuted {
    std::shared_ptr<const Bound> original;
    std::vector<std::int64_t> order;
};

/// Where what was read stands in the file: for who writes the file again. Values of the graph go by
/// their names, which stay when operators go.
struct Trace {
    /// The nodes that a value's operator does the work of, by the value's name.
    std::unordered_map<std::string, std::vector<const Node*>> nodes;
    /// The value that a name of the file stands for, by its name.
    std::unordered_map<std::string_view, std::string> values;
    /// The tensor of the file that a weight is, or is a view of, by the weight's key.
    std::unordered_map<std::string, std::string> tensors;
};

Bound bound_constant(TensorEntry entry, bool is_parameter);
Bound bound_numbers(Numbers numbers);

class Import {
  public:
    /// `opset` of the default domain. With `single_images` the batch is 1 in all probes.
    Import(TensorReader& reader, std::int64_t opset, bool single_images);

    TensorReader& reader() { return *reader_; }
    const std::filesystem::path& path() const { return reader_->path(); }
    std::int64_t opset() const { return opset_; }
    bool single_images() const { return single_images_; }

    // ---- names of the file
    const Bound* find(std::string_view name) const;
    /// Throws Error{model} where the name is bound already.
    void bind(std::string_view name, Bound bound);

    // ---- the graph
    /// The images, [N, channels, height, width].
    Bound add_images(const std::string& name, std::int64_t channels, InputSize size);
    /// The value in the graph; constants and numbers become weights.
    graph::ValueId value_of(const Bound& bound, bool as_integers = false);
    /// Appends an operator, and infers what it gives. Throws Error{model} where it cannot take it.
    Bound emit(graph::OperatorKind kind, const std::vector<const Bound*>& inputs,
               const std::string& module, const std::string& name);
    /// Extents of what the operator gives.
    Extents infer(const graph::Operator& op, const std::vector<const Bound*>& inputs);

    /// The node's work is done by the operator that computes this.
    void note_node(const Bound& made, const Node& node);

    /// A number that is about to be written into the graph. Throws BatchMatters.
    std::int64_t literal(const Number& number);
    void note_size(bool hangs_on_size) { only_this_size_ = only_this_size_ || hangs_on_size; }
    /// Counts numbers that were evaluated. Throws Error{model} when there are too many.
    void spend(std::size_t numbers);
    void assume(Assumption assumption);

    graph::Graph graph;
    StateDict weights;
    std::vector<Assumption> assumptions;
    Trace trace;
    /// The batch that the file declares; -1 is any.
    std::int64_t declared_batch = -1;
    /// How many inputs of nodes, and outputs of the file, read a name.
    std::unordered_map<std::string_view, std::size_t> readers;
    bool only_this_size() const { return only_this_size_; }
    /// False where numbers that the file itself has fit no other size.
    bool takes_other_size() const { return takes_other_size_; }

  private:
    std::string key_for(const Bound& bound);
    Bound as_tensor(const Bound& bound, bool as_integers);

    TensorReader* reader_;
    std::int64_t opset_;
    bool single_images_;
    bool only_this_size_ = false;
    bool takes_other_size_ = true;
    std::size_t evaluated_ = 0;
    std::unordered_map<std::string_view, Bound> names_;
    /// What was made of numbers, and the numbers: as fractions, and as integers.
    std::array<std::unordered_map<const void*, std::pair<Bound, Bound>>, 2> made_tensors_;
};

}  // namespace sescope::onnx
