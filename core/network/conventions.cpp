// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/conventions.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/se_channels.h"
#include "core/network/stated_conventions.h"

namespace sescope {
namespace {

constexpr std::array<int, 4> kStageStrides{1, 2, 2, 2};
constexpr double kBnEps = 1e-5;

Text convention_of(const LayoutRow& layout) {
    return text("convention of the {} layout ({})", layout.name, layout.families);
}

bool is_bottleneck(const ResNetSpec& spec) {
    return spec.blocks.front().convs.size() == 3;
}

bool has_groups(const ResNetSpec& spec) {
    return std::ranges::any_of(spec.blocks, [](const BlockSpec& block) {
        return std::ranges::any_of(block.convs,
                                   [](const ConvUnit& unit) { return unit.groups > 1; });
    });
}

constexpr const char* kSmallStem = "convention of stems of one 3x3 convolution (small images)";
constexpr int kSmallImage = 32;  // CIFAR's, and smaller

bool has_small_kernel(const ResNetSpec& spec) {
    return spec.stem.convs.size() == 1 && spec.stem.convs.front().kernel <= 3;
}

// One 3x3 convolution is the stem of networks for CIFAR, where others have 7x7 or three; but there
// are networks for larger images with one that strides.
bool has_small_stem(const ResNetSpec& spec) {
    const bool few_stages = spec.blocks.back().stage < 5;
    return has_small_kernel(spec) && (few_stages || spec.preprocessing.size <= kSmallImage);
}

Text why_no_small_stem(const ResNetSpec& spec) {
    if (!has_small_kernel(spec)) return "convention of every other ResNet";
    return text(
        "images of {} px; up to {} px, stems of one 3x3 convolution neither stride "
        "nor pool",
        spec.preprocessing.size, kSmallImage);
}

int assumed_stem_stride(ResNetSpec& spec, const SpecOverrides& overrides) {
    const bool small = has_small_stem(spec);
    const int stride = overrides.stem_stride.value_or(small ? 1 : 2);
    if (stride != 1 && stride != 2) {
        throw Error(ErrorKind::usage, text("a stem cannot have the stride {}", stride), {},
                    text("give {} 1 or 2", Text::option("stem-stride")));
    }
    if (!overrides.stem_stride) {
        spec.assumptions.push_back({"stride of the stem", small ? "1" : "2",
                                    small ? Text(kSmallStem) : why_no_small_stem(spec),
                                    Text::option("stem-stride", small ? "2" : "1")});
    }
    return stride;
}

// Segmentation and detection, whose trunks may be dilated; not a second copy of the network.
bool is_dense_predictor(const std::string& left_out) {
    constexpr std::array parts{"decode", "seg", "head", "neck", "fpn", "aux", "mask", "rpn"};
    return left_out.find("with convolutions") != std::string::npos &&
           std::ranges::any_of(
               parts, [&](const char* part) { return left_out.find(part) != std::string::npos; });
}

std::string stage_strides_text(const ResNetSpec& spec) {
    const int last = spec.blocks.back().stage;
    std::string text = "1";
    for (int stage = 3; stage <= last; ++stage) text += ", 2";
    return text;
}

void assume_strides(ResNetSpec& spec, const LayoutRow& layout, const SpecOverrides& overrides) {
    const auto stages = overrides.stage_strides.value_or(kStageStrides);
    for (const int stride : stages) {
        if (stride != 1 && stride != 2) {
            throw Error(ErrorKind::usage, text("a stage cannot have the stride {}", stride), {},
                        "give 1 or 2 for each of the stages 2 to 5, as in 1,2,2,2");
        }
    }
    if (!overrides.stage_strides) {
        spec.assumptions.push_back({"strides of the stages", stage_strides_text(spec),
                                    "convention of every ResNet",
                                    Text::option("stage-strides", "1,2,2,1")});
    }
    const bool in_conv1 = layout.stride_in_conv1 && !has_groups(spec);
    const int stride_in = overrides.stride_in.value_or(in_conv1 ? 1 : 2);
    if (stride_in != 1 && stride_in != 2) {
        throw Error(ErrorKind::usage, text("no block has its stride in conv{}", stride_in), {},
                    "give 1 (conv1) or 2 (conv2)");
    }
    if (is_bottleneck(spec) && !overrides.stride_in) {
        spec.assumptions.push_back({"stride placement", in_conv1 ? "conv1 (1x1)" : "conv2 (3x3)",
                                    convention_of(layout),
                                    Text::option("stride-in", in_conv1 ? "conv2" : "conv1")});
    }
    set_strides(spec, stages, stride_in, assumed_stem_stride(spec, overrides));
}

void assume_pool(ResNetSpec& spec, const LayoutRow& layout, const SpecOverrides& overrides) {
    const bool small = has_small_stem(spec);
    if (!overrides.stem_pool.value_or(!small)) {
        spec.stem.pool = {1, 1, 0, false};
        if (!overrides.stem_pool) {
            spec.assumptions.push_back(
                {"max pooling of the stem", "none", kSmallStem, Text::option("stem-pool", "on")});
        }
        return;
    }
    if (has_small_kernel(spec) && !overrides.stem_pool) {
        spec.assumptions.push_back({"max pooling of the stem", "3x3/2", why_no_small_stem(spec),
                                    Text::option("stem-pool", "off")});
    }
    spec.stem.pool.ceil_mode = overrides.ceil_mode.value_or(layout.ceil_mode);
    spec.stem.pool.padding = spec.stem.pool.ceil_mode ? 0 : 1;
    if (overrides.ceil_mode) return;
    spec.assumptions.push_back(
        {"max pooling", layout.ceil_mode ? "3x3/2, ceil mode, no padding" : "3x3/2, padding 1",
         convention_of(layout), Text::option("ceil-mode", layout.ceil_mode ? "off" : "on")});
}

bool fits(const BlockSpec& block, SePlace place) {
    return block.se->channels == se_channels(block, place);
}

// One place for the whole network, because a place that fits a middle block (channels in = channels
// out) need not fit the first of a stage.
SePlace common_place(const ResNetSpec& spec) {
    using enum SePlace;
    const auto se_blocks = spec.se_blocks();
    for (const auto place : {standard, after_3x3, pre}) {
        if (std::ranges::all_of(se_blocks, [&](const auto* b) { return fits(*b, place); })) {
            return place;
        }
    }
    return standard;
}

void assume_se(ResNetSpec& spec, const std::filesystem::path& file,
               const SpecOverrides& overrides) {
    if (spec.se_blocks().empty()) return;
    const auto place = overrides.se_place.value_or(common_place(spec));
    for (auto& block : spec.blocks) {
        if (!block.se) continue;
        if (!fits(block, place)) {
            throw Error(
                overrides.se_place ? ErrorKind::usage : ErrorKind::model,
                text("the SE unit of {} has {} channels, which does not fit the place '{}'",
                     block.prefix, block.se->channels, name_of(place)),
                file,
                text("leave out {}, or use a checkpoint of one network", Text::option("se-place")));
        }
        block.se->place = place;
        block.se->gate = overrides.gate.value_or(GateFunction::sigmoid);
    }
    if (!overrides.se_place) {
        spec.assumptions.push_back(
            {"place of the SE unit", name_of(place),
             place == SePlace::standard ? "the paper's standard unit; its channels fit"
                                        : "the only usual place that its channels fit",
             Text::option("se-place", place == SePlace::standard ? "post" : "standard")});
    }
    if (!overrides.gate) {
        spec.assumptions.push_back({"gate function", "sigmoid", "convention of every SE network",
                                    Text::option("gate", "hard_sigmoid")});
    }
}

}  // namespace

void set_strides(ResNetSpec& spec, const std::array<int, 4>& stages, int stride_in, int stem) {
    for (auto& unit : spec.stem.convs) unit.stride = 1;
    spec.stem.convs.front().stride = stem;
    for (auto& block : spec.blocks) {
        const auto stage = static_cast<std::size_t>(block.stage - 2);
        const int stride = block.index == 1 ? stages[stage] : 1;
        for (auto& unit : block.convs) unit.stride = 1;
        const bool second = block.convs.size() == 3 && stride_in == 2;
        block.convs[second ? 1 : 0].stride = stride;
        if (!block.shortcut) continue;
        auto& shortcut = *block.shortcut;
        // The pool that stands before the convolution does the striding; at stride 1 it is nothing.
        const bool pooled = shortcut.average_pool && stride > 1;
        shortcut.average_pool = pooled;
        shortcut.pool_stride = pooled ? stride : 1;
        shortcut.conv.stride = pooled ? 1 : stride;
    }
}

void assume_conventions(ResNetSpec& spec, const LayoutRow& layout, const StateDict& weights,
                        const SpecOverrides& given) {
    // What a person says goes before what the file states, and both before conventions.
    const SpecOverrides stated = stated_conventions(spec, weights);
    const SpecOverrides overrides = with_stated(given, stated);
    assume_strides(spec, layout, overrides);
    assume_pool(spec, layout, overrides);
    spec.bn_eps = overrides.bn_eps.value_or(kBnEps);
    if (!(spec.bn_eps >= 1e-12 && spec.bn_eps <= 1)) {
        throw Error(ErrorKind::usage, text("batch norm's epsilon cannot be {}", spec.bn_eps), {},
                    "give a small positive number, usually 1e-5");
    }
    if (!overrides.bn_eps) {
        spec.assumptions.push_back(
            {"batch norm's epsilon", "1e-05", "PyTorch's default", Text::option("bn-eps", "1e-3")});
    }
    assume_se(spec, weights.file, overrides);
    const bool is_part = std::ranges::any_of(weights.left_out, is_dense_predictor);
    if (is_part && !stated.stage_strides) {
        spec.assumptions.push_back({"dilation", "none",
                                    "it is a part of a larger network, and some dilate their last "
                                    "stages",
                                    "an export to ONNX or .pt2"});
    }
}

}  // namespace sescope
