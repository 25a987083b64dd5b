// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/dataset/dataset.h"

namespace sescope {

/// SHA-256 over ids, class names and file sizes, of all images in their order. Taken over what a
/// run covers before it is split into shards, so that all shards agree.
std::string data_fingerprint(const Dataset& dataset);

}  // namespace sescope
