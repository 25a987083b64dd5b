// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/figures/figure.h"

namespace sescope {
namespace {

// All pairs cost K^2 D / 2: beyond this many multiply-adds (about 0.2 s) fewer channels are
// compared.
constexpr double kPairBudget = 4e8;

// The mean gates of the classes that can be compared: one row a class.
struct MeanGates {
    std::vector<int> classes;
    std::size_t width = 0;
    std::vector<float> values;

    const float* row(std::size_t i) const { return values.data() + i * width; }
};

float squared_distance(const MeanGates& means, std::size_t a, std::size_t b) {
    const float* const x = means.row(a);
    const float* const y = means.row(b);
    // Four sums, so that one addition need not wait for another.
    float sums[4] = {};
    std::size_t i = 0;
    for (; i + 4 <= means.width; i += 4) {
        for (std::size_t lane = 0; lane < 4; ++lane) {
            const float difference = x[i + lane] - y[i + lane];
            sums[lane] += difference * difference;
        }
    }
    for (; i < means.width; ++i) sums[0] += (x[i] - y[i]) * (x[i] - y[i]);
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// The same share of every block's channels, so that blocks keep their weight.
std::vector<std::vector<int>> compared_channels(const GateTally& gates, std::size_t classes) {
    double total = 0;
    for (const auto& block : gates.blocks) total += block.channels;
    const double pairs = 0.5 * double(classes) * double(classes);
    const double share = std::min(1.0, kPairBudget / std::max(1.0, pairs * total));
    std::vector<std::vector<int>> compared;
    for (const auto& block : gates.blocks) {
        const int count = std::max(1, int(share * block.channels));
        compared.push_back(sample_channels(block.channels, count));
    }
    return compared;
}

// Appends the row of a class; false where a mean is not a number (all its gates were NaN).
bool append_row(const GateTally& gates, const std::vector<std::vector<int>>& compared, int cls,
                std::vector<float>& values) {
    bool finite = true;
    for (std::size_t block = 0; block < compared.size(); ++block) {
        const auto mean = class_mean(gates, int(block), cls);
        for (const int channel : compared[block]) {
            values.push_back(float(mean[std::size_t(channel)]));
            finite = finite && std::isfinite(values.back());
        }
    }
    return finite;
}

MeanGates gather(const GateTally& gates) {
    const auto with_images = std::size_t(std::count_if(
        gates.images.begin(), gates.images.end(), [](std::uint64_t images) { return images > 0; }));
    const auto compared = compared_channels(gates, with_images);
    MeanGates means;
    for (const auto& channels : compared) means.width += channels.size();
    means.values.reserve(with_images * means.width);
    for (std::size_t cls = 0; cls < gates.images.size(); ++cls) {
        if (gates.images[cls] == 0) continue;
        if (append_row(gates, compared, int(cls), means.values)) means.classes.push_back(int(cls));
        means.values.resize(means.classes.size() * means.width);
    }
    return means;
}

std::pair<std::size_t, std::size_t> most_distant_pair(const MeanGates& means) {
    std::pair<std::size_t, std::size_t> farthest{0, 1};
    float largest = -1;
    for (std::size_t a = 0; a < means.classes.size(); ++a) {
        for (std::size_t b = a + 1; b < means.classes.size(); ++b) {
            const float distance = squared_distance(means, a, b);
            if (distance > largest) {
                largest = distance;
                farthest = {a, b};
            }
        }
    }
    return farthest;
}

}  // namespace

std::vector<int> most_different_classes(const ExcitationProfile& profile, int n) {
    const MeanGates means = gather(profile.gates);
    const std::size_t count = means.classes.size();
    const std::size_t wanted = std::min(count, std::size_t(std::max(n, 0)));
    if (count < 2 || wanted == 0) {
        return {means.classes.begin(), means.classes.begin() + std::ptrdiff_t(wanted)};
    }
    const auto [first, second] = most_distant_pair(means);
    std::vector<std::size_t> chosen{first};
    std::vector<float> nearest(count, std::numeric_limits<float>::infinity());
    std::size_t next = second;
    for (;;) {
        for (std::size_t i = 0; i < count; ++i) {
            nearest[i] = std::min(nearest[i], squared_distance(means, i, chosen.back()));
        }
        nearest[chosen.back()] = -1;  // never again
        if (chosen.size() == wanted) break;
        if (chosen.size() > 1) {
            next = std::size_t(std::max_element(nearest.begin(), nearest.end()) - nearest.begin());
        }
        chosen.push_back(next);
    }
    std::vector<int> classes;
    for (const std::size_t i : chosen) classes.push_back(means.classes[i]);
    return classes;
}

std::vector<int> sample_channels(int channels, int n) {
    channels = std::max(channels, 0);
    const int count = n <= 0 ? channels : std::min(n, channels);
    std::vector<int> sampled;
    sampled.reserve(std::size_t(count));
    for (std::int64_t i = 0; i < count; ++i) sampled.push_back(int(i * channels / count));
    return sampled;
}

}  // namespace sescope
