// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/running_native_network.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/message.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/map_collector.h"
#include "core/engine/torch/out_of_memory.h"
#include "core/engine/torch/precision_choice.h"
#include "core/engine/torch/processor.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

std::shared_ptr<DeviceQueue> queue_of(const RunHooks& hooks, at::Device device) {
    return hooks.queue ? hooks.queue : make_device_queue(device);
}

}  // namespace

RunningNativeNetwork::RunningNativeNetwork(const Network& network, const StateDict& weights,
                                           const EngineSettings& settings, at::Device device,
                                           RunHooks hooks)
    : queue_(queue_of(hooks, device)),
      description_(network),
      settings_(settings),
      hooks_(std::move(hooks)),
      network_(done_on(queue_.get(), [&] { return NativeNetwork(network, weights, device); })),
      input_(done_on(queue_.get(), [&] { return ImageInput(network.preprocessing, device); })),
      batch_(std::max(1, settings.batch)),
      shape_(network.input_shape(batch_)) {
    at::set_num_threads(settings.threads > 0 ? settings.threads : usable_cores());
    done_on(queue_.get(), [&] {
        set_up(device);
        return true;
    });
    if (!queue_) return;
    background_ = std::make_unique<BackgroundPasses>(
        queue_, device, network.classes(),
        [this](const at::Tensor& images, const at::Tensor& rows, const std::stop_token& stop) {
            return pass_in_background(images, rows, stop);
        },
        settings.notice);
}

void RunningNativeNetwork::set_up(at::Device device) {
    if (settings_.classes > 0) {
        const auto method = queue_ ? CountingMethod::operators : CountingMethod::loops;
        accumulator_.emplace(description_.sites, settings_.classes, settings_.tally, device,
                             method);
    }
    if (settings_.precision != Precision::automatic) {
        require_available(settings_.precision, device);
        pack(settings_.precision);
        precision_reason_ = "as asked";
        return;
    }
    const FasterPrecisions faster = faster_precisions(device);
    precision_is_settled_ = faster.worth_trying.empty();
    precision_reason_ =
        precision_is_settled_ ? faster.why_none.str() : "to be measured on the first batch";
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
    const auto all = [&] {
        ForwardResult result;
        for (const GateSite& site : description_.sites) {
            result.blocks.push_back({site.label, site.channels, {}});
        }
        run(images, [&](int, const Pass& pass) {
            append_rows(pass.logits, pass.count, result.logits);
            for (std::size_t i = 0; i < result.blocks.size(); ++i) {
                append_rows(pass.gates.gates()[i], pass.count, result.blocks[i].gates);
            }
        });
        return result;
    };
    return translate_torch_errors([&] { return done_on(queue_.get(), all); });
}

ForwardResult RunningNativeNetwork::forward_with_maps(const ImageBatch& images,
                                                      std::string_view block) {
    ForwardResult result = forward(images);
    const auto named = [&](const BlockGates& gates) { return gates.block == block; };
    const auto found = std::ranges::find_if(result.blocks, named);
    if (found == result.blocks.end()) {
        throw Error(ErrorKind::usage, text("the network has no SE block \"{}\"", block));
    }
    const auto index = static_cast<std::size_t>(found - result.blocks.begin());
    const auto maps_of_all = [&] {
        PositionMaps maps;
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
        return maps;
    };
    result.maps = translate_torch_errors([&] { return done_on(queue_.get(), maps_of_all); });
    return result;
}

void RunningNativeNetwork::in_passes(const ImageBatch& images,
                                     const std::function<void(int first, int count)>& pass) {
    require_consistent(images);
    for (int first = 0; first < images.count;) {
        const int count = std::min(batch_, images.count - first);
        try {
            if (hooks_.before_pass) hooks_.before_pass(batch_);
            pass(first, count);
            first += count;
        } catch (const std::exception& error) {
            if (!is_out_of_memory(error)) throw;
            if (background_) background_->give_back();
            batch_ = halved_batch(batch_, network_.device(), settings_.notice, error);
        }
    }
}

void RunningNativeNetwork::run(const ImageBatch& images, const PassCallback& each) {
    in_passes(images, [&](int first, int count) {
        const Pass done = pass(images, first, count);
        without_retry([&] { each(first, done); });
    });
}

RunningNativeNetwork::Pass RunningNativeNetwork::pass(const ImageBatch& images, int first,
                                                      int count) {
    Pass result;
    result.gates = GateCollector(accumulator_.has_value());
    result.count = count;
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
