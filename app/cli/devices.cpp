// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/table_output.h"
#include "core/engine/engine.h"
#include "core/engine/torch_search.h"

namespace sescope::cli {
namespace {

/// A note a LibTorch: which one is in use, and why others that were found are not.
std::vector<Text> torch_notes(const Engine& engine) {
    std::vector<Text> notes;
    bool in_use = false;
    for (const auto& torch : find_torches(torch_places())) {
        const std::string name = torch.folder.string() + " (" + torch.place + ")";
        if (!torch.why_not.empty()) {
            notes.push_back("Not used: " + torch.version + " in " + name + ": " + torch.why_not +
                            ".");
        } else if (!in_use) {
            in_use = true;
            notes.insert(notes.begin(), engine.version() + " in " + name + ".");
        } else {
            notes.push_back("Not used: " + torch.version + " in " + name +
                            "; SESCOPE_TORCH chooses it.");
        }
    }
    return notes;
}

}  // namespace

void add_devices(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "devices",
        "Where networks can run on this machine, by which PyTorch, and why not elsewhere");
    const auto output = std::make_shared<TableOutput>();
    output->add_to(*command);
    command->footer(
        "PyTorch is looked for beside the program, then in $VIRTUAL_ENV, in $CONDA_PREFIX, by the\n"
        "first python3 of the PATH, and where pip install --user puts it. SESCOPE_TORCH names a\n"
        "folder instead: the package torch, an environment, or an unpacked LibTorch.");
    command->callback([output, &session] {
        const Engine& engine = load_engine();
        Table table{
            "devices",
            {{"device", "device"}, {"name", "name"}, {"usable", "usable"}, {"note", "note"}},
            {},
            torch_notes(engine)};
        for (const auto& device : engine.devices()) {
            table.rows.push_back(
                {device.id, device.name, device.available ? "yes" : "no", device.note});
        }
        output->print(table);
        session.exit_code = 0;
    });
}

}  // namespace sescope::cli
