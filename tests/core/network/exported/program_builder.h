// SPDX-License-Identifier: GPL-3.0-or-later
// Programs of torch.export made by hand, so that tests can say exactly what is odd about them.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace sescope::made {

using nlohmann::json;

inline json tensor(const std::string& name) {
    return {{"as_tensor", {{"name", name}}}};
}
inline json ints(const std::vector<std::int64_t>& values) {
    return {{"as_ints", values}};
}
inline json integer(std::int64_t value) {
    return {{"as_int", value}};
}
inline json real(double value) {
    return {{"as_float", value}};
}
inline json truth(bool value) {
    return {{"as_bool", value}};
}
inline json none() {
    return {{"as_none", true}};
}

using Sizes = std::vector<json>;
/// Extents: whole numbers, or texts of expressions whose hint stands behind a ":": "s0:2".
inline json sizes(const Sizes& extents) {
    json result = json::array();
    for (const auto& extent : extents) {
        if (extent.is_number()) {
            result.push_back({{"as_int", extent}});
            continue;
        }
        const auto text = extent.get<std::string>();
        const auto colon = text.find(':');
        result.push_back({{"as_expr",
                           {{"expr_str", text.substr(0, colon)},
                            {"hint", {{"as_int", std::stoi(text.substr(colon + 1))}}}}}});
    }
    return result;
}

/// A program with the input "x"; nodes are appended by `call`.
class ProgramBuilder {
  public:
    explicit ProgramBuilder(const Sizes& input) {
        state("x", input);
        inputs_.push_back({{"user_input", {{"arg", tensor("x")}}}});
    }

    ProgramBuilder& weight(const std::string& key, const Sizes& shape, int dtype = 7) {
        state("p_" + key, shape, dtype);
        inputs_.push_back(
            {{"parameter", {{"arg", {{"name", "p_" + key}}}, {"parameter_name", key}}}});
        return *this;
    }
    ProgramBuilder& buffer(const std::string& key, const Sizes& shape) {
        state("b_" + key, shape);
        inputs_.push_back(
            {{"buffer",
              {{"arg", {{"name", "b_" + key}}}, {"buffer_name", key}, {"persistent", true}}}});
        return *this;
    }
    ProgramBuilder& input(json specification) {
        inputs_.push_back(std::move(specification));
        return *this;
    }
    ProgramBuilder& state(const std::string& name, const Sizes& shape, int dtype = 7) {
        tensors_[name] = {{"dtype", dtype}, {"sizes", sizes(shape)}};
        return *this;
    }

    using Arguments = std::vector<std::pair<std::string, json>>;
    /// `target` without "torch.ops.": "aten.relu.default".
    ProgramBuilder& call(const std::string& target, const Arguments& arguments,
                         const std::string& result, const Sizes& shape,
                         const std::string& module = "m", const std::string& type = "M") {
        state(result, shape);
        return node("torch.ops." + target, arguments, json::array({tensor(result)}), module, type);
    }
    ProgramBuilder& node(const std::string& target, const Arguments& arguments, json outputs,
                         const std::string& module = "m", const std::string& type = "M") {
        json inputs = json::array();
        for (const auto& [name, value] : arguments) {
            inputs.push_back({{"name", name}, {"arg", value}});
        }
        nodes_.push_back({{"target", target},
                          {"inputs", inputs},
                          {"outputs", std::move(outputs)},
                          {"metadata", {{"nn_module_stack", "k,,N;k," + module + "," + type}}}});
        return *this;
    }

    std::string text(const std::string& output) const { return document(output).dump(); }
    json document(const std::string& output) const {
        return {
            {"schema_version", {{"major", 8}, {"minor", 20}}},
            {"torch_version", "2.15.0"},
            {"graph_module",
             {{"graph",
               {{"inputs", json::array()},
                {"outputs", json::array({tensor(output)})},
                {"nodes", nodes_},
                {"tensor_values", tensors_},
                {"sym_int_values", json::object()}}},
              {"signature",
               {{"input_specs", inputs_},
                {"output_specs", json::array({{{"user_output", {{"arg", tensor(output)}}}}})}}}}}};
    }

  private:
    json tensors_ = json::object();
    json inputs_ = json::array();
    json nodes_ = json::array();
};

}  // namespace sescope::made
