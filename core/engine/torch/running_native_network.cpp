// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/running_native_network.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <utility>

#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/map_collector.h"
#include "core/engine/torch/out_of_memory.h"
#include "core/engine/torch/precision_choice.h"
#include "core/engine/torch/processor.h"
#include "core/engine/torch/wall.h"

namespace sescope {
namespace {

/// The first `count` rows, on the host.
void append_rows(const at::Tensor& tensor, int count, std::vector<float>& to) {
    const std::vector<float> rows = to_host(tensor.narrow(0, 0, count));
    to.insert(to.end(), rows.begin(), rows.end());
}

}  // namespace

RunningNativeNetwork::RunningNativeNetwork(const NetworkSpec& spec, const StateDict& weights,
                                           const EngineSettings& settings, at::Device device,
                                           RunHooks hooks)
    : spec_(spec),
      settings_(settings),
      hooks_(std::move(hooks)),
      network_(spec, weights, device),
      input_(spec.preprocessing, device),
      batch_(std::max(1, settings.batch)),
      shape_{batch_, 3, spec.preprocessing.size, spec.preprocessing.size} {
    at::set_num_threads(settings.threads > 0 ? settings.threads : usable_cores());
    if (settings.classes > 0) {
        const auto method = device.is_cpu() ? CountingMethod::loops : CountingMethod::operators;
        accumulator_.emplace(spec, settings.classes, settings.tally, device, method);
    }
    if (settings.precision != Precision::automatic) {
        require_available(settings.precision, device);
        pack(settings.precision);
        precision_reason_ = "as asked";
        return;
    }
    const FasterPrecisions faster = faster_precisions(device);
    precision_is_settled_ = faster.worth_trying.empty();
    precision_reason_ =
        precision_is_settled_ ? faster.why_none : "to be measured on the first batch";
    if (precision_is_settled_) pack(Precision::fp32);
}

void RunningNativeNetwork::pack(Precision precision) {
    network_ = prepared(network_, precision, shape_);
    precision_of_network_ = precision;
    maps_.emplace();  // the plain weights' memory goes back to the system
}

std::string RunningNativeNetwork::device() const {
    return network_.device().str();
}

ForwardResult RunningNativeNetwork::forward(const ImageBatch& images) {
    return behind_the_wall([&] {
        ForwardResult result;
        for (const BlockSpec* block : spec_.se_blocks()) {
            result.blocks.push_back({block->name(), block->se->channels, {}});
        }
        run(images, [&](int, const Pass& pass) {
            append_rows(pass.logits, pass.count, result.logits);
            for (std::size_t i = 0; i < result.blocks.size(); ++i) {
                append_rows(pass.gates.gates()[i], pass.count, result.blocks[i].gates);
            }
        });
        return result;
    });
}

ForwardResult RunningNativeNetwork::forward_with_maps(const ImageBatch& images,
                                                      std::string_view block) {
    ForwardResult result = forward(images);
    const auto named = [&](const BlockGates& gates) { return gates.block == block; };
    const auto found = std::ranges::find_if(result.blocks, named);
    if (found == result.blocks.end()) {
        throw Error(ErrorKind::usage, "the network has no SE block \"" + std::string(block) + "\"");
    }
    const auto index = static_cast<std::size_t>(found - result.blocks.begin());
    return behind_the_wall([&] {
        PositionMaps& maps = result.maps.emplace();
        // One at a time: a pass that cuts its batch into chunks hands on gates, not maps.
        for (int image = 0; image < images.count; ++image) {
            MapCollector collector(index);
            const at::Tensor input = input_.read(images, image, 1, 1);
            network_.forward(input.to(network_.type()), collector, settings_.stop);
            maps.height = static_cast<int>(collector.before().size(1));
            maps.width = static_cast<int>(collector.before().size(2));
            append_rows(collector.before(), 1, maps.before);
            append_rows(collector.after(), 1, maps.after);
        }
        return result;
    });
}

ForwardResult RunningNativeNetwork::accumulate(const ImageBatch& images) {
    if (accumulator_ && images.labels.empty() && images.count > 0) {
        throw Error(ErrorKind::usage, "images without labels cannot be counted by class", {},
                    "give every image a label; -1 is counted nowhere");
    }
    return behind_the_wall([&] {
        ForwardResult result;
        run(images, [&](int first, const Pass& pass) {
            append_rows(pass.logits, pass.count, result.logits);
            if (!accumulator_) return;
            accumulator_->begin(images.labels.subspan(static_cast<std::size_t>(first),
                                                      static_cast<std::size_t>(pass.count)),
                                pass.padded);
            for (std::size_t i = 0; i < pass.gates.gates().size(); ++i) {
                accumulator_->take(i, pass.gates.gates()[i], pass.gates.energies()[i]);
            }
        });
        return result;
    });
}

GateTally RunningNativeNetwork::tally() const {
    if (!accumulator_) return {};
    return behind_the_wall([&] { return accumulator_->tally(); });
}

void RunningNativeNetwork::run(const ImageBatch& images, const PassCallback& each) {
    require_consistent(images);
    for (int first = 0; first < images.count;) {
        std::optional<Pass> done;
        try {
            done = pass(images, first);
        } catch (const std::exception& error) {
            if (!is_out_of_memory(error)) throw;
            batch_ = halved_batch(batch_, network_.device(), settings_.notice, error);
        }
        if (!done) continue;
        each(first, *done);
        first += done->count;
    }
}

RunningNativeNetwork::Pass RunningNativeNetwork::pass(const ImageBatch& images, int first) {
    if (hooks_.before_pass) hooks_.before_pass(batch_);
    Pass result;
    result.gates = GateCollector(accumulator_.has_value());
    result.count = std::min(batch_, images.count - first);
    result.padded = batch_;
    const at::Tensor input = input_.read(images, first, result.count, result.padded);
    // Padding may be what no image is, and moves gates otherwise.
    if (!precision_is_settled_) settle_precision(input.narrow(0, 0, result.count));
    // Later passes of the same images go to their end, so that they are counted whole or not at
    // all.
    const std::stop_token stop = first == 0 ? settings_.stop : std::stop_token();
    result.logits = network_.forward(input.to(network_.type()), result.gates, stop);
    return result;
}

void RunningNativeNetwork::settle_precision(const at::Tensor& input) {
    PrecisionChoice choice =
        probe_precision(network_, faster_precisions(network_.device()).worth_trying, shape_, input);
    network_ = std::move(choice.network);
    precision_of_network_ = choice.precision;
    precision_reason_ = choice.reason;
    precision_is_settled_ = true;
    if (settings_.notice) settings_.notice(notice_of(choice));
    maps_.emplace();
}

}  // namespace sescope
