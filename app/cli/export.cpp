// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/network_options.h"
#include "app/cli/network_report.h"
#include "app/cli/progress_line.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/engine.h"
#include "core/network/onnx/write/write_onnx.h"

namespace sescope::cli {
namespace {

struct ExportOptions {
    std::string model;
    std::string output;
    NetworkOptions network;
};

void run_export(const ExportOptions& options, Session& session) {
    const std::filesystem::path output = options.output;
    const std::string kind = output.extension().string();
    if (kind != ".onnx" && kind != ".pt") {
        throw Error(ErrorKind::usage, "is a name of neither ONNX nor TorchScript", output,
                    "end it in .onnx or .pt");
    }
    require_other_files({options.output}, {options.model});
    const OpenedNetwork opened = open_network(options.model, options.network);
    FilesTogether files;
    if (kind == ".onnx") {
        onnx::write(written_onnx(opened.model, opened.weights, output), output, files);
    } else {
        files.write_at(output, [&](const std::filesystem::path& file) {
            load_engine().export_torchscript(opened.model, opened.weights, file);
        });
    }
    require_unchanged(opened.weights);
    files.commit();
    tell_written_network(options.output, kind == ".onnx" ? "ONNX" : "TorchScript", opened.model,
                         session);
    session.exit_code = 0;
}

}  // namespace

void add_export(CLI::App& app, Session& session) {
    auto* command =
        app.add_subcommand("export", "Write a whole network as ONNX or TorchScript, as it is");
    command->footer(
        "OUT ends in .onnx (opset 17, float32, any batch) or .pt (TorchScript). Images go in\n"
        "prepared as `sescope info` says. Without some of its gates: sescope prune.");
    const auto options = std::make_shared<ExportOptions>();
    command
        ->add_option("model", options->model,
                     "Checkpoint, folder of a model hub, ONNX file or .pt2 archive")
        ->required();
    command->add_option("-o,--output", options->output, "File to write")->required();
    options->network.add_to(*command);
    command->callback([options, &session] { run_export(*options, session); });
}

}  // namespace sescope::cli
