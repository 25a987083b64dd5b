// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>

#include "app/cli/analyze_run.h"
#include "app/cli/commands.h"
#include "core/base/error.h"

namespace sescope::cli {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  sescope analyze seresnet50/ imagenet/val --per-class 50 --results out/\n"
    "  sescope analyze model.pth images.csv --labels names.tsv --device cuda:0\n"
    "  sescope analyze model.pth photos/ -o part1.profile --shard 1/8\n\n"
    "MODEL is an ONNX file, a program of torch.export (.pt2), a checkpoint of PyTorch "
    "(safetensors,\n"
    ".pth, .pt, whole modules, TorchScript) or a folder of a model hub; any head, or none.\n"
    "IMAGES is a folder with a folder of images for each class, or a table of path and label\n"
    "(.csv, .tsv, .txt, .json, .jsonl). Images are png, jpg, bmp, webp, tif, ppm and their kin; "
    "other\n"
    "files are counted and told. A labels.txt or class_to_idx.json beside the weights is used.";

// "2/8" -> shard 1 (from 0) of 8.
void parse_shard(const std::string& text, DatasetOptions& data) {
    const auto slash = text.find('/');
    int part = 0;
    int parts = 0;
    if (slash != std::string::npos) {
        std::from_chars(text.data(), text.data() + slash, part);
        std::from_chars(text.data() + slash + 1, text.data() + text.size(), parts);
    }
    if (fmt::format("{}/{}", part, parts) != text || part < 1 || parts < part) {
        throw Error(ErrorKind::usage, "--shard " + text + " is no part of a whole", {},
                    "write it as 1/8 .. 8/8");
    }
    data.shard = part - 1;
    data.shards = parts;
}

void add_data_options(CLI::App& command, AnalyzeOptions& options) {
    const std::string group = "Which images";
    options.data.add_to(command, group);
    command.add_option("--seed", options.data.data.seed, "Of the sample and of the split")
        ->group(group);
    add_split(command, options.data.data.split, group);
    command
        .add_option("--shard", options.shard, "Only part I of N, as I/N; join with: sescope merge")
        ->group(group);
}

}  // namespace

void add_analyze(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "analyze", "Run labelled images through a network and record the gates of every SE block");
    command->footer(kFooter);
    const auto options = std::make_shared<AnalyzeOptions>();
    command
        ->add_option("model", options->model,
                     "ONNX file, .pt2, checkpoint, or folder of a model hub")
        ->required();
    command->add_option("images", options->images, kImagesHelp)->required();
    command->add_option("-o,--output", options->output,
                        "The profile to write (default: MODEL's name, .profile)");
    command->add_option("--results", options->results, "Folder for figures and tables");
    command->add_flag("--resume", options->resume,
                      "Go on from the partial profile that an interrupted run left");
    command->add_flag("--force", options->force, "Replace a partial profile");
    add_data_options(*command, *options);
    options->run.add_to(*command);
    options->run.add_thresholds_to(*command);
    options->run.add_reproducible_to(*command);
    options->network.add_to(*command);
    options->table.add_to(*command);
    command->callback([options, &session] {
        if (!options->shard.empty()) parse_shard(options->shard, options->data.data);
        run_analyze(*options, session);
    });
}

}  // namespace sescope::cli
