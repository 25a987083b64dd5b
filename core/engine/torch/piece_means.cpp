// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/piece_means.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace sescope {

at::Tensor mean_of_pieces(const at::Tensor& sums, std::int64_t positions) {
    const std::int64_t outputs = sums.size(2);
    at::Tensor result = at::empty({sums.size(0), outputs}, sums.options());
    const auto* from = sums.const_data_ptr<float>();
    auto* to = result.mutable_data_ptr<float>();
    std::vector<double> total(static_cast<std::size_t>(outputs));
    for (std::int64_t image = 0; image < sums.size(0); ++image, to += outputs) {
        std::ranges::fill(total, 0.0);
        for (std::int64_t piece = 0; piece < sums.size(1); ++piece, from += outputs) {
            std::transform(from, from + outputs, total.begin(), total.begin(), std::plus<>());
        }
        std::ranges::transform(
            total, to, [&](double sum) { return static_cast<float>(sum / double(positions)); });
    }
    return result;
}

}  // namespace sescope
