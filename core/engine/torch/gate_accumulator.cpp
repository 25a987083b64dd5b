// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/gate_accumulator.h"

#include <ATen/ops/from_blob.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/engine/torch/loop_counter.h"
#include "core/engine/torch/operator_counter.h"

namespace sescope {

std::unique_ptr<BlockCounter> make_block_counter(CountingMethod method, const CountedBlock& block,
                                                 int classes, const TallySettings& settings,
                                                 at::Device device) {
    if (method == CountingMethod::loops) {
        return std::make_unique<LoopCounter>(block, classes, settings);
    }
    return std::make_unique<OperatorCounter>(block, classes, settings, device);
}

GateAccumulator::GateAccumulator(std::span<const GateSite> sites, int classes,
                                 const TallySettings& settings, at::Device device,
                                 CountingMethod method)
    : classes_(classes),
      settings_(settings),
      device_(device),
      images_(static_cast<std::size_t>(classes), 0) {
    for (const GateSite& site : sites) {
        counters_.push_back(
            make_block_counter(method, counted_block(site), classes, settings, device));
    }
}

void GateAccumulator::begin(std::span<const std::int32_t> labels, int padded) {
    std::vector<std::int64_t> rows = rows_of(labels, padded);
    labels_.host.assign(rows.size(), -1);
    std::ranges::copy(labels, labels_.host.begin());
    count_images(labels);
    labels_.rows =
        at::from_blob(rows.data(), {padded}, at::TensorOptions().dtype(at::kLong))
            .to(at::TensorOptions().device(device_), /*non_blocking=*/false, /*copy=*/true);
}

std::vector<std::int64_t> GateAccumulator::rows_of(std::span<const std::int32_t> labels,
                                                   int padded) const {
    std::vector<std::int64_t> rows(static_cast<std::size_t>(padded), classes_);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::int32_t label = labels[i];
        if (label < -1 || label >= classes_) {
            throw Error(ErrorKind::usage,
                        text("label {} is outside the {} classes of the tally", label, classes_),
                        {}, "labels run from 0 to classes - 1; -1 is counted nowhere");
        }
        if (label >= 0) rows[i] = label;
    }
    return rows;
}

void GateAccumulator::begin(const at::Tensor& rows) {
    labels_.rows = rows;
}

void GateAccumulator::count_images(std::span<const std::int32_t> labels) {
    for (const std::int32_t label : labels) {
        if (label >= 0) ++images_[static_cast<std::size_t>(label)];
    }
}

void GateAccumulator::take(std::size_t block, const at::Tensor& gates, const at::Tensor& energies) {
    counters_.at(block)->add(gates, energies, labels_);
}

GateTally GateAccumulator::tally() const {
    GateTally result;
    result.classes = classes_;
    result.settings = settings_;
    result.images = images_;
    for (const auto& counter : counters_) result.blocks.push_back(counter->tally());
    return result;
}

}  // namespace sescope
