// SPDX-License-Identifier: GPL-3.0-or-later
// How a running network counts: at once, or on a device that works in the background.
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/out_of_memory.h"
#include "core/engine/torch/running_native_network.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

std::span<const std::int32_t> labels_of(const ImageBatch& images, int first, int count) {
    if (images.labels.empty()) return {};
    return images.labels.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
}

}  // namespace

void RunningNativeNetwork::accumulate(const ImageBatch& images) {
    if (accumulator_ && images.labels.empty() && images.count > 0) {
        throw Error(ErrorKind::usage, "images without labels cannot be counted by class", {},
                    "give every image a label; -1 is counted nowhere");
    }
    translate_torch_errors(
        [&] { background_ ? accumulate_in_background(images) : accumulate_now(images); });
}

void RunningNativeNetwork::accumulate_now(const ImageBatch& images) {
    std::vector<float> logits;
    run(images, [&](int first, const Pass& pass) {
        append_rows(pass.logits, pass.count, logits);
        if (!accumulator_) return;
        accumulator_->begin(labels_of(images, first, pass.count), pass.padded);
        count(pass.gates);
    });
    // Not before the whole batch is counted: what is handed over is what can be relied on.
    finished_.logits.insert(finished_.logits.end(), logits.begin(), logits.end());
    finished_.labels.insert(finished_.labels.end(), images.labels.begin(), images.labels.end());
    if (images.labels.empty()) {
        finished_.labels.resize(finished_.labels.size() + std::size_t(images.count), -1);
    }
}

void RunningNativeNetwork::accumulate_in_background(const ImageBatch& images) {
    const std::size_t before = background_->under_way();
    try {
        in_passes(images, [&](int first, int count) {
            const auto labels = labels_of(images, first, count);
            std::vector<std::int64_t> rows;
            if (accumulator_) rows = accumulator_->rows_of(labels, batch_);
            background_->add({images, first, count, batch_}, rows,
                             first == 0 ? settings_.stop : std::stop_token());
            if (accumulator_) accumulator_->count_images(labels);
        });
    } catch (const std::exception&) {
        background_->forget_after(before);
        throw;
    }
}

at::Tensor RunningNativeNetwork::pass_in_background(const at::Tensor& images,
                                                    const at::Tensor& rows,
                                                    const std::stop_token& stop) {
    const at::Tensor input = input_.normalised_images(images);
    if (!precision_is_settled_) settle_precision(input);
    GateCollector gates(accumulator_.has_value());
    at::Tensor logits = network_.forward(input.to(network_.type()), gates, stop);
    if (accumulator_) {
        without_retry([&] {
            accumulator_->begin(rows);
            count(gates);
        });
    }
    return logits;
}

void RunningNativeNetwork::count(const GateCollector& gates) {
    for (std::size_t i = 0; i < gates.gates().size(); ++i) {
        accumulator_->take(i, gates.gates()[i], gates.energies()[i]);
    }
}

FinishedImages RunningNativeNetwork::finished(Waiting waiting) {
    if (!background_) return std::exchange(finished_, {});
    return translate_torch_errors([&] { return background_->finished(waiting); });
}

GateTally RunningNativeNetwork::tally() const {
    if (!accumulator_) return {};
    return translate_torch_errors(
        [&] { return done_on(queue_.get(), [&] { return accumulator_->tally(); }); });
}

}  // namespace sescope
