// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/network_options.h"
#include "app/cli/network_report.h"
#include "app/cli/table_output.h"

namespace sescope::cli {

void add_info(CLI::App& app, Session& session) {
    auto* command =
        app.add_subcommand("info", "What a checkpoint holds: network, SE blocks, what is assumed");
    struct Options {
        std::string model;
        bool json = false;
        bool keys = false;
        NetworkOptions network;
    };
    const auto options = std::make_shared<Options>();
    command
        ->add_option("model", options->model,
                     "ONNX file, .pt2, checkpoint, or folder of a model hub")
        ->required();
    command->add_flag("--json", options->json, "As JSON");
    command->add_flag("--keys", options->keys, "List every tensor instead");
    options->network.add_to(*command);
    command->callback([options, &session] {
        if (options->keys) {
            TableOutput table;
            table.json = options->json;
            table.print(tensors_table(options->model, options->network.weights));
        } else {
            print_network(open_network(options->model, options->network), options->json);
        }
        session.exit_code = 0;
    });
}

}  // namespace sescope::cli
