// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/table_output.h"
#include "core/engine/engine.h"

namespace sescope::cli {

void add_devices(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "devices", "Where networks can run on this machine, and why not elsewhere");
    const auto output = std::make_shared<TableOutput>();
    output->add_to(*command);
    command->callback([output, &session] {
        const Engine& engine = load_engine();
        Table table{
            "devices",
            {{"device", "device"}, {"name", "name"}, {"usable", "usable"}, {"note", "note"}},
            {},
            {engine.version()}};
        for (const auto& device : engine.devices()) {
            table.rows.push_back({device.id, device.name,
                                  std::string(device.available ? "yes" : "no"), device.note});
        }
        output->print(table);
        session.exit_code = 0;
    });
}

}  // namespace sescope::cli
