// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/profile_digest.h"

#include "core/figures/figure.h"
#include "core/report/tables.h"

namespace sescope::ui {
namespace {

// Four as in the paper.
constexpr int kClassesShownAtFirst = 4;

}  // namespace

DigestPtr digest_of(ProfilePtr profile) {
    auto digest = std::make_shared<ProfileDigest>();
    digest->blocks_table = blocks_table(*profile);
    if (profile->images() > 0) digest->blocks = summarise(*profile);
    for (const int cls : most_different_classes(*profile, kClassesShownAtFirst)) {
        digest->most_different.append(
            QString::fromStdString(profile->classes[static_cast<std::size_t>(cls)].name));
    }
    digest->profile = std::move(profile);
    return digest;
}

}  // namespace sescope::ui
