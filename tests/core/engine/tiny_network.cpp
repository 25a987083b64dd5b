// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/tiny_network.h"

#include <cmath>
#include <functional>
#include <random>
#include <string>

namespace sescope::testing {
namespace {

constexpr int kReduction = 4;

class Builder {
  public:
    explicit Builder(const TinyOptions& options) : options_(options) {}

    TinyNetwork build() {
        ResNetSpec& spec = network_.spec;
        spec.architecture = "tiny";
        spec.preprocessing.bgr = options_.bgr;
        spec.preprocessing.byte_range = options_.byte_range;
        if (options_.deep_stem) {
            spec.stem.convs = {conv("stem.0", 3, 4, 3, 2), conv("stem.1", 4, 8, 3, 1)};
        } else {
            spec.stem.convs = {conv("stem.0", 3, 8, 7, 2)};
        }
        if (options_.ceil_pool) spec.stem.pool = {3, 2, 0, true};
        spec.blocks = {block(2, 1, 8, 8, 16, 1), block(3, 1, 16, 16, 32, 2),
                       block(3, 2, 32, 16, 32, 1)};
        spec.head = {"fc", 32, 5, true};
        add("fc.weight", {5, 32}, -0.5f, 0.5f);
        add("fc.bias", {5}, -0.2f, 0.2f);
        renew_model(network_);
        return std::move(network_);
    }

  private:
    void add(const std::string& name, const std::vector<std::int64_t>& shape, float lo, float hi) {
        std::size_t count = 1;
        for (const auto side : shape) count *= static_cast<std::size_t>(side);
        const auto seed = static_cast<std::uint32_t>(std::hash<std::string>{}(name));
        network_.weights.add(
            StateDict::make_tensor(name, shape, random_values(count, lo, hi, seed)));
    }

    ConvUnit conv(const std::string& name, int in, int out, int kernel, int stride,
                  int groups = 1) {
        ConvUnit unit{.conv = name + ".conv",
                      .norm = name + ".bn",
                      .in = in,
                      .out = out,
                      .kernel = kernel,
                      .stride = stride,
                      .padding = kernel / 2,
                      .groups = groups};
        const int fan_in = in / groups * kernel * kernel;
        const float bound = 2.0f / std::sqrt(static_cast<float>(fan_in));
        add(unit.conv + ".weight", {out, in / groups, kernel, kernel}, -bound, bound);
        add(unit.norm + ".weight", {out}, 0.5f, 1.5f);
        add(unit.norm + ".bias", {out}, -0.3f, 0.3f);
        add(unit.norm + ".running_mean", {out}, -0.2f, 0.2f);
        add(unit.norm + ".running_var", {out}, 0.5f, 1.5f);
        return unit;
    }

    SeSpec excitation(const std::string& prefix, int channels) {
        SeSpec se{.place = options_.place,
                  .squeeze = options_.squeeze,
                  .gate = options_.gate,
                  .channels = channels,
                  .hidden = channels / kReduction,
                  .fc1 = prefix + ".fc1",
                  .fc2 = prefix + ".fc2",
                  .bias1 = options_.se_bias,
                  .bias2 = options_.se_bias,
                  .linear = options_.se_linear};
        matrix(se.fc1, se.hidden, channels);
        matrix(se.fc2, channels, se.hidden);
        return se;
    }

    void matrix(const std::string& name, int out, int in) {
        std::vector<std::int64_t> shape{out, in};
        if (!options_.se_linear) shape.insert(shape.end(), {1, 1});
        add(name + ".weight", shape, -1.5f, 1.5f);
        if (options_.se_bias) add(name + ".bias", {out}, -0.5f, 0.5f);
    }

    BlockSpec block(int stage, int index, int in, int middle, int out, int stride) {
        BlockSpec spec;
        spec.stage = stage;
        spec.index = index;
        spec.prefix = "layer" + std::to_string(stage - 1) + "." + std::to_string(index - 1);
        const std::string& p = spec.prefix;
        if (options_.bottleneck) {
            const bool first = options_.stride_in_first;
            spec.convs = {conv(p + ".1", in, middle, 1, first ? stride : 1),
                          conv(p + ".2", middle, middle, 3, first ? 1 : stride, options_.groups),
                          conv(p + ".3", middle, out, 1, 1)};
        } else {
            spec.convs = {conv(p + ".1", in, middle, 3, stride), conv(p + ".2", middle, out, 3, 1)};
        }
        if (in != out || stride != 1) spec.shortcut = shortcut(p + ".down", in, out, stride);
        if (options_.with_se) {
            const int channels = options_.place == SePlace::pre         ? in
                                 : options_.place == SePlace::after_3x3 ? middle
                                                                        : out;
            spec.se = excitation(p + ".se", channels);
        }
        return spec;
    }

    Shortcut shortcut(const std::string& name, int in, int out, int stride) {
        Shortcut spec;
        spec.average_pool = options_.average_down;
        spec.pool_stride = options_.average_down ? stride : 1;
        spec.conv =
            conv(name, in, out, options_.shortcut_kernel, options_.average_down ? 1 : stride);
        return spec;
    }

    TinyOptions options_;
    TinyNetwork network_;
};

}  // namespace

void renew_model(TinyNetwork& network) {
    network.model = network_of(network.spec);
}

TinyNetwork make_tiny_network(const TinyOptions& options) {
    return Builder(options).build();
}

EngineSettings cpu_settings(int batch, int classes) {
    EngineSettings settings;
    settings.device = "cpu";
    settings.precision = Precision::fp32;
    settings.classes = classes;
    settings.batch = batch;
    return settings;
}

ImageBatch batch_of(std::span<const float> values, int side, std::span<const std::int32_t> labels) {
    ImageBatch batch;
    batch.count = static_cast<int>(values.size()) / (3 * side * side);
    batch.side = side;
    batch.values = values;
    batch.labels = labels;
    return batch;
}

ImageBatch batch_of(std::span<const std::uint8_t> pixels, int side,
                    std::span<const std::int32_t> labels) {
    ImageBatch batch;
    batch.count = static_cast<int>(pixels.size()) / (3 * side * side);
    batch.side = side;
    batch.pixels = pixels;
    batch.labels = labels;
    return batch;
}

std::vector<float> random_values(std::size_t count, float lo, float hi, std::uint32_t seed) {
    std::mt19937 generator(seed);
    std::vector<float> values(count);
    for (float& value : values) {
        value = lo + static_cast<float>(generator() >> 8) * 0x1p-24f * (hi - lo);
    }
    return values;
}

std::vector<std::uint8_t> random_bytes(std::size_t count, std::uint32_t seed) {
    std::mt19937 generator(seed);
    std::vector<std::uint8_t> values(count);
    for (std::uint8_t& value : values) value = static_cast<std::uint8_t>(generator() >> 24);
    return values;
}

}  // namespace sescope::testing
