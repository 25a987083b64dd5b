// SPDX-License-Identifier: GPL-3.0-or-later
// One operator of a graph, as its row of the table sees it: what it reads and gives, and how it is
// written as nodes of ONNX.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/base/error.h"
#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"
#include "core/network/onnx/write/encode.h"

namespace sescope::onnx {

/// The names that a file has.
class Names {
  public:
    void take(std::string_view name) { taken_.emplace(name); }
    /// This name, or one like it that nothing has; it is taken then.
    std::string fresh(std::string wished);

  private:
    std::unordered_set<std::string> taken_;
};

/// What was written so far.
struct Written {
    std::vector<NewNode> nodes;
    std::vector<NewTensor> tensors;
};

/// Where operators are written to.
struct Target {
    std::int64_t opset;
    Names& names;  ///< of values and tensors
    Names& node_names;
    Written& written;
};

/// An operator with what it is written of.
struct Writing {
    const graph::Graph& graph;
    const graph::Operator& op;
    const std::vector<graph::Shape>& shapes;  ///< of every value, for a batch of one
    const StateDict& weights;
    std::vector<std::string> inputs;      ///< names in the file, empty where an input is absent
    std::vector<std::string> outputs;     ///< likewise
    ElementType type = ElementType::f32;  ///< of the numbers that it computes with
};

class Emission {
  public:
    Emission(const Writing& writing, Target target) : writing_(writing), target_(target) {}

    const graph::Operator& op() const { return writing_.op; }
    template <class Kind>
    const Kind& kind() const {
        return std::get<Kind>(writing_.op.kind);
    }
    std::int64_t opset() const { return target_.opset; }

    // ---- what it reads and gives
    bool has(std::size_t input) const;
    /// The name of an input; empty where it is absent.
    std::string in(std::size_t input) const;
    const graph::Shape& shape(std::size_t input) const;
    const graph::Shape& out_shape(std::size_t output = 0) const;
    std::size_t rank(std::size_t input) const { return shape(input).size(); }
    /// The weight that an input is, transposed or in another shape; a node does it where the input
    /// is computed.
    std::string transposed(std::size_t input);
    std::string reshaped(std::size_t input, std::vector<std::int64_t> extents);

    // ---- arguments of an AtenCall
    const graph::ArgumentValue* argument(std::string_view name) const;
    /// The name of the tensor that an argument is; empty where it is left out.
    std::string tensor(std::string_view name) const;
    /// Its shape; Error{usage} where the argument is no tensor.
    const graph::Shape& tensor_shape(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    double number(std::string_view name, double otherwise) const;
    bool flag(std::string_view name, bool otherwise = false) const;
    std::vector<std::int64_t> integers(std::string_view name) const;

    // ---- how it is written
    /// A node whose output gets a name of its own, which is given back.
    std::string add(const std::string& type, std::vector<std::string> inputs,
                    std::vector<NewAttribute> attributes = {});
    /// The node that gives an output of the operator.
    void give(const std::string& type, std::vector<std::string> inputs,
              std::vector<NewAttribute> attributes = {}, std::size_t output = 0);
    /// Constants: one number, numbers, whole numbers.
    std::string constant(double value);
    std::string constants(std::span<const double> values, std::vector<std::int64_t> dims);
    std::string list(std::vector<std::int64_t> values);
    /// Numbers that are float32 whatever the network computes with.
    std::string floats(std::span<const double> values, std::vector<std::int64_t> dims);

    /// Throws where the file's opset is older.
    void need(std::int64_t opset) const;
    [[noreturn]] void refuse(const std::string& why) const;

  private:
    std::string node_name(const std::string& type);
    const graph::InputArgument& tensor_argument(std::string_view name) const;

    const Writing& writing_;
    Target target_;
};

/// Writes the operator's nodes and constants. Throws Error{usage} naming the operator that ONNX, or
/// the opset, has none for.
void write_operator(const Writing& writing, Target target);

}  // namespace sescope::onnx
