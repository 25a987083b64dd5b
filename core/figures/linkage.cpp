// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/linkage.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace sescope {
namespace {

constexpr float kFar = std::numeric_limits<float>::infinity();

struct Merge {
    int first;
    int second;
};

// Symmetric, whole: rows are read often.
class Distances {
  public:
    Distances(std::span<const float> points, int count, int width)
        : count_(std::size_t(count)), values_(count_ * count_) {
        // Coordinate by coordinate, so that a whole row of distances grows at once.
        const auto step = std::size_t(width);
        std::vector<float> turned(points.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            turned[i % step * count_ + i / step] = std::isfinite(points[i]) ? points[i] : 0;
        }
        for (std::size_t a = 0; a < count_; ++a) {
            float* const row = values_.data() + a * count_;
            std::fill_n(row, count_, 0.0F);
            for (std::size_t k = 0; k < step; ++k) {
                const float* const all = turned.data() + k * count_;
                const float own = all[a];
                for (std::size_t b = 0; b < count_; ++b) {
                    const float difference = all[b] - own;
                    row[b] += difference * difference;
                }
            }
            for (std::size_t b = 0; b < count_; ++b) row[b] = std::sqrt(row[b]);
            row[a] = kFar;
        }
    }
    const float* row(int a) const { return values_.data() + std::size_t(a) * count_; }
    float& at(int a, int b) { return values_[std::size_t(a) * count_ + std::size_t(b)]; }

  private:
    std::size_t count_;
    std::vector<float> values_;
};

int nearest(const Distances& distances, int of, int preferred, const std::vector<int>& alive) {
    const float* const row = distances.row(of);
    int best = preferred;
    float least = preferred < 0 ? kFar : row[preferred];
    for (const int other : alive) {
        if (row[other] < least || best < 0) {
            if (other == of) continue;
            least = row[other];
            best = other;
        }
    }
    return best;
}

// The merges of the clusters, which keep the index of their first point.
std::vector<Merge> merges_of(Distances& distances, int count) {
    std::vector<int> alive(std::size_t(count), 0);
    std::iota(alive.begin(), alive.end(), 0);
    std::vector<float> size(std::size_t(count), 1);
    std::vector<Merge> merges;
    std::vector<int> chain;
    while (alive.size() > 1) {
        if (chain.empty()) chain.push_back(alive.front());
        const int tip = chain.back();
        const int before = chain.size() > 1 ? chain[chain.size() - 2] : -1;
        const int next = nearest(distances, tip, before, alive);
        if (next != before) {
            chain.push_back(next);
            continue;
        }
        chain.resize(chain.size() - 2);
        const int kept = std::min(tip, next);
        const int gone = std::max(tip, next);
        const float kept_size = size[std::size_t(kept)];
        const float gone_size = size[std::size_t(gone)];
        alive.erase(std::lower_bound(alive.begin(), alive.end(), gone));
        for (const int other : alive) {
            if (other == kept) continue;
            const float joined =
                (kept_size * distances.at(kept, other) + gone_size * distances.at(gone, other)) /
                (kept_size + gone_size);
            distances.at(kept, other) = joined;
            distances.at(other, kept) = joined;
        }
        size[std::size_t(kept)] += gone_size;
        merges.push_back({kept, gone});
    }
    return merges;
}

}  // namespace

std::vector<int> linkage_order(std::span<const float> points, int count, int width) {
    std::vector<double> sum(std::size_t(count), 0.0);
    for (int i = 0; i < count; ++i) {
        for (int k = 0; k < width; ++k) {
            const float value = points[std::size_t(i) * std::size_t(width) + std::size_t(k)];
            sum[std::size_t(i)] += std::isfinite(value) ? double(value) : 0.0;
        }
    }
    Distances distances(points, count, width);
    std::vector<std::vector<int>> members;
    for (int i = 0; i < count; ++i) members.push_back({i});
    for (const auto [first, second] : merges_of(distances, count)) {
        auto& a = members[std::size_t(first)];
        auto& b = members[std::size_t(second)];
        // Both sums are over as many values a point.
        const double mean_a = sum[std::size_t(first)] / double(a.size());
        const double mean_b = sum[std::size_t(second)] / double(b.size());
        if (mean_b > mean_a) std::swap(a, b);
        a.insert(a.end(), b.begin(), b.end());
        b.clear();
        sum[std::size_t(first)] += sum[std::size_t(second)];
    }
    return count > 0 ? members.front() : std::vector<int>{};
}

}  // namespace sescope
