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
    template <bool WithSquares>
    [[gnu::always_inline]] void add(const float* u, std::int64_t positions, std::int64_t stride,
                                    std::int64_t width) {
        std::int64_t p = 0;
        for (; p + 4 <= positions; p += 4) {
            const float* const a = u + p * stride;
            const float* const b = a + stride;
            const float* const c = b + stride;
            const float* const d = c + stride;
            for (std::int64_t i = 0; i < width; ++i) {
                value[i] += (a[i] + b[i]) + (c[i] + d[i]);
                if constexpr (WithSquares) {
                    square[i] += (a[i] * a[i] + b[i] * b[i]) + (c[i] * c[i] + d[i] * d[i]);
                }
            }
        }
        for (; p < positions; ++p) {
            const float* const a = u + p * stride;
            for (std::int64_t i = 0; i < width; ++i) {
                value[i] += a[i];
                if constexpr (WithSquares) square[i] += a[i] * a[i];
            }
        }
    }
};

/// Means of `width` channels of one image over all its positions.
template <bool WithSquares>
[[gnu::always_inline]] inline void read(const float* u, std::int64_t positions, std::int64_t stride,
                                        std::int64_t width, float* mean, float* energy) {
    std::array<double, kStrip> value{};
    std::array<double, kStrip> square{};
    for (std::int64_t first = 0; first < positions; first += kChunk) {
        StripSums sums;
        sums.add<WithSquares>(u + first * stride, std::min(kChunk, positions - first), stride,
                              width);
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

/// The same with energies where `energy` is not null.
SESCOPE_VECTORISED void read_strip(const float* u, std::int64_t positions, std::int64_t stride,
                                   std::int64_t width, float* mean, float* energy) {
    if (energy) {
        read<true>(u, positions, stride, width, mean, energy);
    } else {
        read<false>(u, positions, stride, width, mean, energy);
    }
}

bool is_plain_map(const at::Tensor& u) {
    return u.is_cpu() && u.scalar_type() == at::kFloat &&
           u.is_contiguous(at::MemoryFormat::ChannelsLast);
}

Squeezed read_once(const at::Tensor& u, bool with_energies) {
    const std::int64_t images = u.size(0);
    const std::int64_t channels = u.size(1);
    const std::int64_t positions = u.size(2) * u.size(3);
    const auto options = u.options().memory_format(at::MemoryFormat::Contiguous);
    Squeezed result{at::empty({images, channels}, options), {}};
    if (with_energies) result.energies = at::empty({images, channels}, options);
    const auto* const from = u.const_data_ptr<float>();
    auto* const mean = result.value.mutable_data_ptr<float>();
    auto* const energy = with_energies ? result.energies.mutable_data_ptr<float>() : nullptr;
    const std::int64_t strips = (channels + kStrip - 1) / kStrip;
    at::parallel_for(0, images * strips, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t k = begin; k < end; ++k) {
            const std::int64_t image = k / strips;
            const std::int64_t channel = k % strips * kStrip;
            const std::int64_t to = image * channels + channel;
            read_strip(from + image * positions * channels + channel, positions, channels,
                       std::min(kStrip, channels - channel), mean + to,
                       energy ? energy + to : nullptr);
        }
    });
    return result;
}

at::Tensor energies_of(const at::Tensor& u) {
    const at::Tensor norm = at::linalg_vector_norm(u, 2, {2, 3}, /*keepdim=*/false, at::kFloat);
    return norm.square().div_(double(u.size(2) * u.size(3))).contiguous();
}

}  // namespace

Squeezed squeezed(const at::Tensor& u, SqueezeOperator squeeze, bool with_energies) {
    if (squeeze == SqueezeOperator::average && is_plain_map(u)) {
        return read_once(u, with_energies);
    }
    Squeezed result;
    if (with_energies) result.energies = energies_of(u);
    if (squeeze == SqueezeOperator::max) result.value = u.amax({2, 3}).to(at::kFloat);
    if (squeeze == SqueezeOperator::average) {
        result.value = u.mean({2, 3}, /*keepdim=*/false, at::kFloat);
    }
    return result;
}

}  // namespace sescope
