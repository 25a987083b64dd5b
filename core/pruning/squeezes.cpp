// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/squeezes.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/interleave.h"

namespace sescope {
namespace {

constexpr int kBits = 30;

/// The sums of one unit: of squeezes z, and of gates s.
struct UnitSums {
    std::string block;
    std::vector<std::int64_t> squeeze;
    std::vector<std::int64_t> squared;
    std::vector<std::int64_t> passed;
};

/// A network that puts out what its units squeeze and the gates that they make of it, unit by unit.
Network probe_of(const Network& model, std::vector<UnitSums>& units) {
    const std::vector<graph::Shape> inputs{model.input_shape(1)};
    const auto shapes = graph::infer_shapes(model.graph, inputs);
    Network probe = model;
    probe.graph.outputs.clear();
    for (const GateSite& site : model.sites) {
        if (!channel_obstacle(model, site, shapes).empty()) continue;
        probe.graph.outputs.push_back(squeezed_value(model.graph, site));
        probe.graph.outputs.push_back(site.place.gate);
        const std::vector<std::int64_t> none(std::size_t(site.channels), 0);
        units.push_back({site.label, none, none, none});
    }
    probe.graph = graph::without_dead(probe.graph);
    probe.sites.clear();
    probe.head.reset();
    return probe;
}

/// Adds one image's outputs; false where some are not finite.
bool add(std::span<const float> outputs, std::vector<UnitSums>& units) {
    const auto rounded = [](double x) {
        constexpr double kLargest = 17592186044416.0;  // 2^44, as a tally's terms
        return std::llround(std::clamp(std::ldexp(x, kBits), -kLargest, kLargest));
    };
    std::size_t at = 0;
    for (UnitSums& unit : units) {
        const std::size_t channels = unit.squeeze.size();
        for (std::size_t c = 0; c < channels; ++c) {
            const double z = outputs[at + c];
            const double s = outputs[at + channels + c];
            if (!std::isfinite(z) || !std::isfinite(s)) return false;
            unit.squeeze[c] += rounded(z);
            unit.squared[c] += rounded(z * z);
            unit.passed[c] += rounded(s * z);
        }
        at += 2 * channels;
    }
    return true;
}

void fill(ChannelRecord& record, const UnitSums& unit, double images) {
    const auto mean = [&](std::int64_t sum) { return std::ldexp(double(sum), -kBits) / images; };
    record.squeezed.clear();
    record.spread.clear();
    record.passed.clear();
    record.all_squeezes = 0;
    for (std::size_t c = 0; c < unit.squeeze.size(); ++c) {
        const double z = mean(unit.squeeze[c]);
        record.squeezed.push_back(z);
        record.spread.push_back(std::max(0.0, mean(unit.squared[c]) - z * z));
        record.passed.push_back(mean(unit.passed[c]));
        record.all_squeezes += mean(unit.squared[c]);
    }
}

Dataset some_of(const Dataset& dataset) {
    Dataset some = dataset;
    interleave_classes(some);
    if (some.images.size() > kMostSqueezed) some.images.resize(kMostSqueezed);
    return some;
}

}  // namespace

void measure_squeezes(ChannelRecords& records, const Variant& network, const Dataset& dataset,
                      const EvaluationSettings& settings, const std::stop_token& stop) {
    std::vector<UnitSums> units;
    const Network probe = probe_of(network.model, units);
    if (units.empty()) return;
    const Engine& engine = load_engine();
    EvaluationSettings filled = filled_in(settings, network.model, engine);
    filled.engine.classes = 0;
    filled.engine.precision = Precision::fp32;
    filled.engine.stop = stop;
    const std::vector<Variant> alone{{probe, network.weights}};
    const auto running = engine.open_ensemble(alone, filled.engine);
    const Dataset some = some_of(dataset);
    PassProgress progress(std::int64_t(some.images.size()), filled.progress);
    BatchLoader loader(some, network.model.preprocessing, filled.loader);
    double images = 0;
    while (const auto batch = loader.next(stop)) {
        progress.add(batch->count + std::int64_t(batch->skipped.size()));
        if (batch->count == 0) continue;
        const auto outputs = running->forward(image_batch(*batch, network.model.preprocessing));
        const std::size_t each = outputs.front().size() / std::size_t(batch->count);
        for (int i = 0; i < batch->count; ++i) {
            const auto row = std::span(outputs.front()).subspan(std::size_t(i) * each, each);
            if (!add(row, units)) {
                throw Error(ErrorKind::data, "what a unit squeezes is NaN or infinite for an image",
                            some.root, "leave that image out");
            }
        }
        images += batch->count;
    }
    if (stop.stop_requested()) {
        throw Error(ErrorKind::interrupted, "stopped before what units squeeze was measured");
    }
    if (images == 0) {
        throw Error(ErrorKind::data, "none of the images could be read", some.root,
                    "check the files");
    }
    progress.tell();
    for (const UnitSums& unit : units) fill(records[unit.block], unit, images);
}

}  // namespace sescope
