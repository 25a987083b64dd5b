// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/operator_counter.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace sescope {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// llround of each element: trunc(x + half, with the sign of x), exact as in LoopCounter.
at::Tensor rounded(const at::Tensor& x) {
    const at::Tensor clamped = x.clamp(-kLargestTerm, kLargestTerm);
    return (clamped + clamped.sign().mul_(0.5)).trunc_().to(at::kLong);
}

template <class T>
void copy_rows(const at::Tensor& from, std::vector<T>& to) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8);
    const at::Tensor host = from.to(at::kCPU).contiguous();
    const auto* data = static_cast<const T*>(host.const_data_ptr());
    std::copy_n(data, to.size(), to.begin());
}

template <class T>
void copy_rows(const at::Tensor& from, PagedArray<T>& to) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8);
    const at::Tensor host = from.to(at::kCPU).contiguous();
    // One row more than there are classes: what is counted nowhere.
    to = PagedArray<T>(std::span(static_cast<const T*>(host.const_data_ptr()), to.size()));
}

}  // namespace

OperatorCounter::OperatorCounter(const CountedBlock& block, int classes,
                                 const TallySettings& settings, at::Device device)
    : block_(block), classes_(classes), settings_(settings) {
    const std::vector<std::int64_t> cells{classes + 1, block.channels};
    const auto options = at::TensorOptions().device(device);
    sum_ = at::zeros(cells, options.dtype(at::kLong));
    sum_of_squares_ = at::zeros(cells, options.dtype(at::kLong));
    min_ = at::full(cells, kInfinity, options.dtype(at::kFloat));
    max_ = at::full(cells, -kInfinity, options.dtype(at::kFloat));
    open_ = at::zeros(cells, options.dtype(at::kInt));
    closed_ = at::zeros(cells, options.dtype(at::kInt));
    histogram_ = at::zeros({std::int64_t{classes + 1} * kHistogramBins}, options.dtype(at::kLong));
    not_finite_ = at::zeros({1}, options.dtype(at::kLong));
    energy_ = at::zeros({block.channels}, options.dtype(at::kLong));
    gate_energy_ = at::zeros_like(energy_);
    squared_gate_energy_ = at::zeros_like(energy_);
    energy_not_finite_ = at::zeros({1}, options.dtype(at::kLong));
}

void OperatorCounter::add(const at::Tensor& gates, const at::Tensor& energies,
                          const BatchLabels& labels) {
    add_energies(gates, energies, labels);
    const at::Tensor finite = gates.isfinite();
    const at::Tensor not_finite = ~finite;
    const at::Tensor row_of_each = labels.rows.unsqueeze(1).expand_as(gates);
    const at::Tensor counted = row_of_each < classes_;
    not_finite_ += (counted & not_finite).sum();

    const at::Tensor gate = gates.masked_fill(not_finite, 0.0) + 0.0;  // -0 becomes 0
    const at::Tensor g = gate.to(at::kDouble);
    const double scale = std::ldexp(1.0, block_.scale_bits);
    sum_.index_add_(0, labels.rows, rounded(g * scale));
    sum_of_squares_.index_add_(0, labels.rows, rounded(g * g * scale));
    min_.scatter_reduce_(0, row_of_each, gate.masked_fill(not_finite, kInfinity), "amin");
    max_.scatter_reduce_(0, row_of_each, gate.masked_fill(not_finite, -kInfinity), "amax");
    open_.index_add_(0, labels.rows, (finite & (gate > settings_.open_above)).to(at::kInt));
    closed_.index_add_(0, labels.rows, (finite & (gate < settings_.closed_below)).to(at::kInt));

    const at::Tensor bin = ((g - block_.histogram_low) * block_.bins_per_unit)
                               .clamp_(0.0, kHistogramBins - 1.0)
                               .to(at::kLong);
    const at::Tensor row = row_of_each.masked_fill(not_finite, classes_);
    histogram_.index_add_(0, (row * kHistogramBins + bin).flatten(),
                          finite.flatten().to(at::kLong));
}

void OperatorCounter::add_energies(const at::Tensor& gates, const at::Tensor& energies,
                                   const BatchLabels& labels) {
    const at::Tensor counted = (labels.rows < classes_).unsqueeze(1);
    const at::Tensor finite = gates.isfinite() & energies.isfinite();
    energy_not_finite_ += (counted & ~finite).sum();
    const at::Tensor unused = ~(counted & finite);
    const at::Tensor g = gates.masked_fill(unused, 0.0).to(at::kDouble);
    const at::Tensor e = energies.masked_fill(unused, 0.0).to(at::kDouble);
    const double scale = std::ldexp(1.0, block_.energy_bits);
    energy_ += rounded(e * scale).sum(0);
    gate_energy_ += rounded(g * e * scale).sum(0);
    squared_gate_energy_ += rounded(g * g * e * scale).sum(0);
}

BlockTally OperatorCounter::tally() const {
    BlockTally result = empty_tally(block_, classes_);
    copy_rows(sum_, result.sum);
    copy_rows(sum_of_squares_, result.sum_of_squares);
    copy_rows(min_, result.min);
    copy_rows(max_, result.max);
    copy_rows(open_, result.open);
    copy_rows(closed_, result.closed);
    copy_rows(histogram_, result.histogram);
    result.not_finite = static_cast<std::uint64_t>(not_finite_.item<std::int64_t>());
    EnergyMoments& moments = result.energies;
    copy_rows(energy_, moments.energy);
    copy_rows(gate_energy_, moments.gate_energy);
    copy_rows(squared_gate_energy_, moments.squared_gate_energy);
    moments.not_finite = static_cast<std::uint64_t>(energy_not_finite_.item<std::int64_t>());
    return result;
}

}  // namespace sescope
