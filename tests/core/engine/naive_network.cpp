// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/naive_network.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace sescope::testing {
namespace {

std::size_t size_of(int extent) {
    return static_cast<std::size_t>(extent);
}

/// A feature map [channels, height, width].
struct Map {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<double> values;

    Map(int c, int h, int w)
        : channels(c), height(h), width(w), values(size_of(c) * size_of(h) * size_of(w)) {}
    double& at(int c, int y, int x) {
        return values[(size_of(c) * size_of(height) + size_of(y)) * size_of(width) + size_of(x)];
    }
    double at(int c, int y, int x) const {
        return values[(size_of(c) * size_of(height) + size_of(y)) * size_of(width) + size_of(x)];
    }
    bool inside(int y, int x) const { return y >= 0 && y < height && x >= 0 && x < width; }
};

void relu(Map& map) {
    for (double& value : map.values) value = std::max(value, 0.0);
}

class Runner {
  public:
    Runner(const ResNetSpec& spec, const StateDict& weights) : spec_(spec), weights_(weights) {}

    NaiveResult run(Map x) {
        for (const ConvUnit& unit : spec_.stem.convs) {
            x = conv(x, unit);
            relu(x);
        }
        x = max_pool(x, spec_.stem.pool);
        for (const BlockSpec& block : spec_.blocks) x = residual(x, block);
        head(x);
        return std::move(result_);
    }

  private:
    std::vector<float> read(const std::string& key) const { return to_float32(weights_.at(key)); }

    Map conv(const Map& in, const ConvUnit& unit) const {
        const auto weight = read(unit.conv + ".weight");
        const int out_height = (in.height + 2 * unit.padding - unit.kernel) / unit.stride + 1;
        const int out_width = (in.width + 2 * unit.padding - unit.kernel) / unit.stride + 1;
        Map out(unit.out, out_height, out_width);
        const int depth = unit.in / unit.groups;
        for (int o = 0; o < unit.out; ++o) {
            const int first = o / (unit.out / unit.groups) * depth;
            for (int y = 0; y < out_height; ++y) {
                for (int x = 0; x < out_width; ++x) {
                    double sum = 0;
                    for (int i = 0; i < depth * unit.kernel * unit.kernel; ++i) {
                        const int c = i / (unit.kernel * unit.kernel);
                        const int row =
                            y * unit.stride - unit.padding + i / unit.kernel % unit.kernel;
                        const int column = x * unit.stride - unit.padding + i % unit.kernel;
                        if (!in.inside(row, column)) continue;
                        const int at = o * depth * unit.kernel * unit.kernel + i;
                        sum += in.at(first + c, row, column) * weight[static_cast<std::size_t>(at)];
                    }
                    out.at(o, y, x) = sum;
                }
            }
        }
        return batch_norm(std::move(out), unit.norm);
    }

    Map batch_norm(Map map, const std::string& name) const {
        const auto gamma = read(name + ".weight");
        const auto beta = read(name + ".bias");
        const auto mean = read(name + ".running_mean");
        const auto variance = read(name + ".running_var");
        const std::size_t size = map.values.size() / gamma.size();
        for (std::size_t i = 0; i < map.values.size(); ++i) {
            const std::size_t c = i / size;
            map.values[i] =
                (map.values[i] - mean[c]) / std::sqrt(variance[c] + spec_.bn_eps) * gamma[c] +
                beta[c];
        }
        return map;
    }

    /// PyTorch's rule: with ceil_mode a last window counts only if it starts inside the left-padded
    /// image.
    static int pooled(int size, int kernel, int stride, int padding, bool ceil_mode) {
        int out = (size + 2 * padding - kernel + (ceil_mode ? stride - 1 : 0)) / stride + 1;
        if (ceil_mode && (out - 1) * stride >= size + padding) --out;
        return out;
    }

    static Map max_pool(const Map& in, const MaxPoolSpec& pool) {
        Map out(in.channels,
                pooled(in.height, pool.kernel, pool.stride, pool.padding, pool.ceil_mode),
                pooled(in.width, pool.kernel, pool.stride, pool.padding, pool.ceil_mode));
        for (int i = 0; i < static_cast<int>(out.values.size()); ++i) {
            const int c = i / (out.height * out.width);
            const int y = i / out.width % out.height;
            const int x = i % out.width;
            double largest = -std::numeric_limits<double>::infinity();
            for (int k = 0; k < pool.kernel * pool.kernel; ++k) {
                const int row = y * pool.stride - pool.padding + k / pool.kernel;
                const int column = x * pool.stride - pool.padding + k % pool.kernel;
                if (in.inside(row, column)) largest = std::max(largest, in.at(c, row, column));
            }
            out.at(c, y, x) = largest;
        }
        return out;
    }

    static Map average_pool(const Map& in, int stride) {
        Map out(in.channels, pooled(in.height, 2, stride, 0, true),
                pooled(in.width, 2, stride, 0, true));
        for (int i = 0; i < static_cast<int>(out.values.size()); ++i) {
            const int c = i / (out.height * out.width);
            const int y = i / out.width % out.height;
            const int x = i % out.width;
            double sum = 0;
            int count = 0;
            for (int k = 0; k < 4; ++k) {
                const int row = y * stride + k / 2;
                const int column = x * stride + k % 2;
                if (!in.inside(row, column)) continue;
                sum += in.at(c, row, column);
                ++count;
            }
            out.at(c, y, x) = sum / count;
        }
        return out;
    }

    static double squeeze_channel(const Map& u, int c, SqueezeOperator squeeze) {
        const auto size = size_of(u.height) * size_of(u.width);
        const auto first = u.values.begin() + static_cast<std::ptrdiff_t>(size) * c;
        const auto last = first + static_cast<std::ptrdiff_t>(size);
        if (squeeze == SqueezeOperator::max) return *std::max_element(first, last);
        double sum = 0;
        for (auto it = first; it != last; ++it) sum += *it;
        return sum / static_cast<double>(size);
    }

    static double gate_of(double x, GateFunction gate) {
        switch (gate) {
            case GateFunction::sigmoid:
                return 1.0 / (1.0 + std::exp(-x));
            case GateFunction::hard_sigmoid:
                return std::clamp(x + 3.0, 0.0, 6.0) / 6.0;
            case GateFunction::tanh:
                return std::tanh(x);
            case GateFunction::relu:
                return std::max(x, 0.0);
        }
        return 0;
    }

    std::vector<double> layer(const std::string& name, const std::vector<double>& z, int out,
                              bool bias) const {
        const auto weight = read(name + ".weight");
        const auto offset = bias ? read(name + ".bias") : std::vector<float>();
        std::vector<double> result(static_cast<std::size_t>(out), 0.0);
        for (std::size_t o = 0; o < result.size(); ++o) {
            for (std::size_t i = 0; i < z.size(); ++i) result[o] += weight[o * z.size() + i] * z[i];
            if (bias) result[o] += offset[o];
        }
        return result;
    }

    std::vector<double> excite(const SeSpec& se, const std::vector<double>& z) const {
        auto hidden = layer(se.fc1, z, se.hidden, se.bias1);
        for (double& value : hidden) value = std::max(value, 0.0);
        auto gates = layer(se.fc2, hidden, se.channels, se.bias2);
        for (double& value : gates) value = gate_of(value, se.gate);
        return gates;
    }

    Map recalibrate(Map u, const SeSpec& se) {
        std::vector<double> told(static_cast<std::size_t>(u.channels), 0.0);
        const int positions = u.height * u.width;
        std::vector<double> z(told.size());
        std::vector<double> energies(told.size());
        for (int i = 0; i < u.channels * positions; ++i) {
            const double value = u.values[static_cast<std::size_t>(i)];
            energies[static_cast<std::size_t>(i / positions)] += value * value / positions;
        }
        result_.energies.push_back(energies);
        if (se.squeeze != SqueezeOperator::none) {
            for (int c = 0; c < u.channels; ++c) {
                z[static_cast<std::size_t>(c)] = squeeze_channel(u, c, se.squeeze);
            }
            told = excite(se, z);
            for (int i = 0; i < u.channels * positions; ++i) {
                u.values[static_cast<std::size_t>(i)] *=
                    told[static_cast<std::size_t>(i / positions)];
            }
        } else {
            for (int p = 0; p < positions; ++p) {
                const int y = p / u.width;
                const int x = p % u.width;
                for (int c = 0; c < u.channels; ++c) z[static_cast<std::size_t>(c)] = u.at(c, y, x);
                const auto gates = excite(se, z);
                for (int c = 0; c < u.channels; ++c) {
                    u.at(c, y, x) *= gates[static_cast<std::size_t>(c)];
                    told[static_cast<std::size_t>(c)] +=
                        gates[static_cast<std::size_t>(c)] / positions;
                }
            }
        }
        result_.gates.push_back(told);
        return u;
    }

    Map residual(const Map& x, const BlockSpec& block) {
        const auto at = [&](SePlace place) { return block.se && block.se->place == place; };
        Map u = at(SePlace::pre) ? recalibrate(x, *block.se) : x;
        for (std::size_t i = 0; i < block.convs.size(); ++i) {
            u = conv(u, block.convs[i]);
            if (i + 1 < block.convs.size()) relu(u);
            if (i + 2 == block.convs.size() && at(SePlace::after_3x3))
                u = recalibrate(u, *block.se);
        }
        if (at(SePlace::standard)) u = recalibrate(u, *block.se);
        Map identity = x;
        if (block.shortcut) {
            const Shortcut& shortcut = *block.shortcut;
            if (shortcut.average_pool && shortcut.pool_stride > 1) {
                identity = average_pool(identity, shortcut.pool_stride);
            }
            identity = conv(identity, shortcut.conv);
        }
        if (at(SePlace::identity)) identity = recalibrate(identity, *block.se);
        for (std::size_t i = 0; i < u.values.size(); ++i) u.values[i] += identity.values[i];
        relu(u);
        return at(SePlace::post) ? recalibrate(u, *block.se) : u;
    }

    void head(const Map& x) {
        std::vector<double> z(static_cast<std::size_t>(x.channels));
        for (int c = 0; c < x.channels; ++c) {
            z[static_cast<std::size_t>(c)] = squeeze_channel(x, c, SqueezeOperator::average);
        }
        result_.logits = layer(spec_.head.fc, z, spec_.head.classes, spec_.head.bias);
    }

    const ResNetSpec& spec_;
    const StateDict& weights_;
    NaiveResult result_;
};

}  // namespace

NaiveResult run_naively(const ResNetSpec& spec, const StateDict& weights,
                        std::span<const float> image, int side) {
    Map input(3, side, side);
    std::copy(image.begin(), image.end(), input.values.begin());
    return Runner(spec, weights).run(std::move(input));
}

}  // namespace sescope::testing
