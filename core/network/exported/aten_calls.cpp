// SPDX-License-Identifier: GPL-3.0-or-later
// Operators without a row: calls of ATen by name, where they are pure.
#include <algorithm>
#include <array>

#include "core/checkpoint/printable.h"
#include "core/network/exported/operator_table.h"
#include "core/network/exported/scalar_types.h"

namespace sescope {
namespace {

using nlohmann::json;

// What says where and how a tensor lies: the engine's matter.
constexpr std::array<std::string_view, 3> kPlacement{"as_device", "as_layout", "as_memory_format"};

class CallReader {
  public:
    explicit CallReader(Call& call) : call_(call) {}

    void read(std::string name) {
        graph::AtenCall made{std::move(name), std::string(call_.overload()), {}};
        if (made.overload == "default") made.overload.clear();
        for (const auto& argument : call_.arguments()) {
            const std::string& called = argument.at("name").get_ref<const std::string&>();
            const json& value = argument.at("arg");
            if (is_left_out(value, called)) continue;
            made.arguments.push_back({called, value_of(value, called)});
        }
        call_.give_aten_call(std::move(made), std::move(inputs_));
    }

  private:
    bool is_left_out(const json& value, const std::string& called) const {
        if (called == "pin_memory" || called == "out") return true;
        for (const auto kind : kPlacement) {
            if (value.contains(kind)) return true;
        }
        const auto type = value.find("as_scalar_type");
        if (type == value.end()) return false;
        if (is_schema_float(type->get<int>())) return true;
        throw call_.refused("computes in whole numbers, which is not read");
    }

    graph::InputArgument input(graph::ValueId value) {
        inputs_.push_back(value);
        return {inputs_.size() - 1};
    }

    graph::ArgumentValue value_of(const json& value, const std::string& called) {
        if (value.contains("as_none")) return std::monostate{};
        if (value.contains("as_tensor")) return input(call_.tensor(called));
        if (value.contains("as_tensors")) {
            std::vector<graph::InputArgument> several;
            for (const auto tensor : call_.tensors(called)) several.push_back(input(tensor));
            return several;
        }
        if (value.contains("as_bool")) return call_.boolean(called);
        if (value.contains("as_int") || value.contains("as_sym_int")) return call_.integer(called);
        if (value.contains("as_float")) return call_.real(called);
        if (value.contains("as_string")) return call_.text(called);
        if (value.contains("as_ints") || value.contains("as_sym_ints")) {
            return call_.integers(called);
        }
        if (value.contains("as_floats")) return call_.reals(called);
        throw call_.refused("has an argument " + printable(called) + " of a kind that is not read");
    }

    Call& call_;
    std::vector<graph::ValueId> inputs_;
};

}  // namespace

bool read_as_aten_call(Call& call) {
    const auto name = "aten::" + std::string(call.name());
    const auto allowed = graph::aten_operators();
    if (!std::ranges::binary_search(allowed, std::string_view(name))) return false;
    CallReader(call).read(name);
    return true;
}

}  // namespace sescope
