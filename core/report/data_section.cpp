// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "core/base/message.h"
#include "core/report/report.h"
#include "core/report/report_text.h"
#include "core/report/shown_number.h"

namespace sescope {
namespace {

constexpr std::size_t kMostSkipped = 20;
// More classes than these are not listed in full, but those with the lowest accuracy are.
constexpr std::size_t kMostClasses = 50;
constexpr std::size_t kLowestClasses = 10;

std::string shown_class(const DatasetClass& cls) {
    return cls.readable == cls.name ? cls.name : cls.readable + " (" + cls.name + ")";
}

double share(const std::vector<std::uint64_t>& right, const Predictions& predictions, int cls) {
    const auto i = std::size_t(cls);
    if (!predictions.matched || predictions.images[i] == 0)
        return std::numeric_limits<double>::quiet_NaN();
    return double(right[i]) / double(predictions.images[i]);
}

// "13 to 50", or "50" where all have as many.
std::string images_a_class(const std::vector<std::uint64_t>& images) {
    const auto [least, most] = std::ranges::minmax(images);
    return least == most ? shown_integer(std::int64_t(least))
                         : fmt::format("{} to {}", shown_integer(std::int64_t(least)),
                                       shown_integer(std::int64_t(most)));
}

std::string run_of(const ProfileOrigin& origin) {
    return fmt::format("SE Scope {}, {}, {}, {}, batches of {}{}{}", origin.sescope_version,
                       origin.engine, origin.device, origin.precision, origin.batch,
                       origin.created.empty() ? "" : "; ", origin.created);
}

// Of a run whose classes took no more images than their means needed.
std::string stopped(const StoppingRecord& until) {
    const auto known = std::ranges::count_if(until.classes, &ClassStop::reached);
    return fmt::format(
        "once each mean gate was known within +-{} at {:g} %{}: {} of {} classes, {} images spared",
        until.rule.half_width, 100 * until.rule.confidence,
        until.rule.population ? " (of the population)" : "", shown_integer(std::int64_t(known)),
        shown_integer(std::int64_t(until.classes.size())),
        shown_integer(std::int64_t(until.spared())));
}

Facts facts_of(const ExcitationProfile& profile) {
    const ProfileOrigin& origin = profile.origin;
    Facts facts;
    const auto add = [&](std::string name, std::string value) {
        facts.lines.emplace_back(std::move(name), std::move(value));
    };
    add("images",
        fmt::format("{} of {}", shown_integer(std::int64_t(profile.images())), origin.data_root));
    if (!profile.gates.images.empty()) {
        add("classes", fmt::format("{}, images a class: {}",
                                   shown_integer(std::int64_t(profile.classes.size())),
                                   images_a_class(profile.gates.images)));
    }
    if (origin.per_class > 0) {
        add("sample",
            fmt::format("at most {} of each class, seed {}", origin.per_class, origin.seed));
    }
    if (origin.until) add("stopped", stopped(*origin.until));
    add("skipped", profile.skipped.empty()
                       ? "none"
                       : counted(std::int64_t(profile.skipped.size()), "image", "images"));
    if (!origin.left_out.empty()) add("left out", describe(origin.left_out));
    if (profile.predictions.matched) {
        add("top-1", percent(profile.top1()));
        add("top-5", percent(profile.top5()));
    }
    add("run", run_of(origin));
    add("fingerprint", "SHA-256 " + origin.data_fingerprint);
    return facts;
}

Table classes_table(const ExcitationProfile& profile) {
    Table table{
        "classes",
        {{"class", "class"}, {"images", "images"}, {"top-1", "top1", "%"}, {"top-5", "top5", "%"}},
        {},
        {}};
    const Predictions& predictions = profile.predictions;
    std::vector<int> shown(profile.classes.size());
    std::iota(shown.begin(), shown.end(), 0);
    if (shown.size() > kMostClasses) {
        std::erase_if(shown, [&](int cls) { return predictions.images[std::size_t(cls)] == 0; });
        std::ranges::stable_sort(
            shown, {}, [&](int cls) { return share(predictions.top1, predictions, cls); });
        shown.resize(std::min(shown.size(), kLowestClasses));
        table.notes.push_back(text("The {} classes with the lowest top-1 of {}.", shown.size(),
                                   shown_integer(std::int64_t(profile.classes.size()))));
    }
    for (const int cls : shown) {
        table.rows.push_back({shown_class(profile.classes[std::size_t(cls)]),
                              std::int64_t(predictions.images[std::size_t(cls)]),
                              share(predictions.top1, predictions, cls),
                              share(predictions.top5, predictions, cls)});
    }
    return table;
}

Table skipped_table(const std::vector<SkippedImage>& skipped) {
    Table table{"skipped", {{"skipped image", "id"}, {"reason", "reason"}}, {}, {}};
    for (const auto& image : skipped) {
        if (table.rows.size() == kMostSkipped) {
            table.notes.push_back(
                text("And {} more.", shown_integer(std::int64_t(skipped.size() - kMostSkipped))));
            break;
        }
        table.rows.push_back({image.id, image.reason});
    }
    return table;
}

}  // namespace

ReportSection data_section(const ExcitationProfile& profile) {
    ReportSection section{"Data", {}};
    const auto warn = [&](std::string text) {
        section.parts.emplace_back(Paragraph{std::move(text), ParagraphKind::warning});
    };
    if (profile.partial()) warn("Partial: not all images of the data set have been run.");
    section.parts.emplace_back(facts_of(profile));
    const Predictions& predictions = profile.predictions;
    if (!predictions.matched) {
        section.parts.emplace_back(
            Paragraph{no_accuracy_text(profile.network.classes).str(), ParagraphKind::note});
    } else if (predictions.images.size() == profile.classes.size()) {
        section.parts.emplace_back(classes_table(profile));
    }
    if (predictions.not_finite > 0) {
        warn(counted(std::int64_t(predictions.not_finite), "image", "images") +
             " had NaN or infinite outputs, counted as wrong.");
    }
    if (!profile.skipped.empty()) section.parts.emplace_back(skipped_table(profile.skipped));
    return section;
}

}  // namespace sescope
