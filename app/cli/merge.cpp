// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "app/cli/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/progress_line.h"
#include "core/base/atomic_file.h"
#include "core/excitation/profile.h"

namespace sescope::cli {
namespace {

struct MergeOptions {
    std::vector<std::string> parts;
    std::string output;
};

void run_merge(const MergeOptions& options, Session& session) {
    require_other_files({options.output}, options.parts);
    require_writable(options.output);
    const std::vector<std::filesystem::path> parts(options.parts.begin(), options.parts.end());
    const ExcitationProfile whole = merge_profile_files(parts);
    save_profile(whole, options.output);
    remark(session, fmt::format("{}: {} images of {} classes{}", options.output,
                                grouped(static_cast<std::int64_t>(whole.images())),
                                whole.classes.size(), whole.partial() ? ", still partial" : ""));
    if (!whole.skipped.empty()) session.exit_code = 1;
}

}  // namespace

void add_merge(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "merge", "Join the profiles of parts of a data set; exactly the profile of the whole");
    const auto options = std::make_shared<MergeOptions>();
    command->add_option("parts", options->parts, "Profiles made with --shard")->required();
    command->add_option("-o,--output", options->output, "The profile to write")->required();
    command->callback([options, &session] { run_merge(*options, session); });
}

}  // namespace sescope::cli
