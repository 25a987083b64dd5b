// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/block_tail.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/addcmul.h>

#include <cstdint>

#include "core/engine/torch/parallel.h"
#include "core/engine/torch/vectorised.h"

namespace sescope {
namespace {

// Positions that a thread takes at a time, at least.
constexpr std::int64_t kGrain = 64;

SESCOPE_VECTORISED void finish_position(float* u, const float* identity, const float* gates,
                                        std::int64_t channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
        const float sum = identity[c] + gates[c] * u[c];
        // Not max(sum, 0): a NaN must stay one.
        u[c] = sum < 0.0f ? 0.0f : sum;
    }
}

bool is_plain_map(const at::Tensor& map) {
    return map.is_cpu() && map.scalar_type() == at::kFloat &&
           map.is_contiguous(at::MemoryFormat::ChannelsLast);
}

bool fits_one_pass(const at::Tensor& identity, const at::Tensor& u, const at::Tensor& gates) {
    return is_plain_map(u) && is_plain_map(identity) && identity.sizes() == u.sizes() &&
           gates.scalar_type() == at::kFloat && gates.numel() == u.size(0) * u.size(1) &&
           gates.is_contiguous();
}

}  // namespace

at::Tensor scaled_sum_relu(const at::Tensor& identity, const at::Tensor& u,
                           const at::Tensor& gates) {
    if (!fits_one_pass(identity, u, gates)) return at::addcmul(identity, u, gates).relu_();
    const std::int64_t channels = u.size(1);
    const std::int64_t positions = u.size(2) * u.size(3);
    auto* const to = u.mutable_data_ptr<float>();
    const auto* const from = identity.const_data_ptr<float>();
    const auto* const scale = gates.const_data_ptr<float>();
    at::parallel_for(0, u.size(0) * positions, kGrain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t p = begin; p < end; ++p) {
            finish_position(to + p * channels, from + p * channels,
                            scale + p / positions * channels, channels);
        }
    });
    return u;
}

}  // namespace sescope
