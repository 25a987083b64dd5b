// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/native_ensemble.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/native_network.h"
#include "core/engine/torch/out_of_memory.h"
#include "core/engine/torch/precision_choice.h"
#include "core/engine/torch/processor.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

std::span<const Variant> require_alike(std::span<const Variant> variants) {
    if (variants.empty()) throw Error(ErrorKind::usage, "there is no network to run");
    for (const Variant& variant : variants) {
        if (variant.model.preprocessing == variants.front().model.preprocessing) continue;
        throw Error(ErrorKind::usage, "networks that prepare images differently cannot share them",
                    variant.weights.file, "give all of them the same preprocessing");
    }
    return variants;
}

}  // namespace

NativeEnsemble::NativeEnsemble(std::span<const Variant> variants, const EngineSettings& settings,
                               at::Device device)
    : settings_(settings),
      ensemble_(require_alike(variants), device),
      input_(variants.front().model.preprocessing, device),
      batch_(std::max(1, settings.batch)),
      shape_(variants.front().model.input_shape(batch_)) {
    at::set_num_threads(settings.threads > 0 ? settings.threads : usable_cores());
    if (settings.precision != Precision::automatic) {
        require_available(settings.precision, device);
        ensemble_ = prepared(ensemble_, settings.precision, shape_);
        precision_ = settings.precision;
        precision_reason_ = "as asked";
        return;
    }
    const FasterPrecisions faster = faster_precisions(device);
    if (faster.worth_trying.empty()) {
        precision_reason_ = faster.why_none.str();
        ensemble_ = prepared(ensemble_, Precision::fp32, shape_);
    } else {
        precision_reason_ = "to be measured on the first batch";
        to_probe_.emplace(variants.front().model, variants.front().weights);
    }
}

std::string NativeEnsemble::device() const {
    return ensemble_.device().str();
}

std::vector<std::vector<float>> NativeEnsemble::forward(const ImageBatch& images) {
    return translate_torch_errors([&] {
        require_consistent(images);
        std::vector<std::vector<float>> logits(ensemble_.variants());
        for (int first = 0; first < images.count;) {
            const int count = std::min(batch_, images.count - first);
            std::vector<at::Tensor> rows;
            try {
                rows = pass(images, first, count);
            } catch (const std::exception& error) {
                if (!is_out_of_memory(error)) throw;
                batch_ = halved_batch(batch_, ensemble_.device(), settings_.notice, error);
                continue;
            }
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto values = to_host(rows[i].narrow(0, 0, count));
                logits[i].insert(logits[i].end(), values.begin(), values.end());
            }
            first += count;
        }
        return logits;
    });
}

std::vector<at::Tensor> NativeEnsemble::pass(const ImageBatch& images, int first, int count) {
    const at::Tensor input = input_.read(images, first, count, batch_);
    if (to_probe_) settle_precision(input.narrow(0, 0, count));
    return ensemble_.forward(input.to(ensemble_.type()), settings_.stop);
}

// All variants compute alike, so one of them stands for all.
void NativeEnsemble::settle_precision(const at::Tensor& input) {
    const NativeNetwork network(to_probe_->first, to_probe_->second, ensemble_.device());
    const PrecisionChoice choice =
        probe_precision(network, faster_precisions(ensemble_.device()).worth_trying, shape_, input);
    ensemble_ = prepared(ensemble_, choice.precision, shape_);
    precision_ = choice.precision;
    precision_reason_ = choice.reason;
    to_probe_.reset();
}

}  // namespace sescope
