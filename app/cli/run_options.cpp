// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_options.h"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace sescope::cli {
namespace {

std::vector<std::string> precision_names() {
    std::vector<std::string> names{std::string(name_of(Precision::automatic))};
    for (const Precision value : named_precisions()) names.emplace_back(name_of(value));
    return names;
}

}  // namespace

void RunOptions::add_to(CLI::App& command) {
    const std::string group = "How to run";
    command.add_option("--device", device, "auto, cpu, cuda or cuda:N (see: sescope devices)")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--precision", precision,
                    "auto picks by measuring, within 0.01 of fp32's gates")
        ->check(CLI::IsMember(precision_names()))
        ->capture_default_str()
        ->group(group);
    command.add_option("--batch", batch, "Images at a time; 0: chosen")
        ->check(CLI::Range(0, 4096))
        ->group(group);
    command.add_option("--threads", threads, "Threads of the network; 0: all cores")
        ->check(CLI::Range(0, 1024))
        ->group(group);
    command.add_option("--workers", workers, "Threads that decode images; 0: chosen")
        ->check(CLI::Range(0, 256))
        ->group(group);
}

void RunOptions::add_thresholds_to(CLI::App& command) {
    const std::string group = "How to run";
    command.add_option("--open-above", open_above, "A gate above this counts as open")
        ->capture_default_str()
        ->group(group);
    command.add_option("--closed-below", closed_below, "A gate below this counts as closed")
        ->capture_default_str()
        ->group(group);
    auto* rule =
        command
            .add_option("--until", until,
                        "Stop, class by class, once each mean gate is known within +- this (95 %)")
            ->check(CLI::Range(1e-6, 1e6))
            ->group(group);
    command
        .add_flag("--population", population,
                  "With --until: known of what the images are a sample of, not of all of them")
        ->needs(rule)
        ->group(group);
}

void RunOptions::add_reproducible_to(CLI::App& command) {
    command
        .add_flag("--reproducible", reproducible,
                  "Leave out when and how long it ran: equal runs give equal files")
        ->group("How to run");
}

void add_split(CLI::App& command, Split& split, const std::string& group) {
    const auto choose = [&split](const std::string& name) {
        for (const auto value : {Split::all, Split::profile, Split::proof}) {
            if (name_of(value) == name) split = value;
        }
    };
    command
        .add_option_function<std::string>(
            "--split", choose,
            "Half of each class: profile or proof, which share no image (of the same --seed)")
        ->check(CLI::IsMember({"all", "profile", "proof"}))
        ->group(group);
}

AnalyzeSettings RunOptions::settings(int classes) const {
    AnalyzeSettings settings;
    settings.engine.device = device;
    settings.engine.precision = precision_called(precision);
    settings.engine.threads = threads;
    settings.engine.batch = batch;
    settings.engine.classes = classes;
    settings.engine.tally = {open_above, closed_below};
    settings.loader.batch = batch;
    settings.loader.workers = workers;
    if (until) {
        settings.until.emplace();
        settings.until->half_width = *until;
        settings.until->population = population;
    }
    return settings;
}

}  // namespace sescope::cli
