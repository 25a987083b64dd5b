// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/returning_logits.h"

#include <utility>

namespace sescope {

at::Tensor ReturningLogits::host_buffer(const at::Tensor& like) {
    while (!free_.empty()) {
        at::Tensor buffer = std::move(free_.back());
        free_.pop_back();
        if (buffer.sizes() == like.sizes()) return buffer;  // else of a batch that was halved
    }
    return queue_.host_memory(like.sizes().vec(), like.scalar_type());
}

void ReturningLogits::bring(const at::Tensor& logits, std::vector<std::int32_t> labels) {
    UnderWay& batch = under_way_.emplace_back();
    batch.host = host_buffer(logits);
    batch.labels = std::move(labels);
    queue_.enqueue(Lane::computation,
                   [host = batch.host, logits] { host.copy_(logits, /*non_blocking=*/true); });
    batch.arrival = queue_.mark(Lane::computation);
}

void ReturningLogits::forget_after(std::size_t batches) {
    while (under_way_.size() > batches) under_way_.pop_back();
}

FinishedImages ReturningLogits::arrived(Waiting waiting) {
    FinishedImages result;
    try {
        for (; !under_way_.empty(); under_way_.pop_front()) {
            UnderWay& batch = under_way_.front();
            if (waiting == Waiting::no && !batch.arrival->is_past()) break;
            batch.arrival->wait();
            const auto* const rows = batch.host.const_data_ptr<float>();
            const auto values = std::int64_t(batch.labels.size()) * batch.host.size(1);
            result.logits.insert(result.logits.end(), rows, rows + values);
            result.labels.insert(result.labels.end(), batch.labels.begin(), batch.labels.end());
            free_.push_back(std::move(batch.host));
        }
    } catch (const std::exception&) {
        under_way_.clear();  // what failed is not to be had a second time
        throw;
    }
    return result;
}

}  // namespace sescope
