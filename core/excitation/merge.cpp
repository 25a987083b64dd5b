// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>

#include "core/base/message.h"
#include "core/engine/tally_rows.h"
#include "core/excitation/class_rows.h"
#include "core/excitation/origin_names.h"
#include "core/excitation/same_run.h"

namespace sescope {
namespace {

constexpr std::uint64_t kMostImages = std::numeric_limits<std::int32_t>::max();

template <class T>
void require_same(const char* what, const T& a, const T& b) {
    if (a != b) {
        throw Error(ErrorKind::data, text("the parts differ in {} ({} and {})", what, a, b), {},
                    "merge parts of one run only: same network, images, seed and settings");
    }
}

// Long hashes say nothing to a person beyond their first digits.
std::string shortened(const std::string& fingerprint) {
    return fingerprint.substr(0, 12);
}

void require_same_classes(const ExcitationProfile& a, const ExcitationProfile& b) {
    require_same("the number of classes", a.classes.size(), b.classes.size());
    for (std::size_t i = 0; i < a.classes.size(); ++i) {
        require_same(("the head row of class " + a.classes[i].name).c_str(), a.classes[i].head_row,
                     b.classes[i].head_row);
    }
}

void require_same_stopping(const std::optional<StoppingRecord>& a,
                           const std::optional<StoppingRecord>& b) {
    if (a.has_value() == b.has_value() && (!a || a->rule == b->rule)) return;
    const auto shown = [](const std::optional<StoppingRecord>& record) {
        return record ? fmt::format("stops at +-{}{}", record->rule.half_width,
                                    record->rule.population ? " of the population" : "")
                      : std::string("takes all images");
    };
    require_same("when they stop", shown(a), shown(b));
    throw Error(ErrorKind::data, "the parts differ in how they stop");
}

// `width` counts a class; the part's are of the classes `rows`.
void add_counts(std::vector<std::uint64_t>& whole, const std::vector<std::uint64_t>& part,
                std::span<const std::int64_t> rows, int width = 1) {
    if (part.size() != rows.size() * std::size_t(width)) {
        throw Error(ErrorKind::data, "the parts have different numbers of head classes");
    }
    combine_rows(whole, part, rows, std::plus<>());
}

// The part's counts are of the classes `rows`.
void merge_predictions(Predictions& whole, const Predictions& part,
                       std::span<const std::int64_t> rows) {
    require_same("the head's classes", whole.head_classes, part.head_classes);
    require_same("whether classes are matched to the head", whole.matched, part.matched);
    add_counts(whole.images, part.images, rows);
    add_counts(whole.top1, part.top1, rows);
    add_counts(whole.top5, part.top5, rows);
    add_counts(whole.confusion, part.confusion, rows, whole.head_classes);
    whole.not_finite += part.not_finite;
}

// A shard is in one part only, and all parts cut the data set into the same number of shards.
void require_disjoint(const std::vector<CoveredImages>& whole,
                      const std::vector<CoveredImages>& part) {
    for (const auto& a : whole) {
        for (const auto& b : part) {
            if (a.shards != b.shards) {
                throw Error(ErrorKind::data,
                            text("the parts cut the images into different numbers of shards ({} "
                                 "and {}), so some images may be in both",
                                 a.shards, b.shards),
                            {},
                            text("merge parts made with one {} i/n only", Text::option("shard")));
            }
            if (a.sliced != b.sliced) {
                throw Error(ErrorKind::data,
                            "the parts cut the images into shards in different ways, so some "
                            "images may be in both",
                            {}, "make those again that an older SE Scope made");
            }
            if (a.shard == b.shard) {
                throw Error(ErrorKind::data,
                            text("the parts cover the same images: both hold shard {}/{}",
                                 a.shard + 1, a.shards),
                            {}, "give each part once");
            }
        }
    }
}

void merge_origin(ProfileOrigin& whole, const ProfileOrigin& part) {
    whole.covered.insert(whole.covered.end(), part.covered.begin(), part.covered.end());
    std::sort(whole.covered.begin(), whole.covered.end(),
              [](const CoveredImages& a, const CoveredImages& b) { return a.shard < b.shard; });
    add_name(whole.device, part.device);
    add_name(whole.engine, part.engine);
    if (whole.precision == name_of(Precision::automatic)) whole.precision = part.precision;
    whole.seconds = whole_milliseconds(whole.seconds + part.seconds);
    whole.created = std::max(whole.created, part.created);
    whole.sescope_version = std::max(whole.sescope_version, part.sescope_version);
    whole.network_file = std::min(whole.network_file, part.network_file);
    whole.data_root = std::min(whole.data_root, part.data_root);
}

// All shards, worked off: the profile of the unsharded run.
void collapse_covered(ExcitationProfile& whole) {
    if (whole.partial()) return;
    CoveredImages all;
    all.interleaved = whole.origin.covered.front().interleaved;
    for (const auto& part : whole.origin.covered) {
        all.done += part.done;
        all.total += part.total;
    }
    whole.origin.covered = {all};
}

void add_part(ExcitationProfile& whole, const ExcitationProfile& part,
              std::span<const std::int64_t> rows) {
    require_same_run(whole, part);
    require_disjoint(whole.origin.covered, part.origin.covered);
    if (whole.images() + part.images() > kMostImages) {
        throw Error(ErrorKind::data, "the parts have more than 2^31 images together");
    }
    add_rows(whole.gates, part.gates, rows);
    merge_predictions(whole.predictions, part.predictions, rows);
    whole.skipped.insert(whole.skipped.end(), part.skipped.begin(), part.skipped.end());
    merge_origin(whole.origin, part.origin);
}

ClassRows all_rows(const ExcitationProfile& profile) {
    ClassRows rows(profile.classes.size());
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

/// Parts of one data set, added one after another.
class Merge {
  public:
    Merge(ExcitationProfile first, std::size_t parts) : whole_(std::move(first)), parts_(parts) {}

    void add(const ExcitationProfile& part, std::span<const std::int64_t> rows,
             const std::filesystem::path& file = {}) {
        ++added_;
        try {
            add_part(whole_, part, rows);
        } catch (const Error& error) {
            throw Error(error.kind(),
                        text("part {} of {} does not fit those before it: {}", added_, parts_,
                             error.said()),
                        file, error.advice());
        }
    }

    ExcitationProfile finished() && {
        std::stable_sort(
            whole_.skipped.begin(), whole_.skipped.end(),
            [](const SkippedImage& a, const SkippedImage& b) { return natural_less(a.id, b.id); });
        collapse_covered(whole_);
        if (!whole_.partial() && whole_.images() == 0 && !whole_.skipped.empty()) {
            throw Error(ErrorKind::data,
                        text("no part has an image that could be read (the first: {}: {})",
                             whole_.skipped.front().id, whole_.skipped.front().reason),
                        {}, "check the files");
        }
        return std::move(whole_);
    }

  private:
    ExcitationProfile whole_;
    std::size_t parts_;
    std::size_t added_ = 1;
};

}  // namespace

void require_same_run(const ExcitationProfile& a, const ExcitationProfile& b) {
    require_same("their network", shortened(a.origin.network_fingerprint),
                 shortened(b.origin.network_fingerprint));
    if (a.network.preprocessing != b.network.preprocessing) {
        throw Error(ErrorKind::data, "the parts prepared their images differently", {},
                    text("use the same {} and {} for all parts", Text::option("preset"),
                         Text::option("size")));
    }
    if (a.network.structure != b.network.structure) {
        throw Error(ErrorKind::data, "the parts read their network differently", {},
                    "use the same flags for all parts");
    }
    require_same("their images", shortened(a.origin.data_fingerprint),
                 shortened(b.origin.data_fingerprint));
    require_same("their seed", a.origin.seed, b.origin.seed);
    require_same("their images a class", a.origin.per_class, b.origin.per_class);
    require_same_stopping(a.origin.until, b.origin.until);
    // "auto": no image has been run yet.
    const auto undecided = name_of(Precision::automatic);
    if (a.origin.precision != undecided && b.origin.precision != undecided) {
        require_same("their precision", a.origin.precision, b.origin.precision);
    }
    if (a.gates.settings != b.gates.settings) {
        throw Error(ErrorKind::data, "the parts were counted with different open/closed thresholds",
                    {}, "use the same thresholds for all parts");
    }
    require_same_classes(a, b);
}

void add_earlier(ExcitationProfile& later, const ExcitationProfile& earlier) {
    merge_into(later.gates, earlier.gates);
    merge_predictions(later.predictions, earlier.predictions, all_rows(later));
    later.skipped.insert(later.skipped.begin(), earlier.skipped.begin(), earlier.skipped.end());
    add_name(later.origin.device, earlier.origin.device);
    later.origin.seconds = whole_milliseconds(later.origin.seconds + earlier.origin.seconds);
}

ExcitationProfile merge_profiles(std::span<const std::shared_ptr<const ExcitationProfile>> parts) {
    if (parts.empty()) throw Error(ErrorKind::usage, "there is nothing to merge");
    Merge merge(*parts.front(), parts.size());
    for (const auto& part : parts.subspan(1)) merge.add(*part, all_rows(*part));
    return std::move(merge).finished();
}

ExcitationProfile merge_profile_files(std::span<const std::filesystem::path> files) {
    if (files.empty()) throw Error(ErrorKind::usage, "there is nothing to merge");
    Merge merge(spread_out(read_profile_part(files.front())), files.size());
    for (const auto& file : files.subspan(1)) {
        const ProfilePart part = read_profile_part(file);
        merge.add(part.profile, part.rows, file);
    }
    return std::move(merge).finished();
}

}  // namespace sescope
