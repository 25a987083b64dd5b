// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <optional>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

constexpr std::string_view kAll = "all";
constexpr int kLastStage = 5;
constexpr std::size_t kBlocksOfLastStage = 3;
constexpr std::size_t kPanels = 6;

// "SE_4_6" -> 4; other names have no stage.
std::optional<int> stage_of(std::string_view block) {
    if (!block.starts_with("SE_")) return std::nullopt;
    int stage = 0;
    const char* const end = block.data() + block.size();
    const auto [rest, error] = std::from_chars(block.data() + 3, end, stage);
    if (error != std::errc() || rest == end || *rest != '_') return std::nullopt;
    return stage;
}

// Up to `count` of all blocks, evenly spread, the last one included.
std::vector<int> spread_blocks(std::size_t blocks, std::size_t count) {
    std::vector<int> chosen;
    count = std::min(count, blocks);
    for (std::size_t i = 1; i <= count; ++i) chosen.push_back(int(i * blocks / count) - 1);
    return chosen;
}

std::vector<int> all_indices(std::size_t count) {
    std::vector<int> indices(count);
    std::iota(indices.begin(), indices.end(), 0);
    return indices;
}

std::vector<int> first_of(const std::vector<int>& values, int count) {
    return {values.begin(), values.begin() + std::min<std::ptrdiff_t>(count, std::ssize(values))};
}

std::string did_you_mean(const std::vector<std::string>& names, const std::string& wanted,
                         const char* what) {
    const auto near = near_names(names, wanted);
    if (!near.empty()) return fmt::format("did you mean {}?", fmt::join(near, ", "));
    constexpr std::size_t kShown = 20;
    const std::size_t shown = std::min(names.size(), kShown);
    const auto end = names.begin() + std::ptrdiff_t(shown);
    return fmt::format("it has the {} {}{}", what, fmt::join(names.begin(), end, ", "),
                       shown < names.size() ? fmt::format(" .. ({} in all)", names.size()) : "");
}

std::vector<std::string> block_names(const GateTally& gates) {
    std::vector<std::string> names;
    for (const auto& block : gates.blocks) names.push_back(block.block);
    return names;
}

std::vector<std::string> class_names(const ExcitationProfile& profile) {
    std::vector<std::string> names;
    for (const auto& cls : profile.classes) {
        names.push_back(cls.readable);
        if (cls.name != cls.readable) names.push_back(cls.name);
    }
    return names;
}

int find_class_or_throw(const ExcitationProfile& profile, const std::string& name) {
    const int cls = profile.find_class(name);
    if (cls < 0) {
        throw Error(ErrorKind::usage, text("the profile has no class \"{}\"", name), {},
                    did_you_mean(class_names(profile), name, "classes"));
    }
    if (profile.gates.images[std::size_t(cls)] == 0) {
        throw Error(ErrorKind::data, text("class \"{}\" has no image in the profile", name), {},
                    "leave it out, or analyze images of it first");
    }
    return cls;
}

// Keeps the first of equal ones: a class named twice is one curve.
std::vector<int> without_repeats(const std::vector<int>& values) {
    std::vector<int> kept;
    for (const int value : values) {
        if (std::find(kept.begin(), kept.end(), value) == kept.end()) kept.push_back(value);
    }
    return kept;
}

}  // namespace

std::vector<int> paper_blocks(const GateTally& gates) {
    std::map<int, std::vector<int>> stages;
    for (std::size_t i = 0; i < gates.blocks.size(); ++i) {
        const auto stage = stage_of(gates.blocks[i].block);
        if (!stage) return spread_blocks(gates.blocks.size(), kPanels);
        stages[*stage].push_back(int(i));
    }
    std::vector<int> chosen;
    for (const auto& [stage, blocks] : stages) {
        const std::size_t wanted = stage == kLastStage ? kBlocksOfLastStage : 1;
        const auto count = std::ptrdiff_t(std::min(wanted, blocks.size()));
        chosen.insert(chosen.end(), blocks.end() - count, blocks.end());
    }
    return chosen;
}

std::vector<int> choose_blocks(const ExcitationProfile& profile, const FigureOptions& options) {
    const auto& gates = profile.gates;
    if (gates.blocks.empty()) {
        throw Error(ErrorKind::data,
                    text("the profile has no SE block, so there are no gates to draw: the network "
                         "({}) has no squeeze-and-excitation unit",
                         profile.network.architecture),
                    {}, "analyze a network with SE blocks");
    }
    if (options.blocks.empty()) return paper_blocks(gates);
    if (options.blocks.size() == 1 && options.blocks.front() == kAll) {
        return all_indices(gates.blocks.size());
    }
    std::vector<int> chosen;
    for (const auto& name : options.blocks) {
        chosen.push_back(profile.find_block(name));
        if (chosen.back() < 0) {
            throw Error(ErrorKind::usage, text("the profile has no SE block \"{}\"", name), {},
                        did_you_mean(block_names(gates), name, "blocks"));
        }
    }
    return without_repeats(chosen);
}

std::vector<int> choose_classes(const ExcitationProfile& profile, const FigureOptions& options,
                                int count) {
    const auto with_images = classes_with_images(profile.gates);
    if (with_images.empty()) {
        throw Error(ErrorKind::data, "the profile has no image, so there is nothing to draw", {},
                    "analyze some images first");
    }
    if (options.classes.empty()) {
        auto chosen = most_different_classes(profile, count);
        // Gates that are all NaN cannot be compared; their figure still shows that.
        if (chosen.empty()) chosen = first_of(with_images, count);
        std::sort(chosen.begin(), chosen.end());
        return chosen;
    }
    // A class may itself be called "all".
    if (options.classes.size() == 1 && options.classes.front() == kAll &&
        profile.find_class(kAll) < 0) {
        return with_images;
    }
    std::vector<int> chosen;
    for (const auto& name : options.classes) chosen.push_back(find_class_or_throw(profile, name));
    return without_repeats(chosen);
}

std::vector<int> classes_with_images(const GateTally& gates) {
    std::vector<int> classes;
    for (std::size_t cls = 0; cls < gates.images.size(); ++cls) {
        if (gates.images[cls] > 0) classes.push_back(int(cls));
    }
    return classes;
}

std::string shown_name(const ExcitationProfile& profile, int cls) {
    const auto& chosen = profile.classes.at(std::size_t(cls));
    if (chosen.readable.empty()) return chosen.name;
    const auto same =
        std::count_if(profile.classes.begin(), profile.classes.end(),
                      [&](const DatasetClass& other) { return other.readable == chosen.readable; });
    // ImageNet has two classes "crane" and two "maillot".
    if (same > 1 && chosen.name != chosen.readable) return chosen.readable + ", " + chosen.name;
    return chosen.readable;
}

}  // namespace sescope
