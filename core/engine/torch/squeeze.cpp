// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/squeeze.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/linalg_vector_norm.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/engine/torch/parallel.h"
#include "core/engine/torch/vectorised.h"

namespace sescope {
namespace {

// Channels of a strip: its sums stay in the first-level cache.
constexpr std::int64_t kStrip = 128;
// Positions between two moves of the float sums into double ones, so that their error does not grow
// with the map; a multiple of 4.
constexpr std::int64_t kChunk = 256;

/// Sums over positions of some neighbouring channels.
struct StripSums {
    std::array<float, kStrip> value{};
    std::array<float, kStrip> square{};

    /// Adds `positions` rows of `width` values, `stride` apart. Four at a time, so that the sums
    /// are read and written a quarter as often; plain loops, which compilers vectorise.
    template <bool WithSquares, class Value>
    [[gnu::always_inline]] void add(const Value* u, std::int64_t positions, std::int64_t stride,
                                    std::int64_t width) {
        std::int64_t p = 0;
        for (; p + 4 <= positions; p += 4) {
            const Value* const row = u + p * stride;
            for (std::int64_t i = 0; i < width; ++i) {
                const float a = row[i];
                const float b = row[i + stride];
                const float c = row[i + 2 * stride];
                const float d = row[i + 3 * stride];
                value[i] += (a + b) + (c + d);
                if constexpr (WithSquares) square[i] += (a * a + b * b) + (c * c + d * d);
            }
        }
        for (; p < positions; ++p) {
            const Value* const row = u + p * stride;
            for (std::int64_t i = 0; i < width; ++i) {
                const float a = row[i];
                value[i] += a;
                if constexpr (WithSquares) square[i] += a * a;
            }
        }
    }
};

/// Means of `width` channels of one image over all its positions.
template <bool WithSquares, class Value>
[[gnu::always_inline]] inline void read(const Value* u, std::int64_t positions, std::int64_t stride,
                                        std::int64_t width, float* mean, float* energy) {
    std::array<double, kStrip> value{};
    std::array<double, kStrip> square{};
    for (std::int64_t first = 0; first < positions; first += kChunk) {
        StripSums sums;
        sums.template add<WithSquares>(u + first * stride, std::min(kChunk, positions - first),
                                       stride, width);
        for (std::int64_t i = 0; i < width; ++i) {
            value[i] += sums.value[i];
            if constexpr (WithSquares) square[i] += sums.square[i];
        }
    }
    for (std::int64_t i = 0; i < width; ++i) {
        mean[i] = static_cast<float>(value[i] / double(positions));
        if constexpr (WithSquares) energy[i] = static_cast<float>(square[i] / double(positions));
    }
}

/// Where the means of `width` channels go; energies where they are wanted.
struct Means {
    float* mean;
    float* energy;
};

template <class Value>
[[gnu::always_inline]] inline void read_as_asked(const Value* u, std::int64_t positions,
                                                 std::int64_t stride, std::int64_t width,
                                                 const Means& to) {
    if (to.energy) {
        read<true>(u, positions, stride, width, to.mean, to.energy);
    } else {
        read<false>(u, positions, stride, width, to.mean, to.energy);
    }
}

SESCOPE_VECTORISED void read_strip(const float* u, std::int64_t positions, std::int64_t stride,
                                   std::int64_t width, const Means& to) {
    read_as_asked(u, positions, stride, width, to);
}

SESCOPE_VECTORISED void read_strip(const c10::BFloat16* u, std::int64_t positions,
                                   std::int64_t stride, std::int64_t width, const Means& to) {
    read_as_asked(u, positions, stride, width, to);
}

bool is_plain_map(const at::Tensor& u) {
    const bool is_known = u.scalar_type() == at::kFloat || u.scalar_type() == at::kBFloat16;
    return u.is_cpu() && is_known && u.is_contiguous(at::MemoryFormat::ChannelsLast);
}

template <class Value>
Squeezed read_once(const at::Tensor& u, bool with_energies) {
    const std::int64_t images = u.size(0);
    const std::int64_t channels = u.size(1);
    const std::int64_t positions = u.size(2) * u.size(3);
    const auto options = u.options().dtype(at::kFloat).memory_format(at::MemoryFormat::Contiguous);
    Squeezed result{at::empty({images, channels}, options), {}};
    if (with_energies) result.energies = at::empty({images, channels}, options);
    const auto* const from = u.const_data_ptr<Value>();
    auto* const mean = result.value.mutable_data_ptr<float>();
    auto* const energy = with_energies ? result.energies.mutable_data_ptr<float>() : nullptr;
    const std::int64_t strips = (channels + kStrip - 1) / kStrip;
    at::parallel_for(0, images * strips, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t k = begin; k < end; ++k) {
            const std::int64_t image = k / strips;
            const std::int64_t channel = k % strips * kStrip;
            const std::int64_t to = image * channels + channel;
            read_strip(from + image * positions * channels + channel, positions, channels,
                       std::min(kStrip, channels - channel),
                       {mean + to, energy ? energy + to : nullptr});
        }
    });
    return result;
}

at::Tensor energies_of(const at::Tensor& u) {
    const at::Tensor norm = at::linalg_vector_norm(u, 2, {2, 3}, /*keepdim=*/false, at::kFloat);
    return norm.square().div_(double(u.size(2) * u.size(3))).contiguous();
}

}  // namespace

Squeezed squeezed(const at::Tensor& u, Squeeze squeeze, bool with_energies) {
    if (squeeze == Squeeze::mean && is_plain_map(u)) {
        return u.scalar_type() == at::kFloat ? read_once<float>(u, with_energies)
                                             : read_once<c10::BFloat16>(u, with_energies);
    }
    Squeezed result;
    if (with_energies) result.energies = energies_of(u);
    if (squeeze == Squeeze::max) result.value = u.amax({2, 3}).to(at::kFloat);
    if (squeeze == Squeeze::mean) {
        result.value = u.mean({2, 3}, /*keepdim=*/false, at::kFloat);
    }
    return result;
}

}  // namespace sescope
