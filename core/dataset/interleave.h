// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"

namespace sescope {

/// The first image of each class, then the second of each, .. so that the first images are of all
/// classes, as with `DatasetOptions::interleaved`. The fingerprint stays as it is.
void interleave_classes(Dataset& dataset);

}  // namespace sescope
