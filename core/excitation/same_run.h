// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/excitation/profile.h"

namespace sescope {

/// Throws Error{data} saying what differs unless both are of the same network, prepared and read
/// the same way, at the same precision, over the same (unsharded) images.
void require_same_run(const ExcitationProfile& a, const ExcitationProfile& b);

/// Adds what an interrupted run had of the same shard before `later` went on. In place, so that a
/// large tally is not copied once more.
void add_earlier(ExcitationProfile& later, const ExcitationProfile& earlier);

}  // namespace sescope
