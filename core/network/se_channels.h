// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network_spec.h"

namespace sescope {

/// C of an SE unit at a place of a block; 0 where the block has no such place.
inline int se_channels(const BlockSpec& block, SePlace place) {
    switch (place) {
        case SePlace::pre:
            return block.channels_in();
        case SePlace::after_3x3:
            return block.convs.size() == 3 ? block.convs[1].out : 0;
        case SePlace::standard:
        case SePlace::post:
        case SePlace::identity:
            break;
    }
    return block.channels_out();
}

}  // namespace sescope
