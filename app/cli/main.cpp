// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "core/base/version.h"

int main(int argc, char** argv) {
    CLI::App app("SE Scope: explore, explain and prune squeeze-and-excitation networks");
    app.set_version_flag("--version", std::string(sescope::kVersion));
    CLI11_PARSE(app, argc, argv);
    return 0;
}
