// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/rounds.h"

#include <algorithm>
#include <cmath>

#include "core/base/message.h"

namespace sescope {
namespace {

std::size_t class_of(const LabelledImage& image) {
    return static_cast<std::size_t>(image.label);
}

// Where the first class would have more images than it is looked at after; and the end.
std::vector<std::uint64_t> ends_of_rounds(const Dataset& dataset, const StoppingRule& rule,
                                          std::uint64_t largest_class) {
    const std::vector<std::uint64_t> looks = looks_below(rule, largest_class);
    std::vector<std::uint64_t> seen(dataset.classes.size(), 0);
    std::vector<std::uint64_t> ends;
    for (std::size_t i = 0; i < dataset.images.size() && ends.size() < looks.size(); ++i) {
        if (++seen[class_of(dataset.images[i])] > looks[ends.size()]) ends.push_back(i);
    }
    ends.push_back(dataset.images.size());
    return ends;
}

}  // namespace

Rounds::Rounds(const Dataset& dataset, const StoppingRule& rule, const StoppingRecord* earlier,
               std::uint64_t done)
    : dataset_(dataset) {
    require_sensible(rule);
    record_.rule = rule;
    record_.classes.resize(dataset.classes.size());
    std::uint64_t largest = 0;
    for (const auto& image : dataset.images) {
        largest = std::max(largest, ++record_.classes[class_of(image)].total);
    }
    ends_ = ends_of_rounds(dataset, rule, largest);
    if (earlier == nullptr) return;
    const bool same = std::ranges::equal(record_.classes, earlier->classes, {}, &ClassStop::total,
                                         &ClassStop::total);
    if (!same) {
        throw Error(ErrorKind::data, "the partial profile is of classes with other images", {},
                    text("run without {}", Text::option("resume")));
    }
    record_ = *earlier;
    done_ = done;
}

bool Rounds::over() const {
    return std::all_of(record_.classes.begin(), record_.classes.end(),
                       [](const ClassStop& each) { return each.finished; });
}

Round Rounds::next() const {
    Round round;
    // Where a run was interrupted between the last batch of a round and its look, that is due.
    round.end = *std::lower_bound(ends_.begin(), ends_.end(), std::max(done_, looked_ + 1));
    round.images.root = dataset_.root;
    round.images.classes = dataset_.classes;
    for (std::uint64_t i = done_; i < round.end; ++i) {
        const LabelledImage& image = dataset_.images[i];
        if (record_.classes[class_of(image)].finished) continue;
        round.images.images.push_back(image);
        round.ends.push_back(i + 1);
    }
    return round;
}

void Rounds::advance(std::uint64_t done) {
    for (; done_ < done; ++done_) {
        ClassStop& each = record_.classes[class_of(dataset_.images[done_])];
        if (!each.finished) ++each.taken;
    }
}

void Rounds::look(const GateTally& gates) {
    looked_ = done_;
    for (std::size_t i = 0; i < record_.classes.size(); ++i) {
        ClassStop& each = record_.classes[i];
        if (each.finished) continue;
        const bool all = done_ == dataset_.images.size();
        // Images that cannot be read are none of those whose mean is asked for.
        const std::uint64_t unread = each.taken - std::min(each.taken, gates.images.at(i));
        const std::uint64_t readable = each.total - unread;
        const double half_width =
            widest_half_width(gates, static_cast<int>(i), readable, record_.rule);
        each.half_width = std::isfinite(half_width) ? std::optional(half_width) : std::nullopt;
        each.reached = half_width <= record_.rule.half_width;
        each.finished = each.reached || all || each.taken == each.total;
    }
}

std::uint64_t Rounds::taken() const {
    std::uint64_t taken = 0;
    for (const ClassStop& each : record_.classes) taken += each.taken;
    return taken;
}

std::uint64_t Rounds::left() const {
    std::uint64_t left = 0;
    for (const ClassStop& each : record_.classes)
        left += each.finished ? 0 : each.total - each.taken;
    return left;
}

}  // namespace sescope
