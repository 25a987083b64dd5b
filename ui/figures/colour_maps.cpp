// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/colour_maps.h"

#include <cmath>
#include <span>

namespace sescope {
namespace {

// Every eighth step; what lies between is straight.
constexpr std::array<QRgb, 33> kViridis{
    0xFF440154, 0xFF470D60, 0xFF48186A, 0xFF482374, 0xFF472D7B, 0xFF453781, 0xFF424086,
    0xFF3E4989, 0xFF3B528B, 0xFF375B8D, 0xFF33638D, 0xFF2F6B8E, 0xFF2C728E, 0xFF297A8E,
    0xFF26828E, 0xFF23898E, 0xFF21918C, 0xFF1F978B, 0xFF1F9F88, 0xFF21A685, 0xFF27AD81,
    0xFF31B57B, 0xFF3DBC74, 0xFF4CC26C, 0xFF5CC863, 0xFF6ECE58, 0xFF81D34D, 0xFF95D840,
    0xFFAADC32, 0xFFC0DF25, 0xFFD5E21A, 0xFFEAE51A, 0xFFFDE725};
constexpr std::array<QRgb, 33> kCividis{
    0xFF00224E, 0xFF00285B, 0xFF002E6A, 0xFF053371, 0xFF1A386F, 0xFF273E6E, 0xFF32436D,
    0xFF3B496C, 0xFF434E6C, 0xFF4B546C, 0xFF535A6D, 0xFF5A5F6E, 0xFF61656F, 0xFF686A71,
    0xFF6F7073, 0xFF767676, 0xFF7D7C78, 0xFF838179, 0xFF8B8778, 0xFF928D78, 0xFF9A9376,
    0xFFA29975, 0xFFAAA073, 0xFFB3A670, 0xFFBBAD6D, 0xFFC3B369, 0xFFCCBA64, 0xFFD4C15F,
    0xFFDDC858, 0xFFE6D051, 0xFFEFD748, 0xFFF8DF3C, 0xFFFEE838};

// ColorBrewer's RdBu (Harrower and Brewer, 2003), from blue.
constexpr std::array<QRgb, 11> kBlueRed{0xFF053061, 0xFF2166AC, 0xFF4393C3, 0xFF92C5DE,
                                        0xFFD1E5F0, 0xFFF7F7F7, 0xFFFDDBC7, 0xFFF4A582,
                                        0xFFD6604D, 0xFFB2182B, 0xFF67001F};

std::span<const QRgb> steps_of(ColourMap map) {
    switch (map) {
        case ColourMap::viridis:
            return kViridis;
        case ColourMap::cividis:
            return kCividis;
        case ColourMap::blue_red:
            break;
    }
    return kBlueRed;
}

QRgb mixed(QRgb a, QRgb b, double share) {
    const auto mix = [share](int from, int to) {
        return int(std::lround(from + share * (to - from)));
    };
    return qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
}

}  // namespace

std::array<QRgb, 256> colour_table(ColourMap map) {
    const auto steps = steps_of(map);
    std::array<QRgb, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double at = double(i) / 255.0 * double(steps.size() - 1);
        const auto below = std::min(std::size_t(at), steps.size() - 2);
        table[i] = mixed(steps[below], steps[below + 1], at - double(below));
    }
    return table;
}

}  // namespace sescope
