// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <thread>

#include "core/base/message.h"
#include "core/cost/cost.h"
#include "core/excitation/first_look.h"
#include "core/excitation/profile.h"
#include "core/excitation/run.h"

namespace sescope {
namespace {

// About 0.7 s of a core of 2020: enough for the convolutions to run at their best, and for progress
// to be seen moving.
constexpr double kOperationsACore = 32e9;
constexpr int kLargestBatchOnCpu = 32;
constexpr int kBatchStep = 4;
constexpr int kBatchOnGpu = 64;
constexpr int kCoresADecoder = 8;
constexpr int kMostDecoders = 16;

int batch_on_cpu(const Network& model, int cores) {
    const CostReport cost = cost_of(model, model.preprocessing.size, CostConvention::macs);
    const double images =
        kOperationsACore * cores / double(std::max<std::int64_t>(1, cost.operations()));
    const int batch = int(std::clamp(images, 1.0, double(kLargestBatchOnCpu)));
    // The engine cuts a batch into equal chunks: a number with many divisors.
    return batch < kBatchStep ? batch : (batch + kBatchStep / 2) / kBatchStep * kBatchStep;
}

bool will_run_on_cpu(const std::string& device, const Engine& engine) {
    if (device != "auto") return device == "cpu";
    const auto devices = engine.devices();
    return std::none_of(devices.begin(), devices.end(),
                        [](const DeviceInfo& info) { return info.available && info.id != "cpu"; });
}

// Faster precisions are tried on a first batch, which takes as long as some 150 images on a
// processor, and the images of the first look are done anew: with fewer than these to run it is
// over sooner without.
constexpr std::size_t kImagesWorthATrial = 1000;

void settle_precision(AnalyzeSettings& settings, std::size_t images, bool on_cpu) {
    if (settings.engine.precision == Precision::automatic && on_cpu &&
        images < kImagesWorthATrial) {
        settings.engine.precision = Precision::fp32;
    }
}

// What a partial profile was made with wins, so that its other part is made alike.
void follow(AnalyzeSettings& settings, const ProfileOrigin& earlier) {
    if (settings.engine.batch > 0 && settings.engine.batch != earlier.batch && settings.notice) {
        settings.notice(
            text("going on in batches of {}, as the first part was made", earlier.batch));
    }
    settings.engine.batch = earlier.batch;
    if (settings.engine.precision == Precision::automatic) {
        settings.engine.precision = precision_called(earlier.precision);
    }
}

}  // namespace

AnalyzeSettings filled_in(const AnalyzeSettings& settings, const Network& model, int cores,
                          bool on_cpu) {
    AnalyzeSettings filled = settings;
    cores = std::max(1, cores);
    // On few cores one decoder would be too much or too little: all decode a batch, then all run
    // it.
    const bool by_turns =
        on_cpu && cores < kCoresADecoder && filled.loader.workers < 1 && filled.engine.threads < 1;
    if (by_turns) {
        filled.loader.on_demand = true;
        filled.loader.workers = cores;
        filled.engine.threads = cores;
    }
    if (filled.loader.workers < 1) {
        filled.loader.workers =
            on_cpu ? std::max(1, cores / kCoresADecoder) : std::clamp(cores - 1, 1, kMostDecoders);
    }
    if (filled.engine.threads < 1) {
        filled.engine.threads = on_cpu ? std::max(1, cores - filled.loader.workers) : 1;
    }
    if (filled.resume) follow(filled, filled.resume->origin);
    if (filled.engine.batch < 1) {
        filled.engine.batch = on_cpu ? batch_on_cpu(model, cores) : kBatchOnGpu;
    }
    if (!filled.engine.notice) filled.engine.notice = filled.notice;
    return filled;
}

AnalyzeSettings filled_in(const AnalyzeSettings& settings, const Network& model,
                          const Engine& engine) {
    return filled_in(settings, model, int(std::thread::hardware_concurrency()),
                     will_run_on_cpu(settings.engine.device, engine));
}

ExcitationProfile analyze(const AnalyzeInput& input, const AnalyzeSettings& settings,
                          const std::stop_token& stop) {
    const Engine& engine = load_engine();
    AnalyzeSettings filled = filled_in(settings, input.model, engine);
    filled.engine.classes = int(input.dataset.classes.size());
    filled.engine.stop = stop;
    const bool on_cpu = will_run_on_cpu(filled.engine.device, engine);
    settle_precision(filled, input.dataset.images.size(), on_cpu);
    const auto open_in = [&](Precision precision) {
        EngineSettings opened = filled.engine;
        opened.precision = precision;
        return engine.open(input.model, input.weights, opened);
    };
    if (on_cpu && filled.engine.precision == Precision::automatic) {
        return analyze_behind_a_first_look(open_in, input, filled, engine.version(), stop);
    }
    const auto network = open_in(filled.engine.precision);
    return analyze_with(*network, input, filled, engine.version(), stop);
}

}  // namespace sescope
