// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/program.h"

#include <fmt/format.h>

#include <utility>

#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"
#include "core/network/exported/symbols.h"
#include "core/network/json_text.h"

namespace sescope {

using nlohmann::json;

const char* const kHowToExport =
    "export the network again, in evaluation mode and with a free batch:\n"
    "  batch = torch.export.Dim(\"batch\", min=1, max=4096)\n"
    "  program = torch.export.export(model.eval(), (images,), dynamic_shapes=({0: batch},))\n"
    "  torch.export.save(program, \"model.pt2\")";

namespace {

// Of a network of 10,000 operators; the largest of timm has 2,000 and 2 MB.
constexpr std::size_t kMostText = std::size_t{64} << 20;
constexpr std::size_t kMostJsonValues = 4'000'000;
constexpr int kDeepestJson = 64;
constexpr std::size_t kMostNodes = 100'000;

std::string_view text_of(const json& object, const char* name) {
    return object.at(name).get_ref<const std::string&>();
}

// The last of "key,path,class;key,path,class".
void place(ExportedNode& node, const json& metadata) {
    const auto found = metadata.find("nn_module_stack");
    if (found == metadata.end() || !found->is_string()) return;
    std::string_view stack = found->get_ref<const std::string&>();
    const auto last = stack.rfind(';');
    if (last != std::string_view::npos) stack.remove_prefix(last + 1);
    const auto key = stack.find(',');
    const auto type = stack.rfind(',');
    if (key == std::string_view::npos || type == key) return;
    node.module = module_path(stack.substr(key + 1, type - key - 1));
    node.module_class = stack.substr(type + 1);
}

void read_nodes(ExportedProgram& program, const json& graph) {
    const auto& nodes = graph.at("nodes");
    if (!nodes.is_array() || nodes.size() > kMostNodes) {
        throw program.refused(fmt::format("has {} operators, so it is no network", nodes.size()));
    }
    program.nodes.reserve(nodes.size());
    for (const auto& node : nodes) {
        ExportedNode read{text_of(node, "target"), &node.at("inputs"), &node.at("outputs"), {}, {}};
        place(read, node.at("metadata"));
        program.nodes.push_back(std::move(read));
    }
}

// The name of a tensor argument that is all of a specification: {"as_tensor": {"name": ..}}.
std::optional<std::string_view> tensor_name(const json& argument) {
    const auto found = argument.find("as_tensor");
    if (found == argument.end()) return std::nullopt;
    return text_of(*found, "name");
}

void read_input(ExportedProgram& program, const json& specification) {
    constexpr std::pair<const char*, const char*> kinds[]{
        {"parameter", "parameter_name"},
        {"buffer", "buffer_name"},
        {"tensor_constant", "tensor_constant_name"}};
    for (const auto& [kind, key] : kinds) {
        const auto found = specification.find(kind);
        if (found == specification.end()) continue;
        program.weights.push_back({text_of(found->at("arg"), "name"), text_of(*found, key),
                                   std::string_view(kind) != "parameter"});
        return;
    }
    if (specification.contains("constant_input") || specification.contains("token")) return;
    const auto user = specification.find("user_input");
    if (user == specification.end()) {
        throw program.refused("needs an object of a class of its own as an input", kHowToExport);
    }
    const auto& argument = user->at("arg");
    if (argument.contains("as_none")) return;
    const auto name = tensor_name(argument);
    if (!name) throw program.refused("takes an input that is no tensor", kHowToExport);
    program.inputs.push_back(*name);
}

void read_signature(ExportedProgram& program, const json& signature) {
    for (const auto& specification : signature.at("input_specs")) {
        read_input(program, specification);
    }
    if (program.weights.size() > kMostTensors) {
        throw program.refused(fmt::format("has {} weights", program.weights.size()));
    }
    for (const auto& specification : signature.at("output_specs")) {
        const auto user = specification.find("user_output");
        if (user == specification.end()) {
            program.writes_buffers |= specification.contains("buffer_mutation");
        } else if (const auto name = tensor_name(user->at("arg"))) {
            program.outputs.push_back(*name);
        }
    }
}

void read_version(ExportedProgram& program) {
    const auto& version = program.document.at("schema_version");
    const auto major = version.at("major").get<int>();
    const auto minor = version.at("minor").get<int>();
    const auto torch = program.document.find("torch_version");
    const std::string writer = torch != program.document.end() && torch->is_string()
                                   ? "PyTorch " + printable(torch->get_ref<const std::string&>())
                                   : "an unknown PyTorch";
    if (major != 8) {
        throw program.refused(fmt::format("was written by {} with schema {}.{}; schemas 8 are read",
                                          writer, major, minor),
                              "export it again with PyTorch 2.6 to 2.15");
    }
    program.producer = fmt::format("{}, schema {}.{}", writer, major, minor);
}

}  // namespace

bool ExportedProgram::has_tensor(std::string_view name) const {
    return document.at("graph_module").at("graph").at("tensor_values").contains(name);
}

const json& ExportedProgram::tensor(std::string_view name) const {
    const auto& all = document.at("graph_module").at("graph").at("tensor_values");
    const auto found = all.find(name);
    if (found == all.end()) {
        throw refused("does not say what the tensor " + printable(name) + " is");
    }
    return *found;
}

Extents ExportedProgram::shape(std::string_view name) const {
    const auto& sizes = tensor(name).at("sizes");
    if (!sizes.is_array() || sizes.size() > kMostAxes) {
        throw refused("has a tensor " + printable(name) + " of too many dimensions");
    }
    Extents extents;
    for (const auto& size : sizes) {
        extents.push_back(extent(size, name));
        for (const auto value : extents.back().at) {
            if (value >= 0 && value <= kLargestNumber) continue;
            throw refused("has a tensor " + printable(name) + " of a size that cannot be");
        }
    }
    return extents;
}

int ExportedProgram::dtype(std::string_view name) const {
    return tensor(name).at("dtype").get<int>();
}

Extent ExportedProgram::extent(const json& size, std::string_view of) const {
    if (const auto number = size.find("as_int"); number != size.end()) {
        return Extent::fixed(number->get<std::int64_t>());
    }
    const auto expression = size.find("as_expr");
    if (expression == size.end()) {
        throw refused("has sizes of " + printable(of) + " that are no numbers");
    }
    const auto text = text_of(*expression, "expr_str");
    const auto value = evaluate(text, symbols);
    if (!value) {
        throw refused("computes a size of " + printable(of) +
                          " in a way that is not read here: " + printable(text),
                      kHowToExport);
    }
    return *value;
}

Error ExportedProgram::refused(const std::string& message, const std::string& hint) const {
    return {ErrorKind::model, message, file, hint};
}

ExportedProgram parse_program(std::string_view text, const std::filesystem::path& file,
                              std::optional<InputSize> size) {
    ExportedProgram program;
    program.file = file;
    auto document = parse_bounded(text, kMostText, {kDeepestJson, kMostJsonValues});
    if (!document || !document->is_object() || !document->contains("graph_module")) {
        throw program.refused("holds a program of torch.export that is damaged or too large",
                              "copy or download it again");
    }
    program.document = std::move(*document);
    try {
        read_version(program);
        const auto& module = program.document.at("graph_module");
        read_nodes(program, module.at("graph"));
        read_signature(program, module.at("signature"));
        assign_symbols(program, size);
    } catch (const json::exception& error) {
        throw program.refused(
            std::string("holds a damaged program of torch.export: ") + printable(error.what()),
            "copy or download it again");
    }
    return program;
}

}  // namespace sescope
