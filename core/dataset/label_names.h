// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// A file of labels of a usual name (labels.txt, class_to_idx.json, ..) in `folder` that names all
/// rows of the head, as names for matching. What is there and of no use is remarked on; where two
/// files name the rows differently, neither is taken. `head` is left as it is where it has names.
HeadLabels with_label_file(HeadLabels head, const std::filesystem::path& folder,
                           std::vector<Text>& remarks);

}  // namespace sescope
