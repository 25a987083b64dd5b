// SPDX-License-Identifier: GPL-3.0-or-later
// One node, as its row of the operator table sees it: inputs, attributes, and how it answers.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/network/onnx/import.h"
#include "core/network/onnx/messages.h"

namespace sescope::onnx {

class Call {
  public:
    Call(Import& import, const Node& node);

    const Node& node() const { return node_; }
    std::int64_t opset() const { return import_.opset(); }
    Import& import() { return import_; }

    // ---- inputs
    std::size_t input_count() const { return node_.inputs.size(); }
    /// Whether the input is given (left out is an empty name, or beyond the last).
    bool has(std::size_t i) const;
    /// Throws Error{model} where it is left out.
    const Bound& input(std::size_t i) const;
    /// The input, or nullptr where it is left out.
    const Bound* optional(std::size_t i) const;
    /// The numbers of an input that are known before anything runs; nullptr where they are not.
    std::shared_ptr<const Numbers> numbers(std::size_t i) const;
    /// The same, and Error{model} saying what they are for.
    std::shared_ptr<const Numbers> required(std::size_t i, std::string_view what) const;
    std::vector<std::int64_t> required_integers(std::size_t i, std::string_view what);
    double required_number(std::size_t i, std::string_view what);

    // ---- attributes
    bool has_attribute(std::string_view name) const { return attribute(name) != nullptr; }
    const Attribute* attribute(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    double number(std::string_view name, double otherwise) const;
    std::string text(std::string_view name, std::string_view otherwise) const;
    std::vector<std::int64_t> integers(std::string_view name,
                                       std::vector<std::int64_t> otherwise = {}) const;
    /// Whether an input or an attribute of this name holds what moved from one to the other.
    std::optional<std::vector<std::int64_t>> integers_of(std::size_t input, std::string_view name);

    /// An axis of x made non-negative. Throws Error{model} where there is none such.
    std::int64_t axis_of(const Bound& x, std::int64_t axis) const;
    std::vector<std::int64_t> axes_of(const Bound& x, std::vector<std::int64_t> axes) const;
    /// Throws BatchMatters where the dimension runs over the images.
    void keep_batch(const Bound& x, std::int64_t dimension) const;

    // ---- answers
    /// The module of what is emitted is the one whose weight this is, where its key tells.
    void stand_in_module_of(const Bound& weight);
    Bound emit(graph::OperatorKind kind, std::initializer_list<const Bound*> inputs);
    Bound emit(graph::OperatorKind kind, const std::vector<const Bound*>& inputs);
    Bound call_aten(std::string name, const Bound& x);  ///< of one tensor, `self`
    void give(Bound bound, std::size_t output = 0);
    /// Whether somebody may read this output.
    bool gives(std::size_t output) const;
    /// "Resize, node p2o.Resize.3: .." as Error{model}.
    Error refusal(const std::string& why, const std::string& hint = {}) const;
    [[noreturn]] void refuse(const std::string& why, const std::string& hint = {}) const;

  private:
    Import& import_;
    const Node& node_;
    std::size_t first_operator_;  // of those that this node gives
    std::vector<Attribute> attributes_;
    std::string module_;
};

/// "Resize, node p2o.Resize.3".
std::string described(const Node& node);

}  // namespace sescope::onnx
