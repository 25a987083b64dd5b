// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/running_native_family.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/native_network.h"
#include "core/engine/torch/out_of_memory.h"
#include "core/engine/torch/precision_choice.h"
#include "core/engine/torch/processor.h"
#include "core/engine/torch/wall.h"

namespace sescope {
namespace {

std::span<const FamilyMember> require_alike(std::span<const FamilyMember> members) {
    if (members.empty()) throw Error(ErrorKind::usage, "there is no network to run");
    for (const FamilyMember& member : members) {
        if (member.spec.preprocessing == members.front().spec.preprocessing) continue;
        throw Error(ErrorKind::usage, "networks that prepare images differently cannot share them",
                    member.weights.file, "give all of them the same preprocessing");
    }
    return members;
}

}  // namespace

RunningNativeFamily::RunningNativeFamily(std::span<const FamilyMember> members,
                                         const EngineSettings& settings, at::Device device)
    : settings_(settings),
      family_(require_alike(members), device),
      input_(members.front().spec.preprocessing, device),
      batch_(std::max(1, settings.batch)),
      shape_{batch_, 3, members.front().spec.preprocessing.size,
             members.front().spec.preprocessing.size} {
    at::set_num_threads(settings.threads > 0 ? settings.threads : usable_cores());
    if (settings.precision != Precision::automatic) {
        require_available(settings.precision, device);
        family_ = prepared(family_, settings.precision, shape_);
        precision_ = settings.precision;
        precision_reason_ = "as asked";
        return;
    }
    const FasterPrecisions faster = faster_precisions(device);
    if (faster.worth_trying.empty()) {
        precision_reason_ = faster.why_none;
        family_ = prepared(family_, Precision::fp32, shape_);
    } else {
        precision_reason_ = "to be measured on the first batch";
        to_probe_.emplace(members.front().spec, members.front().weights);
    }
}

std::string RunningNativeFamily::device() const {
    return family_.device().str();
}

std::vector<std::vector<float>> RunningNativeFamily::forward(const ImageBatch& images) {
    return behind_the_wall([&] {
        require_consistent(images);
        std::vector<std::vector<float>> logits(family_.members());
        for (int first = 0; first < images.count;) {
            const int count = std::min(batch_, images.count - first);
            std::vector<at::Tensor> rows;
            try {
                rows = pass(images, first, count);
            } catch (const std::exception& error) {
                if (!is_out_of_memory(error)) throw;
                batch_ = halved_batch(batch_, family_.device(), settings_.notice, error);
                continue;
            }
            for (std::size_t member = 0; member < rows.size(); ++member) {
                const auto values = to_host(rows[member].narrow(0, 0, count));
                logits[member].insert(logits[member].end(), values.begin(), values.end());
            }
            first += count;
        }
        return logits;
    });
}

std::vector<at::Tensor> RunningNativeFamily::pass(const ImageBatch& images, int first, int count) {
    const at::Tensor input = input_.read(images, first, count, batch_);
    if (to_probe_) settle_precision(input.narrow(0, 0, count));
    return family_.forward(input.to(family_.type()), settings_.stop);
}

// All members compute alike, so one of them stands for all.
void RunningNativeFamily::settle_precision(const at::Tensor& input) {
    const NativeNetwork network(to_probe_->first, to_probe_->second, family_.device());
    const PrecisionChoice choice =
        probe_precision(network, faster_precisions(family_.device()).worth_trying, shape_, input);
    family_ = prepared(family_, choice.precision, shape_);
    precision_ = choice.precision;
    precision_reason_ = choice.reason;
    to_probe_.reset();
}

}  // namespace sescope
