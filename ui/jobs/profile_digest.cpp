// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/profile_digest.h"

#include <algorithm>

#include "core/figures/figure.h"
#include "core/report/tables.h"

namespace sescope::ui {
namespace {

// Four as in the paper.
constexpr int kClassesShownAtFirst = 4;

std::vector<double> sorted_curve(const GateTally& gates, int block) {
    std::vector<double> means = overall_mean(gates, block);
    std::ranges::sort(means);
    const std::size_t step = std::max<std::size_t>(1, means.size() / kCurvePoints);
    std::vector<double> curve;
    for (std::size_t i = 0; i < means.size(); i += step) curve.push_back(means[i]);
    return curve;
}

}  // namespace

DigestPtr digest_of(ProfilePtr profile) {
    auto digest = std::make_shared<ProfileDigest>();
    digest->blocks_table = blocks_table(*profile);
    if (profile->images() > 0) {
        digest->blocks = summarise(*profile);
        for (std::size_t i = 0; i < digest->blocks.size(); ++i)
            digest->curves.push_back(sorted_curve(profile->gates, static_cast<int>(i)));
    }
    for (const int cls : most_different_classes(*profile, kClassesShownAtFirst)) {
        digest->most_different.append(
            QString::fromStdString(profile->classes[static_cast<std::size_t>(cls)].name));
    }
    digest->profile = std::move(profile);
    return digest;
}

}  // namespace sescope::ui
