// SPDX-License-Identifier: GPL-3.0-or-later
// Networks by name, with the keys of timm's layout; for `cost --arch` and for tests.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/conventions.h"
#include "core/network/se_channels.h"

namespace sescope {
namespace {

/// What a name stands for. `width` is that of conv2 in stage 2.
struct Family {
    const char* name;
    std::array<int, 4> blocks;
    bool bottleneck;
    int groups;
    int width;
    bool se;
    bool legacy;  ///< stride in conv1 (without groups), max pool with ceil mode
    bool senet;   ///< three convolutions in the stem, conv1 half as wide as conv2, 3x3 shortcuts
};

constexpr std::array<int, 4> k18{2, 2, 2, 2};
constexpr std::array<int, 4> k34{3, 4, 6, 3};
constexpr std::array<int, 4> k101{3, 4, 23, 3};
constexpr std::array<int, 4> k152{3, 8, 36, 3};

constexpr Family kFamilies[]{
    {"se_resnet18", k18, false, 1, 64, true, false, false},
    {"se_resnet34", k34, false, 1, 64, true, false, false},
    {"se_resnet50", k34, true, 1, 64, true, false, false},
    {"se_resnet101", k101, true, 1, 64, true, false, false},
    {"se_resnet152", k152, true, 1, 64, true, false, false},
    {"se_resnext50_32x4d", k34, true, 32, 128, true, false, false},
    {"se_resnext101_32x4d", k101, true, 32, 128, true, false, false},
    {"senet154", k152, true, 64, 256, true, true, true},
    {"legacy_se_resnet18", k18, false, 1, 64, true, true, false},
    {"legacy_se_resnet34", k34, false, 1, 64, true, true, false},
    {"legacy_se_resnet50", k34, true, 1, 64, true, true, false},
    {"legacy_se_resnet101", k101, true, 1, 64, true, true, false},
    {"legacy_se_resnet152", k152, true, 1, 64, true, true, false},
    {"legacy_se_resnext50_32x4d", k34, true, 32, 128, true, true, false},
    {"legacy_se_resnext101_32x4d", k101, true, 32, 128, true, true, false},
    {"legacy_senet154", k152, true, 64, 256, true, true, true},
    {"resnet18", k18, false, 1, 64, false, false, false},
    {"resnet34", k34, false, 1, 64, false, false, false},
    {"resnet50", k34, true, 1, 64, false, false, false},
    {"resnet101", k101, true, 1, 64, false, false, false},
    {"resnet152", k152, true, 1, 64, false, false, false},
    {"resnext50_32x4d", k34, true, 32, 128, false, false, false},
    {"resnext101_32x4d", k101, true, 32, 128, false, false, false},
    {"legacy_resnet50", k34, true, 1, 64, false, true, false},
    {"legacy_resnet101", k101, true, 1, 64, false, true, false},
    {"legacy_resnet152", k152, true, 1, 64, false, true, false},
};

// "SE-ResNet-50", "seresnet50" and "se_resnet50" are one name.
std::string plain(std::string_view name) {
    std::string letters;
    for (const char c : name) {
        if (c == '_' || c == '-' || c == ' ') continue;
        letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return letters;
}

const Family& find_family(const std::string& name) {
    const auto wanted = plain(name);
    for (const auto& family : kFamilies) {
        if (plain(family.name) == wanted) return family;
    }
    std::string names;
    for (const auto& known : architecture_names()) names += (names.empty() ? "" : ", ") + known;
    throw Error(ErrorKind::usage, text("there is no architecture '{}'", name), {},
                text("architectures are {}", names));
}

void check(const BuildOptions& options, const Family& family) {
    const auto refuse = [](Text message, Text hint) {
        throw Error(ErrorKind::usage, std::move(message), {}, std::move(hint));
    };
    if (options.classes < 1 || options.classes > 1'000'000) {
        refuse(text("a network cannot have {} classes", options.classes),
               text("give {} between 1 and 1000000", Text::option("classes")));
    }
    if (options.reduction < 1 || options.reduction > 2048) {
        refuse(text("a reduction of {} is out of range", options.reduction),
               text("give {} between 1 and 2048, usually 16", Text::option("reduction")));
    }
    if (options.size && (*options.size < 1 || *options.size > 8192)) {
        refuse(text("an image size of {} is out of range", *options.size),
               text("give {} between 1 and 8192", Text::option("size")));
    }
    for (const int stage : options.se_stages) {
        if (stage < 2 || stage > 5) {
            refuse(text("there is no stage {}", stage),
                   "stages with SE units are among 2, 3, 4, 5");
        }
    }
    if (options.place == SePlace::after_3x3 && !family.bottleneck) {
        refuse(text("{} has no bottleneck to put an SE unit in", family.name),
               "choose another place, or se_resnet50 and deeper");
    }
}

ConvUnit unit(const std::string& conv, const std::string& norm, int in, int out, int kernel,
              int groups = 1) {
    ConvUnit made;
    made.conv = conv;
    made.norm = norm;
    made.in = in;
    made.out = out;
    made.kernel = kernel;
    made.padding = kernel / 2;
    made.groups = groups;
    return made;
}

StemSpec stem_of(const Family& family) {
    StemSpec stem;
    if (family.senet) {
        stem.convs = {unit("conv1.0", "conv1.1", 3, 64, 3), unit("conv1.3", "conv1.4", 64, 64, 3),
                      unit("conv1.6", "bn1", 64, 128, 3)};
    } else {
        stem.convs = {unit("conv1", "bn1", 3, 64, 7)};
    }
    stem.pool.ceil_mode = family.legacy;
    stem.pool.padding = family.legacy ? 0 : 1;
    return stem;
}

SeSpec se_of(const BlockSpec& block, const BuildOptions& options) {
    SeSpec se;
    se.place = options.place;
    se.squeeze = options.squeeze;
    se.gate = options.gate;
    se.channels = se_channels(block, options.place);
    se.hidden = std::max(1, se.channels / options.reduction);
    se.fc1 = block.prefix + (options.se_linear ? ".se.fc.0" : ".se.fc1");
    se.fc2 = block.prefix + (options.se_linear ? ".se.fc.2" : ".se.fc2");
    se.bias1 = options.se_bias;
    se.bias2 = options.se_bias;
    se.linear = options.se_linear;
    return se;
}

BlockSpec block_of(const Family& family, int stage, int index, int in) {
    BlockSpec block;
    block.stage = stage;
    block.index = index;
    block.prefix = fmt::format("layer{}.{}", stage - 1, index - 1);
    const auto name = [&block](const char* part) { return block.prefix + "." + part; };
    const int scale = 1 << (stage - 2);
    const int width = family.width * scale;
    const int out = (family.bottleneck ? 256 : 64) * scale;
    if (family.bottleneck) {
        const int first = family.senet ? width / 2 : width;
        block.convs = {unit(name("conv1"), name("bn1"), in, first, 1),
                       unit(name("conv2"), name("bn2"), first, width, 3, family.groups),
                       unit(name("conv3"), name("bn3"), width, out, 1)};
    } else {
        block.convs = {unit(name("conv1"), name("bn1"), in, width, 3),
                       unit(name("conv2"), name("bn2"), width, out, 3)};
    }
    if (in != out) {
        block.shortcut = Shortcut{};
        block.shortcut->conv = unit(name("downsample.0"), name("downsample.1"), in, out,
                                    family.senet && stage > 2 ? 3 : 1);
    }
    return block;
}

}  // namespace

std::vector<std::string> architecture_names() {
    std::vector<std::string> names;
    for (const auto& family : kFamilies) names.emplace_back(family.name);
    return names;
}

ResNetSpec build_resnet(const BuildOptions& options) {
    const auto& family = find_family(options.architecture);
    check(options, family);
    ResNetSpec spec;
    spec.layout = "built";
    spec.stem = stem_of(family);
    int channels = spec.stem.convs.back().out;
    for (int stage = 2; stage <= 5; ++stage) {
        const bool se = family.se && std::ranges::count(options.se_stages, stage) > 0;
        for (int index = 1; index <= family.blocks[static_cast<std::size_t>(stage - 2)]; ++index) {
            auto block = block_of(family, stage, index, channels);
            if (se) block.se = se_of(block, options);
            channels = block.channels_out();
            spec.blocks.push_back(std::move(block));
        }
    }
    spec.head = {"fc", channels, options.classes, true};
    spec.architecture = architecture_name(spec);
    const int usual = family.legacy && family.groups == 1 ? 1 : 2;
    const int stride_in = options.stride_in.value_or(usual);
    if (stride_in != 1 && stride_in != 2) {
        throw Error(ErrorKind::usage, text("no block has its stride in conv{}", stride_in), {},
                    "give 1 (conv1) or 2 (conv2)");
    }
    set_strides(spec, {1, 2, 2, 2}, stride_in);
    spec.preprocessing = preprocessing_presets().front().value;
    if (family.legacy) {
        const auto presets = preprocessing_presets();
        spec.preprocessing =
            std::ranges::find(presets, "legacy", &PreprocessingPreset::name)->value;
    }
    spec.preprocessing.size = options.size.value_or(spec.preprocessing.size);
    return spec;
}

}  // namespace sescope
