// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/table_output.h"
#include "core/excitation/profile.h"
#include "core/report/tables.h"

namespace sescope::cli {

void add_blocks(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand("blocks", "What each SE block does, a row a block");
    command->footer(
        "Columns: mean gate over all images and channels; std of a channel's gate within a class "
        "and\n"
        "between class means; class share = between / (between + within) variance, eta squared;\n"
        "open and closed = fraction of gates above 0.95 and below 0.05 (or as analysed); stuck =\n"
        "fraction of channels that stay near 0.5, the mark of a block that never learned.");
    struct Options {
        std::string profile;
        TableOutput table;
    };
    const auto options = std::make_shared<Options>();
    command->add_option("profile", options->profile, "Made by: sescope analyze")->required();
    options->table.add_to(*command);
    command->callback([options, &session] {
        const auto profile = load_profile(options->profile);
        if (profile->partial()) warn(options->profile + ": partial, not all images are in it");
        options->table.print(blocks_table(*profile));
        session.exit_code = 0;
    });
}

}  // namespace sescope::cli
