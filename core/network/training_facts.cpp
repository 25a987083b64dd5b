// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/training_facts.h"

namespace sescope {
namespace {

constexpr std::int64_t kLargestImage = 8192;
// Means of values 0..255 are for pixels that were not divided.
constexpr double kLargestMean = 1.0;

template <typename T>
const T* find(const TrainingFacts& facts, const char* name) {
    const auto found = facts.arguments.find(name);
    return found != facts.arguments.end() ? std::get_if<T>(&found->second) : nullptr;
}

std::optional<int> size_of(const TrainingFacts& facts) {
    const auto* side = find<std::int64_t>(facts, "img_size");
    const auto* shape = find<std::vector<std::int64_t>>(facts, "input_size");
    if (side == nullptr && shape != nullptr && shape->size() == 3 && (*shape)[1] == (*shape)[2]) {
        side = &(*shape)[1];
    }
    if (side == nullptr || *side < 8 || *side > kLargestImage) return std::nullopt;
    return static_cast<int>(*side);
}

std::optional<std::array<float, 3>> colour_of(const TrainingFacts& facts, const char* name,
                                              double least) {
    const auto* numbers = find<std::vector<double>>(facts, name);
    if (numbers == nullptr || numbers->size() != 3) return std::nullopt;
    std::array<float, 3> colour{};
    for (std::size_t c = 0; c < colour.size(); ++c) {
        const double number = (*numbers)[c];
        if (!(number >= least && number <= kLargestMean)) return std::nullopt;
        colour[c] = static_cast<float>(number);
    }
    return colour;
}

std::optional<Interpolation> interpolation_of(const TrainingFacts& facts) {
    const auto* name = find<std::string>(facts, "interpolation");
    if (name != nullptr && *name == "bilinear") return Interpolation::bilinear;
    if (name != nullptr && *name == "bicubic") return Interpolation::bicubic;
    return std::nullopt;
}

std::optional<double> crop_of(const TrainingFacts& facts) {
    const auto* crop = find<double>(facts, "crop_pct");
    if (crop == nullptr || !(*crop > 0.1 && *crop <= 1.0)) return std::nullopt;
    return *crop;
}

// Returns whether the value was taken.
template <typename T>
bool fill(std::optional<T>& target, const std::optional<T>& stated) {
    if (target || !stated) return false;
    target = stated;
    return true;
}

}  // namespace

bool add_training_facts(HubConfig& config, const TrainingFacts& facts, int classes) {
    if (config.label_names.empty() &&
        facts.class_names.size() == static_cast<std::size_t>(classes)) {
        config.label_names = facts.class_names;
    }
    if (config.architecture.empty()) config.architecture = facts.architecture;
    bool used = fill(config.size, size_of(facts));
    used = fill(config.crop_pct, crop_of(facts)) || used;
    used = fill(config.interpolation, interpolation_of(facts)) || used;
    // Both, or neither.
    const auto mean = colour_of(facts, "mean", -1.0);
    const auto std = colour_of(facts, "std", 1e-3);
    // A module that leaves images as they are says nothing of how they come in.
    const bool is_idle =
        mean == std::array{0.0F, 0.0F, 0.0F} && std == std::array{1.0F, 1.0F, 1.0F};
    if (mean && std && !is_idle && !config.mean && !config.std) {
        config.mean = mean;
        config.std = std;
        used = true;
    }
    return used;
}

}  // namespace sescope
