// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "app/cli/analyze_run.h"
#include "app/cli/commands.h"
#include "app/cli/results.h"
#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/dataset/dataset.h"
#include "core/dataset/demo_images.h"

namespace sescope::cli {
namespace {

namespace fs = std::filesystem;

struct DemoOptions {
    std::string out = "demo-out";
    std::string images;
    std::string split = "validation";
    int per_class = 50;
    int side = 64;
    std::uint64_t seed = 1;
    RunOptions run;
};

void draw_class(const DemoOptions& options, int label, const fs::path& folder,
                const Session& session) {
    make_folder(folder);
    const DemoSplit split = options.split == "train" ? DemoSplit::train : DemoSplit::validation;
    for (int index = 0; index < options.per_class; ++index) {
        if (session.stop.stop_requested())
            throw Error(ErrorKind::interrupted, "interrupted while drawing images");
        const RgbImage image{options.side, options.side,
                             draw_demo_image(label, split, options.seed, index, options.side)};
        write_png(folder / fmt::format("{:05}.png", index), image);
    }
}

void draw_images(const DemoOptions& options, const fs::path& root, const Session& session) {
    const auto names = demo_class_names();
    for (std::size_t label = 0; label < names.size(); ++label) {
        draw_class(options, static_cast<int>(label), root / names[label], session);
    }
    remark(session,
           fmt::format("drew {} images of {} classes in {}", options.per_class * std::ssize(names),
                       names.size(), root.string()));
}

void run_demo(const DemoOptions& options, Session& session) {
    session.stops_by_itself = true;
    if (!options.images.empty()) return draw_images(options, options.images, session);
    const fs::path out = options.out;
    draw_images(options, out / "images", session);
    AnalyzeOptions analyze;
    analyze.model = resource_path("demo").string();
    analyze.images = (out / "images").string();
    analyze.output = (out / "demo.profile").string();
    analyze.results = options.out;
    analyze.force = true;
    analyze.run = options.run;
    analyze.data.data.per_class = options.per_class;
    run_analyze(analyze, session);
}

}  // namespace

void add_demo(CLI::App& app, Session& session) {
    auto* command =
        app.add_subcommand("demo", "The main job on a network and images that come with SE Scope");
    command->footer(
        "The network is an SE-ResNet-50 that was trained on images which this program draws "
        "itself:\n"
        "ten classes of textures and shapes. With --images it only draws them, for example to "
        "train\n"
        "on: sescope demo --images train/ --split train --per-class 2000");
    const auto options = std::make_shared<DemoOptions>();
    command->add_option("--out", options->out, "Folder for figures, tables, profile and images")
        ->capture_default_str();
    command->add_option("--images", options->images, "Only draw the images, into this folder");
    command->add_option("--split", options->split, "Of the images; the two never share one")
        ->check(CLI::IsMember({"train", "validation"}))
        ->capture_default_str();
    command->add_option("--per-class", options->per_class, "Images of each class")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("--side", options->side, "Of the images, in pixels")
        ->check(CLI::Range(16, 1024))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "Of the drawing")->capture_default_str();
    options->run.add_to(*command);
    options->run.add_thresholds_to(*command);
    command->callback([options, &session] { run_demo(*options, session); });
}

}  // namespace sescope::cli
