// SPDX-License-Identifier: GPL-3.0-or-later
// From a program of torch.export to a Graph: the state of the import, and what a row of the
// operator table is given.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/network/exported/program.h"

namespace sescope {

/// The graph as far as it is read. Tensors of the program are names of values; a name is bound anew
/// where an operator writes it in place, and names that show a part of it are worth nothing then.
class Import {
  public:
    explicit Import(const ExportedProgram& program);

    /// Reads all of the program. Throws Error{model} naming the operator that is not read.
    ImportedNetwork run();

  private:
    friend class Call;

    /// What a name of the program shows; aliases share one.
    struct Cell {
        graph::ValueId value = graph::kAbsent;
        std::size_t storage = 0;
        std::size_t version = 0;  ///< of the storage, when the cell was bound
    };

    void add_inputs();
    void add_outputs();
    void convert(const ExportedNode& node);
    std::size_t new_cell(graph::ValueId value, std::optional<std::size_t> storage = std::nullopt);
    std::size_t cell_of(std::string_view name, const ExportedNode* reader) const;
    void set_shape(graph::ValueId value, Extents shape, bool from_images);
    void computed(graph::ValueId value, Extents shape);  // by the last operator
    void assume(Assumption assumption);

    const ExportedProgram& program_;
    ImportedNetwork network_;
    std::vector<Extents> shapes_;    // by ValueId
    std::vector<bool> from_images_;  // by ValueId: depends on an input
    std::unordered_map<std::string_view, std::size_t> cells_of_names_;
    std::vector<Cell> cells_;
    std::vector<std::size_t> versions_;                            // of storages
    std::unordered_map<std::string_view, Extent> numbers_;         // symbolic whole numbers by name
    std::unordered_map<graph::ValueId, std::size_t> producers_;    // operators by their outputs
    std::unordered_map<graph::ValueId, graph::ValueId> expanded_;  // what was expanded to a value
};

/// Whether what an operator gives shares memory with its input, so that writing to one in place
/// changes the other.
enum class Sharing { none, alias, part };

/// One operator of the program on its way into the graph: its arguments by the names of ATen's
/// schema, and where its results go. Everything throws Error{model} naming the operator and its
/// module where the program is not what the schema says.
class Call {
  public:
    Call(Import& import, const ExportedNode& node, std::string_view name);

    std::string_view name() const noexcept { return name_; }  ///< "conv2d", without overload
    std::string_view overload() const noexcept { return overload_; }
    const ExportedNode& node() const noexcept { return node_; }

    // ---- arguments
    bool has(std::string_view argument) const;  ///< neither left out nor None
    bool is_tensor(std::string_view argument) const;
    graph::ValueId tensor(std::string_view argument) const;
    graph::ValueId tensor_or_absent(std::string_view argument) const;
    std::vector<graph::ValueId> tensors(std::string_view argument) const;
    /// Of a list of tensors of which all but one are None: its place, and the tensor.
    std::pair<std::size_t, graph::ValueId> only_index(std::string_view argument) const;
    std::int64_t integer(std::string_view argument,
                         std::optional<std::int64_t> otherwise = {}) const;
    double real(std::string_view argument, std::optional<double> otherwise = {}) const;
    bool boolean(std::string_view argument, std::optional<bool> otherwise = {}) const;
    std::string text(std::string_view argument, std::optional<std::string> otherwise = {}) const;
    /// A list of whole numbers, or one whole number. `count` of them: one stands for all.
    std::vector<std::int64_t> integers(std::string_view argument,
                                       std::optional<std::vector<std::int64_t>> otherwise = {},
                                       std::size_t count = 0) const;
    std::vector<double> reals(std::string_view argument) const;
    /// Whole numbers that may be symbolic.
    Extent extent(std::string_view argument, std::optional<std::int64_t> otherwise = {}) const;
    Extents extents(std::string_view argument) const;
    /// A dimension from 0, of a value of this rank.
    std::size_t dimension(std::string_view argument, std::size_t rank,
                          std::optional<std::int64_t> otherwise = {}) const;
    std::size_t dimension_at(std::int64_t dimension, std::size_t rank) const;
    const nlohmann::json* argument(std::string_view name) const;  ///< the union, or null
    const nlohmann::json& arguments() const { return *node_.inputs; }

    // ---- values
    Extents shape(graph::ValueId value) const;
    std::size_t rank(graph::ValueId value) const { return shape(value).size(); }
    const graph::Graph& graph() const;
    /// The operator that computes a value, or null of weights and inputs.
    const graph::Operator* producer(graph::ValueId value) const;
    /// What was expanded to this value, or the value itself.
    graph::ValueId before_expand(graph::ValueId value) const;

    /// Whether a value depends on the images, and not on weights alone.
    bool depends_on_images(graph::ValueId value) const;
    /// Whether a tensor is of half, float, double or bfloat16.
    bool takes_float(std::string_view argument) const;
    bool gives_float(std::size_t result) const;

    // ---- results
    std::size_t results() const { return outputs_.size(); }
    /// The shape that the program states of a result.
    Extents stated_shape(std::size_t result = 0) const;
    /// Appends an operator whose output has this shape: what one of the results is bound to, or a
    /// step on the way there.
    graph::ValueId add(graph::OperatorKind kind, std::vector<graph::ValueId> inputs, Extents shape,
                       std::size_t result = 0);
    graph::ValueId add_step(graph::OperatorKind kind, std::vector<graph::ValueId> inputs,
                            Extents shape);
    /// Binds a result to a value.
    void give(graph::ValueId value, Sharing sharing = Sharing::none, std::size_t result = 0);
    /// Appends an operator and binds the (only, or first) result to it.
    void give(graph::OperatorKind kind, std::vector<graph::ValueId> inputs,
              Sharing sharing = Sharing::none);
    void remember_expanded(graph::ValueId from, graph::ValueId to);
    /// Appends a call that gives all results, or one of which only the first is bound.
    void give_aten_call(graph::AtenCall call, std::vector<graph::ValueId> inputs);
    void give_first_of_call(graph::AtenCall call, std::vector<graph::ValueId> inputs);

    void assume(Text what, Text value, Text why);
    void only_this_size();

    Error refused(const std::string& why, const std::string& hint = {}) const;

  private:
    friend class Import;
    const nlohmann::json& required(std::string_view name) const;
    Extent extent_of(const nlohmann::json& argument, std::string_view name) const;
    graph::ValueId add_named(graph::OperatorKind kind, std::vector<graph::ValueId> inputs,
                             Extents shape, std::string name);
    std::int64_t used_number(const Extent& number, std::string_view name) const;
    std::string label() const;

    Import& import_;
    const ExportedNode& node_;
    std::string_view name_;
    std::string_view overload_;
    std::vector<std::string_view> outputs_;  // names of the tensors that are given
};

}  // namespace sescope
