// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/network/imported.h"
#include "core/network/preprocessing.h"

namespace sescope {

/// A convolution and the batch norm behind it. The names are key prefixes in the state dict
/// ("layer1.0.conv1": the weight is "layer1.0.conv1.weight").
struct ConvUnit {
    std::string conv;
    std::string norm;  ///< empty: no batch norm
    int in = 0;
    int out = 0;
    int kernel = 1;
    int stride = 1;
    int padding = 0;
    int groups = 1;
    bool bias = false;
    bool operator==(const ConvUnit&) const = default;
};

/// Where the SE unit sits in a residual unit (paper, section "Integration strategy"):
/// standard: on the residual branch after its last batch norm, before the addition (C = channels
/// out); pre: on the input of the residual branch only (C = channels in); post: on the unit's
/// result, after the addition and its ReLU (C = channels out); identity: on the identity branch,
/// after its projection where there is one (C = channels out); after_3x3: inside a bottleneck,
/// after conv2's batch norm and ReLU (C = channels of conv2).
enum class SePlace { standard, pre, post, identity, after_3x3 };
/// Squeeze operator. `none` is the paper's NoSqueeze: both FCs work on every position of U.
enum class SqueezeOperator { average, max, none };
/// Excitation operator: hard_sigmoid is timm's relu6(x + 3) / 6.
enum class GateFunction { sigmoid, hard_sigmoid, tanh, relu };

/// One SE unit: s = gate(W2 . relu(W1 . squeeze(U))).
struct SeSpec {
    SePlace place = SePlace::standard;
    SqueezeOperator squeeze = SqueezeOperator::average;
    GateFunction gate = GateFunction::sigmoid;
    int channels = 0;  ///< C
    int hidden = 0;    ///< C / r
    std::string fc1;   ///< key prefix of W1
    std::string fc2;   ///< key prefix of W2
    bool bias1 = true;
    bool bias2 = true;
    bool linear = false;  ///< weights are 2-D (nn.Linear) rather than 1x1 convolutions

    double reduction() const noexcept { return hidden > 0 ? double(channels) / hidden : 0.0; }
    bool operator==(const SeSpec&) const = default;
};

/// The identity branch where shapes change: an optional average pool, then conv + norm.
struct Shortcut {
    bool average_pool =
        false;  ///< 2x2 average pool (ceil_mode, pads not counted) before a stride-1 conv
    int pool_stride = 1;
    ConvUnit conv;
    bool operator==(const Shortcut&) const = default;
};

/// A residual unit: two convolutions (basic) or three (bottleneck), each but the last followed by
/// ReLU; SE, residual addition, ReLU.
struct BlockSpec {
    int stage = 2;       ///< 2..5, as the paper numbers them
    int index = 1;       ///< from 1
    std::string prefix;  ///< "layer1.0"
    std::vector<ConvUnit> convs;
    std::optional<Shortcut> shortcut;
    std::optional<SeSpec> se;

    int channels_in() const noexcept { return convs.front().in; }
    int channels_out() const noexcept { return convs.back().out; }
    int stride() const noexcept;
    std::string name() const;  ///< "SE_2_1", whether or not it has an SE unit
    bool operator==(const BlockSpec&) const = default;
};

struct MaxPoolSpec {
    int kernel = 3;
    int stride = 2;
    int padding = 1;
    bool ceil_mode = false;
    bool operator==(const MaxPoolSpec&) const = default;
};

struct StemSpec {
    std::vector<ConvUnit> convs;  ///< each followed by ReLU
    MaxPoolSpec pool;
    bool operator==(const StemSpec&) const = default;
};

struct HeadSpec {
    std::string fc;  ///< key prefix of the classifier
    int in = 0;
    int classes = 0;
    bool bias = true;
    bool operator==(const HeadSpec&) const = default;
};

/// Everything that the architecture is, as a plain value.
struct ResNetSpec {
    std::string architecture;  ///< "SE-ResNet-50", "SE-ResNeXt-101 32x4d", "ResNet-50", ..
    std::string layout;        ///< "timm", "legacy", "mmpretrain", "torchvision"; "built" by name
    StemSpec stem;
    std::vector<BlockSpec> blocks;  ///< in the order of the forward pass
    HeadSpec head;
    double bn_eps = 1e-5;
    /// A ReLU between the last norm and the SE unit, as timm's legacy_seresnet18 and 34 have it
    /// (kept on purpose there, pull request 771).
    bool relu_before_gate = false;
    /// Means of 2 x 2 pixels behind convolutions of stride 1 where others stride, and for the
    /// stem's max pool (timm's seresnetaa.., seresnextaa..); it has no keys.
    bool averages_to_stride = false;
    Preprocessing preprocessing;
    std::vector<std::string> label_names;         ///< of the head's rows (config.json), or empty
    std::vector<std::string> label_descriptions;  ///< readable names of the same rows, or empty
    std::vector<Assumption> assumptions;

    std::vector<const BlockSpec*> se_blocks() const;
    int gates_per_image() const;  ///< sum of SE channels
};

std::string_view name_of(SePlace place) noexcept;
std::string_view name_of(SqueezeOperator squeeze) noexcept;
std::string_view name_of(GateFunction gate) noexcept;

}  // namespace sescope
