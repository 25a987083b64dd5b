// SPDX-License-Identifier: GPL-3.0-or-later
// Walks a spec in the order of its forward pass, with the height of the feature map at hand (images
// are square, so are maps), and writes down a row a layer.
#include "core/cost/cost.h"

#include <fmt/format.h>

#include <initializer_list>

#include "core/base/error.h"

namespace sescope {
namespace {

std::int64_t product(std::initializer_list<std::int64_t> factors) {
    std::int64_t result = 1;
    for (const auto factor : factors) {
        if (__builtin_mul_overflow(result, factor, &result)) {
            throw Error(ErrorKind::usage, "the operations of this network are beyond counting", {},
                        "give a smaller --size, or a checkpoint of a real network");
        }
    }
    return result;
}

int floor_div(int a, int b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

class CostWalk {
  public:
    CostWalk(const NetworkSpec& spec, int size, CostConvention convention) : spec_(spec) {
        report_.convention = convention;
        report_.size = size;
    }

    CostReport walk() {
        block_ = "stem";
        stage_ = 1;
        int height = report_.size;
        for (const auto& unit : spec_.stem.convs) height = conv(unit, height, false);
        const auto& pool = spec_.stem.pool;
        height = pooled(height, pool.kernel, pool.stride, pool.padding, pool.ceil_mode);
        row("maxpool", "pool", height);
        for (const auto& block : spec_.blocks) height = residual_unit(block, height);
        head(height);
        return std::move(report_);
    }

  private:
    bool counts(CostConvention convention) const { return report_.convention == convention; }

    std::int64_t multiplied(std::int64_t macs) const {
        return counts(CostConvention::flops) ? product({2, macs}) : macs;
    }

    // Output size of a window, as PyTorch computes it.
    int pooled(int height, int kernel, int stride, int padding, bool ceil_mode) const {
        const int reach = height + 2 * padding - kernel + (ceil_mode ? stride - 1 : 0);
        int out = floor_div(reach, stride) + 1;
        // With ceil mode, a last window that would begin in the padding is dropped.
        if (ceil_mode && (out - 1) * stride >= height + padding) --out;
        if (out < 1) {
            throw Error(ErrorKind::usage,
                        fmt::format("an image of {0} x {0} is too small for {1}", report_.size,
                                    spec_.architecture),
                        {}, "give a larger --size, usually 224");
        }
        return out;
    }

    LayerCost& row(const std::string& name, const char* kind, int height) {
        LayerCost layer;
        layer.name = name;
        layer.kind = kind;
        layer.block = block_;
        layer.stage = stage_;
        layer.height = height;
        layer.width = height;
        return report_.layers.emplace_back(std::move(layer));
    }

    // A convolution and its norm; `inner`: of a residual branch, but not its last.
    int conv(const ConvUnit& unit, int height, bool inner) {
        const int out = pooled(height, unit.kernel, unit.stride, unit.padding, false);
        const auto weights = product({unit.out, unit.in / unit.groups, unit.kernel, unit.kernel});
        auto& layer = row(unit.conv, "conv", out);
        layer.parameters = weights + (unit.bias ? unit.out : 0);
        layer.operations = multiplied(product({weights, out, out}));
        if (unit.norm.empty()) return out;
        auto& norm = row(unit.norm, "norm", out);
        norm.parameters = 2 * std::int64_t{unit.out};
        norm.statistics = 2 * std::int64_t{unit.out};
        const bool counted =
            counts(CostConvention::fvcore) || (counts(CostConvention::paper) && inner);
        if (counted) norm.operations = product({2, unit.out, out, out});
        return out;
    }

    void fully_connected(const std::string& name, int in, int out, bool bias, int height) {
        auto& layer = row(name, "se fc", height);
        layer.se = true;
        layer.parameters = product({in, out}) + (bias ? out : 0);
        layer.operations = multiplied(product({in, out, height, height}));
    }

    // fvcore counts nn.AdaptiveAvgPool2d and nothing else that averages: the module is what
    // mmpretrain and the networks with linear layers use, timm takes mean().
    bool pools_with_module(const SeSpec& se) const {
        return se.squeeze == SqueezeOperator::average &&
               (se.linear || spec_.layout == "mmpretrain");
    }

    void squeeze_excitation(const SeSpec& se, const std::string& prefix, int height) {
        const bool squeezes = se.squeeze != SqueezeOperator::none;
        const int positions = squeezes ? 1 : height;
        if (squeezes) {
            auto& squeeze = row(prefix + ".squeeze", "squeeze", 1);
            squeeze.se = true;
            const bool counted = (counts(CostConvention::fvcore) && pools_with_module(se)) ||
                                 counts(CostConvention::paper);
            if (counted) squeeze.operations = product({se.channels, height, height});
        }
        fully_connected(se.fc1, se.channels, se.hidden, se.bias1, positions);
        fully_connected(se.fc2, se.hidden, se.channels, se.bias2, positions);
    }

    int residual_unit(const BlockSpec& block, int height) {
        block_ = block.name();
        stage_ = block.stage;
        const auto se_here = [&](SePlace place, int at) {
            if (block.se && block.se->place == place) {
                squeeze_excitation(*block.se, block.prefix + ".se", at);
            }
        };
        se_here(SePlace::pre, height);
        int out = height;
        for (std::size_t i = 0; i < block.convs.size(); ++i) {
            out = conv(block.convs[i], out, i + 1 < block.convs.size());
            if (i == 1) se_here(SePlace::after_3x3, out);
        }
        se_here(SePlace::standard, out);
        if (block.shortcut) {
            const auto& shortcut = *block.shortcut;
            int at = height;
            if (shortcut.average_pool) {
                at = pooled(height, 2, shortcut.pool_stride, 0, true);
                row(block.prefix + ".downsample.pool", "pool", at);
            }
            conv(shortcut.conv, at, false);
        }
        se_here(SePlace::identity, out);
        se_here(SePlace::post, out);
        return out;
    }

    void head(int height) {
        block_ = "head";
        stage_ = 6;
        auto& pool = row("global_pool", "pool", 1);
        if (counts(CostConvention::fvcore)) {
            pool.operations = product({spec_.head.in, height, height});
        }
        auto& layer = row(spec_.head.fc, "linear", 1);
        const auto weights = product({spec_.head.in, spec_.head.classes});
        layer.parameters = weights + (spec_.head.bias ? spec_.head.classes : 0);
        layer.operations = multiplied(weights);
    }

    const NetworkSpec& spec_;
    CostReport report_;
    std::string block_;
    int stage_ = 0;
};

}  // namespace

CostReport cost_of(const NetworkSpec& spec, int size, CostConvention convention) {
    constexpr int kLargestSize = 1 << 16;
    if (size < 1 || size > kLargestSize) {
        throw Error(ErrorKind::usage, fmt::format("an image size of {} is out of range", size), {},
                    fmt::format("give --size between 1 and {}", kLargestSize));
    }
    return CostWalk(spec, size, convention).walk();
}

}  // namespace sescope
