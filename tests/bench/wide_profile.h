// SPDX-License-Identifier: GPL-3.0-or-later
// A made profile as large as ImageNet's last stage: 1,000 classes by 2,048 channels, three blocks.
#pragma once

#include <cstdint>
#include <string>

#include "core/excitation/profile.h"
#include "core/network/network.h"

namespace sescope {

inline ExcitationProfile wide_profile(int classes, int channels = 2048) {
    ExcitationProfile profile;
    BuildOptions build;
    build.classes = classes;
    profile.network = record_of(build_network(build));
    profile.gates.classes = classes;
    profile.gates.images.assign(std::size_t(classes), 50);
    profile.predictions.images = profile.gates.images;
    profile.predictions.top1.assign(std::size_t(classes), 40);
    profile.predictions.top5.assign(std::size_t(classes), 45);
    profile.predictions.head_classes = classes;
    profile.predictions.confusion.assign(std::size_t(classes) * std::size_t(classes), 0);
    for (int i = 0; i < classes; ++i) {
        const std::string name = "class " + std::to_string(i);
        profile.classes.push_back({name, name, -1});
    }
    std::uint64_t state = 1;
    for (const char* name : {"SE_5_1", "SE_5_2", "SE_5_3"}) {
        BlockTally block;
        block.block = name;
        block.channels = channels;
        const std::size_t cells = std::size_t(classes) * std::size_t(channels);
        block.sum.assign(cells, 0);
        block.sum_of_squares.assign(cells, 0);
        const auto sum = block.sum.writable(0, cells);
        const auto sum_of_squares = block.sum_of_squares.writable(0, cells);
        for (std::size_t i = 0; i < cells; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const auto gate = std::int64_t(state >> 32);  // of 2^32
            sum[i] = 50 * gate;
            sum_of_squares[i] = 50 * std::int64_t((state >> 33) * (state >> 33) >> 30);
        }
        block.min.assign(cells, 0);
        block.max.assign(cells, 1);
        block.open.assign(cells, 1);
        block.closed.assign(cells, 1);
        block.histogram.assign(std::size_t(classes) * kHistogramBins,
                               50 * std::uint64_t(channels) / 256);
        profile.gates.blocks.push_back(std::move(block));
    }
    return profile;
}

}  // namespace sescope
