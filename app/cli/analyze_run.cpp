// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/analyze_run.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/cli/inputs.h"
#include "app/cli/progress_line.h"
#include "app/cli/results.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/dataset/input_values.h"
#include "core/network/doubts.h"
#include "core/report/tables.h"

namespace sescope::cli {
namespace {

namespace fs = std::filesystem;

// "seresnet50/model.safetensors" and "seresnet50/" -> "seresnet50.profile"; "net.pth.tar" ->
// "net.profile".
fs::path default_output(const fs::path& model) {
    fs::path name = fs::weakly_canonical(model);
    const std::string file = name.filename().string();
    if (!fs::is_directory(name) &&
        (file.starts_with("model.") || file.starts_with("pytorch_model."))) {
        name = name.parent_path();
    }
    std::string stem = name.filename().string();
    if (!fs::is_directory(name)) stem = stem.substr(0, stem.find('.'));
    return (stem.empty() ? "network" : stem) + ".profile";
}

// The partial profile to go on from, or null for a new run.
std::shared_ptr<const ExcitationProfile> to_resume(const AnalyzeOptions& options,
                                                   const fs::path& output, const Session& session) {
    if (!fs::exists(output)) {
        if (options.resume) remark(session, output.string() + " is not there yet: starting anew");
        return nullptr;
    }
    if (options.resume) return load_profile(output);
    if (options.force) return nullptr;
    // Hours of work may be in a partial profile; a finished one is replaced as any result.
    std::shared_ptr<const ExcitationProfile> there;
    try {
        there = load_profile(output);
    } catch (const Error&) {
        throw Error(ErrorKind::usage, "is there already and is not a profile", output,
                    "choose another --output, or replace it with --force");
    }
    if (there->partial() && options.data.data.shards == 1) {
        throw Error(ErrorKind::usage, "holds the partial profile of an interrupted run", output,
                    "go on from it with --resume, or replace it with --force");
    }
    return nullptr;
}

// One line: `info` has the rest.
void tell_assumptions(const Network& model, const std::string& file, const Session& session) {
    if (model.assumptions.empty()) return;
    std::string names;
    for (const auto& assumed : model.assumptions) {
        names += (names.empty() ? "" : ", ") + assumed.what.str();
    }
    remark(session, fmt::format("assumed, since the file does not say: {}; see: sescope info {}",
                                names, file));
}

void tell_end(const ExcitationProfile& profile, double seconds, const fs::path& output,
              const Session& session) {
    const auto images = static_cast<std::int64_t>(profile.images());
    remark(session, fmt::format("{} images of {} classes in {} on {} ({}); profile: {}",
                                grouped(images), profile.classes.size(), duration_text(seconds),
                                profile.origin.device, profile.origin.precision, output.string()));
    if (!profile.predictions.matched) {
        warn(profile.network.classes == 0
                 ? "no accuracy: the network has no classifier that is read"
                 : "no accuracy: the classes could not be matched to the head");
    }
    std::uint64_t not_finite = profile.predictions.not_finite;
    for (const auto& block : profile.gates.blocks) not_finite += block.not_finite;
    if (not_finite > 0) {
        warn(
            "some gates or predictions were NaN or infinite and are counted nowhere: are the "
            "weights sound?");
    }
}

// "155 of 387 images, +-0.0187: known"
std::string shown(const ClassStop& stop) {
    return fmt::format("{} of {} images, +-{}: {}", stop.taken, stop.total,
                       stop.half_width ? fmt::format("{:.4f}", *stop.half_width) : "?",
                       stop.reached    ? "known"
                       : stop.finished ? "no more images"
                                       : "interrupted");
}

// Of a run that was to stop when its means are known: how far it came.
void tell_stopping(const ExcitationProfile& profile, const Session& session) {
    constexpr std::size_t kMostShown = 20;
    const auto& until = profile.origin.until;
    if (!until) return;
    const auto known = std::count_if(until->classes.begin(), until->classes.end(),
                                     [](const ClassStop& each) { return each.reached; });
    std::uint64_t total = 0;
    for (const ClassStop& each : until->classes) total += each.total;
    remark(session,
           fmt::format("means within +-{} ({:g} %{}) in {} of {} classes; {} of {} images spared",
                       until->rule.half_width, 100 * until->rule.confidence,
                       until->rule.population ? ", of the population" : "", known,
                       until->classes.size(), grouped(std::int64_t(until->spared())),
                       grouped(std::int64_t(total))));
    for (std::size_t i = 0; i < until->classes.size(); ++i) {
        const ClassStop& each = until->classes[i];
        if (until->classes.size() > kMostShown && each.reached) continue;
        remark(session, fmt::format("  {}: {}", profile.classes[i].readable, shown(each)));
    }
}

}  // namespace

void run_analyze(const AnalyzeOptions& options, Session& session) {
    session.stops_by_itself = true;
    const fs::path output =
        options.output.empty() ? default_output(options.model) : fs::path(options.output);
    require_other_files({output.string()}, {options.model, options.images, options.data.labels});
    require_writable(output);
    if (!options.results.empty()) make_folder(options.results);
    const auto resume = to_resume(options, output, session);
    OpenedNetwork network = open_network(options.model, options.network);
    require_finite(network.weights);
    for (const auto& doubt : doubts_about(network.weights)) warn(doubt);
    if (network.model.sites.empty()) {
        warn(fmt::format("{} has no SE block: only predictions are recorded",
                         network.model.architecture));
    }
    const HeadLabels head = head_labels(network.model, network.weights.file, session);
    DatasetOptions data = options.data.options();
    // An interrupted run has seen every class; one of an earlier version went class by class.
    data.interleaved =
        !resume || resume->origin.covered.empty() || resume->origin.covered.front().interleaved;
    data.shuffled = options.run.until.has_value();
    const Dataset dataset = open_dataset(options.images, data, head);
    remark(session,
           fmt::format("{}: {} SE blocks; {} images of {} classes; {}", network.model.architecture,
                       network.model.sites.size(), grouped(std::ssize(dataset.images)),
                       dataset.classes.size(), dataset.head_note.str()));
    tell_data(dataset);
    settle_array_numbers(network.model.preprocessing, dataset, options.network.is_of_arrays());
    tell_assumptions(network.model, options.model, session);

    ProgressLine line(session.quiet);
    AnalyzeSettings settings = options.run.settings(static_cast<int>(dataset.classes.size()));
    settings.resume = resume;
    settings.checkpoint_file = output;
    settings.progress = [&line](const Progress& progress) { line.show(progress); };
    settings.notice = [&](const Text& text) {
        line.end();
        remark(session, text.str());
    };
    settings.engine.notice = settings.notice;
    ExcitationProfile profile = analyze({network.model, network.weights, dataset, data}, settings,
                                        session.stop.get_token());
    line.end();
    const double seconds = profile.origin.seconds;
    if (options.run.reproducible) {
        profile.origin.created.clear();
        profile.origin.seconds = 0;
    }
    save_profile(profile, output);
    tell_skipped(profile.skipped, "profile", session);
    tell_end(profile, seconds, output, session);
    tell_candidates(dataset, profile.predictions);
    tell_stopping(profile, session);
    options.table.print(blocks_table(profile));
    if (session.stop.stop_requested()) {
        warn("interrupted: the profile is partial; the same command with --resume goes on");
        session.exit_code = exit_code(ErrorKind::interrupted);
        return;
    }
    if (!options.results.empty()) write_results(profile, options.results, session);
}

}  // namespace sescope::cli
