// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/figure_csv.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/figure_output.h"
#include "app/cli/inputs.h"
#include "app/cli/table_output.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/parsed_number.h"
#include "core/dataset/class_list.h"

namespace sescope::cli {
namespace {

struct FigureCommand {
    std::string name;
    std::string profile;
    std::string output;
    std::string csv;
    std::string json;
    bool raw_csv = false;
    FigureOptions figure;
    std::vector<std::string> class_lists;
    std::vector<std::string> zooms;
    RenderSettings render;
};

using WriteNumbers = std::function<void(std::ostream&)>;

void write_numbers(const std::string& file, const WriteNumbers& write, FilesTogether& files) {
    if (file == "-") {
        write(std::cout);
        finish_stdout();
    } else if (!file.empty()) {
        files.write(file, write);
    }
}

/// "1:0.5:99.5:0:1": part of a panel.
Zoom zoom_of(const std::string& text) {
    std::vector<double> numbers;
    for (const std::string& part : CLI::detail::split(text, ':')) {
        const auto number = parsed_number<double>(part);
        if (!number) break;
        numbers.push_back(*number);
    }
    const bool whole = !numbers.empty() && numbers[0] >= 1 && numbers[0] <= 1e6;
    if (numbers.size() != 5 || !whole || std::ranges::count(text, ':') != 4) {
        throw Error(ErrorKind::usage, fmt::format("--zoom cannot be '{}'", text), {},
                    "give PANEL:LEFT:RIGHT:BOTTOM:TOP, as in 1:100:200:0:1");
    }
    return {int(numbers[0]), {numbers[1], numbers[2]}, {numbers[3], numbers[4]}};
}

void run_figure(FigureCommand& options, const Session& session) {
    if (options.output.empty() && options.csv.empty() && options.json.empty()) {
        throw Error(ErrorKind::usage, "nothing to write", {},
                    "name a file with -o FILE, --csv FILE or --json FILE");
    }
    require_other_files({options.output, options.csv, options.json}, {options.profile});
    if (!options.output.empty()) options.render.format = figure_format_of(options.output);
    find_figure(options.name);  // before the profile is read: there may be none of that name
    const auto profile = load_profile(options.profile);
    const auto is_known = [&](const std::string& name) {
        return name == "all" || profile->find_class(name) >= 0;
    };
    for (const auto& list : options.class_lists) {
        for (auto& name : split_class_list(list, is_known)) {
            options.figure.classes.push_back(std::move(name));
        }
    }
    for (const auto& text : options.zooms) options.figure.zooms.push_back(zoom_of(text));
    const Figure figure =
        zoomed(make_figure(options.name, *profile, options.figure), options.figure.zooms);
    const CsvText texts = options.raw_csv ? CsvText::raw : CsvText::for_spreadsheets;
    FilesTogether files;
    write_numbers(
        options.csv, [&](std::ostream& out) { write_figure_csv(figure, out, texts); }, files);
    write_numbers(
        options.json, [&](std::ostream& out) { write_figure_json(figure, out); }, files);
    if (!options.output.empty()) {
        files.write(options.output, load_figure_renderer().bytes(figure, options.render));
    }
    files.commit();
    if (options.output.empty()) return;
    remark(session, fmt::format("{}: {}", options.output, figure.caption.str()));
}

std::string figure_list() {
    std::string text = "Figures:\n";
    for (const auto& row : figure_table())
        text += fmt::format("  {:<12} {}\n", row.name, row.summary);
    return text;
}

void add_contents(CLI::App& command, FigureOptions& options,
                  std::vector<std::string>& class_lists) {
    command.add_option("--blocks", options.blocks, "Panels, as SE_2_3,SE_5_1; or all")
        ->delimiter(',');
    command.add_option("--classes", class_lists,
                       "Curves or rows, by folder or readable name, separated by commas (names "
                       "that hold commas as they are, or in double quotes); or all");
    command
        .add_option("--class", options.classes, "Curve or row, its name as it is; may be repeated")
        ->allow_extra_args(false);
    command
        .add_option("--channels", options.channels,
                    "Channels drawn, spread uniformly; 0: all (maps always show all)")
        ->check(CLI::Range(0, 1'000'000))
        ->capture_default_str();
    const std::map<std::string, ChannelOrder> orders{{"index", ChannelOrder::index},
                                                     {"mean", ChannelOrder::mean},
                                                     {"spread", ChannelOrder::spread}};
    command
        .add_option("--sort", options.order,
                    "Order of the channels of curves: index, mean (over all images), spread "
                    "(between classes)")
        ->transform(CLI::CheckedTransformer(orders).description("index|mean|spread"))
        ->default_str("index");
    command.add_flag("--band", options.band, "Class figure: one standard deviation around means");
    command.add_flag("!--natural", options.clustered,
                     "Maps in the order of the network, rather than similar ones side by side");
    const std::map<std::string, ColourMap> maps{{"viridis", ColourMap::viridis},
                                                {"cividis", ColourMap::cividis}};
    command
        .add_option("--colours", options.colours,
                    "Of maps whose values have one sign; others are blue to red")
        ->transform(CLI::CheckedTransformer(maps).description("viridis|cividis"))
        ->default_str("viridis");
    const std::map<std::string, MapScale> scales{{"fixed", MapScale::fixed},
                                                 {"block", MapScale::block}};
    command
        .add_option("--scale", options.scale,
                    "Colours of the similarity figure: from -1 to 1, or over the values of a block")
        ->transform(CLI::CheckedTransformer(scales).description("fixed|block"))
        ->default_str("fixed");
    command
        .add_option("--palette", options.palette,
                    "Colours of the classes that are named, in their order, by number: 0 is the "
                    "first of the palette, from 8 on lines are dashed")
        ->delimiter(',')
        ->check(CLI::Range(0, 1'000'000));
}

}  // namespace

void add_figure(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "figure", "Draw a figure of a profile: PNG, SVG or PDF, and its numbers");
    command->footer(figure_list());
    const auto options = std::make_shared<FigureCommand>();
    std::vector<std::string> names;
    for (const auto& row : figure_table()) names.emplace_back(row.name);
    command->add_option("figure", options->name, "Which one, see below")
        ->required()
        ->check(CLI::IsMember(names));
    command->add_option("profile", options->profile, "Made by: sescope analyze")->required();
    command->add_option("-o,--output", options->output, "FILE.png, FILE.svg or FILE.pdf");
    command->add_option("--csv", options->csv, "The numbers behind it; - for stdout");
    command->add_option("--json", options->json, "The same as JSON; - for stdout");
    command->add_flag("--raw-csv", options->raw_csv, kRawCsvHelp);
    add_contents(*command, options->figure, options->class_lists);
    command
        ->add_option("--zoom", options->zooms,
                     "PANEL:LEFT:RIGHT:BOTTOM:TOP: part of a panel (from 1), in the units of its "
                     "axes; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--width", options->render.width_mm, "In millimetres")
        ->check(CLI::Range(20.0, 2000.0))
        ->capture_default_str();
    command
        ->add_option("--height", options->render.height_mm, "In millimetres; 0: as the panels need")
        ->check(CLI::Range(0.0, 2000.0));
    command->add_option("--dpi", options->render.dpi, "Of PNG")
        ->check(CLI::Range(36, 1200))
        ->capture_default_str();
    command->add_option("--font-size", options->render.font_pt, "In points")
        ->check(CLI::Range(3.0, 72.0))
        ->capture_default_str();
    command->add_flag("--dark", options->render.dark, "Light on dark");
    command->callback([options, &session] { run_figure(*options, session); });
}

}  // namespace sescope::cli
