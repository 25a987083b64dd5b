// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/cost.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/network_options.h"
#include "app/cli/table_output.h"
#include "core/base/error.h"
#include "core/network/network.h"
#include "core/report/tables.h"

namespace sescope::cli {
namespace {

constexpr const char* kFooter =
    "Conventions, since counters disagree:\n"
    "  macs    multiply-accumulates of conv and linear layers, SE included, biases not: the "
    "headline\n"
    "  fvcore  what fvcore's FlopCountAnalysis prints: adds batch norm and adaptive pooling\n"
    "  flops   2 x macs\n\n"
    "Examples:\n"
    "  sescope cost model.safetensors --by block\n"
    "  sescope cost --arch se_resnet50 --reduction 8 --se-stages 3,4 --size 224";

struct CostOptions {
    std::string model;
    BuildOptions build;
    std::string place = "standard";
    std::string squeeze = "average";
    std::string gate = "sigmoid";
    std::string convention = "macs";
    std::string by = "stage";
    bool arch_given = false;
    NetworkOptions network;
    TableOutput table;
};

Network network_of(const CostOptions& options) {
    if (!options.model.empty()) return open_network(options.model, options.network).model;
    BuildOptions build = options.build;
    build.place = parse_place(options.place);
    build.squeeze = parse_squeeze(options.squeeze);
    build.gate = parse_gate(options.gate);
    build.size = options.network.size;
    if (!options.network.stride_in.empty())
        build.stride_in = options.network.stride_in == "conv1" ? 1 : 2;
    return build_network(build);
}

CostConvention convention_named(const std::string& name) {
    for (const auto convention : cost_conventions()) {
        if (name_of(convention) == name) return convention;
    }
    throw Error(ErrorKind::usage, "unknown convention: " + name);
}

CostLevel level_named(const std::string& name) {
    if (name == "layer") return CostLevel::layer;
    return name == "block" ? CostLevel::block : CostLevel::stage;
}

void run_cost(const CostOptions& options) {
    if (options.model.empty() != options.arch_given) {
        throw Error(ErrorKind::usage, "name either a checkpoint or --arch, and not both", {},
                    "see: sescope cost --help");
    }
    const Network model = network_of(options);
    const int size = options.network.size.value_or(model.preprocessing.size);
    const CostConvention convention = convention_named(options.convention);
    options.table.print(cost_table(cost_of(model, size, convention),
                                   cost_of(without_gates(model), size, convention),
                                   level_named(options.by)));
}

}  // namespace

void add_cost(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "cost", "Parameters and operations of a network, and what its SE blocks add");
    command->footer(kFooter);
    const auto options = std::make_shared<CostOptions>();
    command->add_option("model", options->model, "Checkpoint, or folder of a model hub");
    const std::string group = "Instead of a checkpoint";
    auto* arch = command->add_option("--arch", options->build.architecture, "A network by name")
                     ->check(CLI::IsMember(architecture_names()))
                     ->group(group);
    command->add_option("--reduction", options->build.reduction, "r of the SE blocks")
        ->check(CLI::Range(1, 1024))
        ->capture_default_str()
        ->group(group);
    command->add_option("--se-stages", options->build.se_stages, "Stages that have SE blocks")
        ->delimiter(',')
        ->check(CLI::Range(2, 5))
        ->group(group);
    command->add_option("--num-classes", options->build.classes, "Rows of the head")
        ->check(CLI::Range(1, 10'000'000))
        ->capture_default_str()
        ->group(group);
    command->add_option("--place", options->place, "Of the SE unit in its block")
        ->check(CLI::IsMember({"standard", "pre", "post", "identity", "after_3x3"}))
        ->group(group);
    command->add_option("--squeeze", options->squeeze, "Squeeze operator; none: NoSqueeze")
        ->check(CLI::IsMember({"average", "max", "none"}))
        ->group(group);
    command->add_flag("!--no-se-bias", options->build.se_bias, "SE layers without bias")
        ->group(group);
    std::vector<std::string> conventions;
    for (const auto convention : cost_conventions()) conventions.emplace_back(name_of(convention));
    command
        ->add_option("--convention", options->convention, "How operations are counted, see below")
        ->check(CLI::IsMember(conventions))
        ->capture_default_str();
    command->add_option("--by", options->by, "A row for each of")
        ->check(CLI::IsMember({"layer", "block", "stage"}))
        ->capture_default_str();
    options->network.add_to(*command);
    options->table.add_to(*command);
    command->callback([options, arch, &session] {
        options->arch_given = arch->count() > 0;
        run_cost(*options);
        session.exit_code = 0;
    });
}

}  // namespace sescope::cli
