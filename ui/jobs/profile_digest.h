// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <memory>
#include <vector>

#include "core/excitation/profile.h"
#include "core/report/table.h"

namespace sescope::ui {

using ProfilePtr = std::shared_ptr<const ExcitationProfile>;

/// A profile with what the panes show of it, which takes too long for the UI thread where classes
/// are many: made on the thread that made or read the profile.
struct ProfileDigest {
    ProfilePtr profile;
    std::vector<BlockSummary> blocks;
    Table blocks_table;
    QStringList most_different;  ///< names of the classes that are shown at first
};
using DigestPtr = std::shared_ptr<const ProfileDigest>;

DigestPtr digest_of(ProfilePtr profile);

}  // namespace sescope::ui
