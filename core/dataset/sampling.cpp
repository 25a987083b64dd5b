// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/sampling.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>

namespace sescope {
namespace {

// The finaliser of SplitMix64: every bit of the input moves every bit of the result.
std::uint64_t scramble_bits(std::uint64_t bits) {
    bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ bits >> 27) * 0x94d049bb133111ebULL;
    return bits ^ bits >> 31;
}

// FNV-1a, then scrambled with the seed. Written out, since std::hash differs between libraries.
std::uint64_t lot_of(std::string_view name, std::uint64_t seed) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return scramble_bits(hash ^ scramble_bits(seed + 0x9e3779b97f4a7c15ULL));
}

using Lot = std::pair<std::uint64_t, std::size_t>;  // ties go to the earlier file

// Every file's lot, the lowest `count` in front.
std::vector<Lot> lowest_first(const std::vector<std::string>& files, std::ptrdiff_t count,
                              std::uint64_t seed) {
    std::vector<Lot> lots;
    lots.reserve(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) lots.emplace_back(lot_of(files[i], seed), i);
    std::nth_element(lots.begin(), lots.begin() + count, lots.end());
    return lots;
}

// Keeps the files of these lots, in the order that they had.
void keep(std::vector<std::string>& files, std::span<Lot> lots) {
    std::sort(lots.begin(), lots.end(),
              [](const Lot& a, const Lot& b) { return a.second < b.second; });
    std::vector<std::string> kept;
    kept.reserve(lots.size());
    for (const Lot& lot : lots) kept.push_back(std::move(files[lot.second]));
    files = std::move(kept);
}

// Splitting draws other lots than sampling, so that a sample of a half is a random one.
constexpr std::uint64_t kSplitSeed = 0x5e5c09e591175eedULL;

}  // namespace

void sample_files(std::vector<std::string>& files, int count, std::uint64_t seed) {
    if (count <= 0 || static_cast<std::size_t>(count) >= files.size()) return;
    auto lots = lowest_first(files, count, seed);
    keep(files, std::span(lots).first(static_cast<std::size_t>(count)));
}

void keep_half(std::vector<std::string>& files, Split split, std::uint64_t seed) {
    if (split == Split::all || files.empty()) return;
    const std::size_t of_profile = (files.size() + 1) / 2;
    auto lots = lowest_first(files, static_cast<std::ptrdiff_t>(of_profile), seed ^ kSplitSeed);
    keep(files, split == Split::profile ? std::span(lots).first(of_profile)
                                        : std::span(lots).subspan(of_profile));
}

void order_by_lots(std::vector<LabelledImage>& images, std::uint64_t seed) {
    struct Drawn {
        std::int32_t label;
        Lot lot;
    };
    std::vector<Drawn> drawn;
    drawn.reserve(images.size());
    for (std::size_t i = 0; i < images.size(); ++i) {
        drawn.push_back({images[i].label, {lot_of(images[i].id, seed), i}});
    }
    std::vector<std::size_t> places(images.size());  // by class, each class's in ascending order
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        return images[a].label < images[b].label;
    });
    std::sort(drawn.begin(), drawn.end(), [](const Drawn& a, const Drawn& b) {
        return std::pair(a.label, a.lot) < std::pair(b.label, b.lot);
    });
    std::vector<LabelledImage> ordered(images.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        ordered[places[i]] = std::move(images[drawn[i].lot.second]);
    }
    images = std::move(ordered);
}

std::string_view name_of(Split split) noexcept {
    switch (split) {
        case Split::profile:
            return "profile";
        case Split::proof:
            return "proof";
        case Split::all:
            break;
    }
    return "all";
}

}  // namespace sescope
