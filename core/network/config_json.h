// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/checkpoint/state_dict.h"
#include "core/network/preprocessing.h"

namespace sescope {

/// What a config.json beside a checkpoint says: timm's layout on the model hub, and what is alike
/// in those of other programs. Each field is absent where the file does not say it.
struct HubConfig {
    std::string architecture;  ///< "seresnet50"
    std::string tag;           ///< "a1_in1k"
    std::optional<int> size;
    std::optional<double> crop_pct;
    std::optional<Interpolation> interpolation;
    std::optional<std::array<float, 3>> mean;
    std::optional<std::array<float, 3>> std;
    bool of_bytes = false;  ///< mean and std were for pixels up to 255, and were divided by 255
    std::vector<std::string> label_names;
    std::vector<std::string> label_descriptions;  ///< of the same rows
    std::vector<Text> ignored;                    ///< remarks on fields that make no sense
};

/// Reads config.json for a head of `classes` rows. Odd fields are left out and remarked on, and so
/// is text that is no JSON object, too large or too deep: a file of another program's has nothing
/// for us, and the weights are read without it.
HubConfig read_hub_config(std::string_view text, int classes);

/// Adds what a preprocessor_config.json in `folder` (Transformers' layout) says and `config` does
/// not: size and crop, resampling, mean and std. What is done otherwise there is remarked on.
void add_preprocessor_config(HubConfig& config, const std::filesystem::path& folder);

/// The architecture that config.json names, or where there is none the training program that wrote
/// `weights`, without the tag of the weights ("seresnet50" of "seresnet50.a1_in1k"); empty where
/// neither names one, and for what names no more than a family ("resnet").
std::string architecture_in_config(const StateDict& weights);

}  // namespace sescope
