// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles made by hand for the tests of figures.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/engine/tally_rows.h"
#include "core/excitation/profile.h"

namespace sescope {

struct MadeBlock {
    std::string name;
    int channels = 0;
};

/// The gate of an image: block, class, channel, image.
using MadeGate = std::function<double(int block, int cls, int channel, int image)>;

/// The profile of such gates, counted as gate_tally.h says.
inline ExcitationProfile made_profile(const std::vector<MadeBlock>& blocks,
                                      const std::vector<std::uint64_t>& images,
                                      const MadeGate& gate) {
    ExcitationProfile profile;
    profile.network.architecture = "SE-ResNet-50";
    profile.origin.data_root = "made";
    profile.gates.classes = int(images.size());
    profile.gates.images = images;
    profile.predictions.images = images;
    for (std::size_t cls = 0; cls < images.size(); ++cls) {
        profile.classes.push_back({"c" + std::to_string(cls), "class " + std::to_string(cls), -1});
    }
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        BlockTally tally;
        tally.block = blocks[b].name;
        tally.channels = blocks[b].channels;
        const std::size_t cells = images.size() * std::size_t(tally.channels);
        clear_counts(tally, images.size());
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const int cls = int(cell) / tally.channels;
            for (std::uint64_t image = 0; image < images[std::size_t(cls)]; ++image) {
                const double g = gate(int(b), cls, int(cell) % tally.channels, int(image));
                tally.sum[cell] += std::llround(std::ldexp(g, tally.scale_bits));
                tally.sum_of_squares[cell] += std::llround(std::ldexp(g * g, tally.scale_bits));
                tally.min[cell] = std::min(tally.min[cell], float(g));
                tally.max[cell] = std::max(tally.max[cell], float(g));
            }
        }
        profile.gates.blocks.push_back(std::move(tally));
    }
    return profile;
}

/// Blocks SE_2_1 .. of a network with so many blocks in each stage from the second.
inline std::vector<MadeBlock> made_blocks(const std::vector<int>& per_stage, int channels = 4) {
    std::vector<MadeBlock> blocks;
    for (std::size_t stage = 0; stage < per_stage.size(); ++stage) {
        for (int index = 1; index <= per_stage[stage]; ++index) {
            blocks.push_back({"SE_" + std::to_string(stage + 2) + "_" + std::to_string(index),
                              channels << stage});
        }
    }
    return blocks;
}

}  // namespace sescope
