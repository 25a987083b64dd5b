// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/network_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/network/colour_range.h"
#include "core/network/open_network.h"

namespace sescope::cli {
namespace {

constexpr int kMostChannels = 4096;  // of an input

std::vector<std::string> preset_names() {
    std::vector<std::string> names;
    for (const auto& preset : preprocessing_presets()) names.emplace_back(preset.name);
    return names;
}

// Three numbers are those of colours, one is that of a grey image; others are of arrays.
std::optional<ColourNumbers> of_colours(const std::vector<float>& values) {
    if (values.size() != 1 && values.size() != 3) return std::nullopt;
    return ColourNumbers{values[0], values[values.size() / 2], values[values.size() - 1]};
}

std::optional<std::array<float, 3>> narrow(const std::optional<ColourNumbers>& numbers) {
    if (!numbers) return std::nullopt;
    return std::array{float((*numbers)[0]), float((*numbers)[1]), float((*numbers)[2])};
}

// The value whose name_of equals `name`; CLI11 has checked that there is one.
template <class Enum>
Enum parse(const std::string& name, std::initializer_list<Enum> values) {
    for (const Enum value : values) {
        if (name_of(value) == name) return value;
    }
    throw Error(ErrorKind::usage, "unknown value: " + name);
}

}  // namespace

SePlace parse_place(const std::string& name) {
    return parse(name, {SePlace::standard, SePlace::pre, SePlace::post, SePlace::identity,
                        SePlace::after_3x3});
}

SqueezeOperator parse_squeeze(const std::string& name) {
    return parse(name, {SqueezeOperator::average, SqueezeOperator::max, SqueezeOperator::none});
}

GateFunction parse_gate(const std::string& name) {
    return parse(name, {GateFunction::sigmoid, GateFunction::hard_sigmoid, GateFunction::tanh,
                        GateFunction::relu});
}

void NetworkOptions::add_to(CLI::App& command) {
    const std::string group = "What the file does not say";
    command.add_option("--weights", weights,
                       "Which of several sets of weights in the file, by name (info lists them)");
    command.add_option("--stride-in", stride_in, "Where a stage's first block has its stride")
        ->check(CLI::IsMember({"conv1", "conv2"}))
        ->group(group);
    command
        .add_option("--ceil-mode", ceil_mode,
                    "Stem's max pool: 3x3/2 without padding, rounded up (on) or padded (off)")
        ->check(CLI::IsMember({"on", "off"}))
        ->group(group);
    command.add_option("--bn-eps", bn_eps, "Epsilon of batch norm")->group(group);
    command.add_option("--gate", gate, "Gate function of the SE blocks")
        ->check(CLI::IsMember({"sigmoid", "hard_sigmoid", "tanh", "relu"}))
        ->group(group);
    command.add_option("--se-place", se_place, "Where the SE unit sits in its block")
        ->check(CLI::IsMember({"standard", "pre", "post", "identity", "after_3x3"}))
        ->group(group);
    command.add_option("--stem-stride", stem_stride, "Stride of the stem's first convolution")
        ->check(CLI::Range(1, 2))
        ->group(group);
    command.add_option("--stem-pool", stem_pool, "Max pooling behind the stem")
        ->check(CLI::IsMember({"on", "off"}))
        ->group(group);
    command.add_option("--stage-strides", stage_strides, "Strides of stages 2..5, as 1,2,2,2")
        ->expected(3, 4)
        ->delimiter(',')
        ->check(CLI::Range(1, 8))
        ->group(group);
    command.add_option("--preset", preset, "How images are prepared")
        ->check(CLI::IsMember(preset_names()))
        ->group(group);
    command
        .add_option("--architecture", architecture,
                    "Name in timm or torchvision, where keys fit several; or resnet")
        ->group(group);
    command
        .add_option("--width", width, "Of the input, where it is no square (--size: the height)")
        ->check(CLI::Range(8, 4096))
        ->group(group);
    command.add_option("--size", size, "Input size in pixels")
        ->check(CLI::Range(8, 4096))
        ->group(group);
    command.add_option("--crop-pct", crop_pct, "Share of the resized image that the crop keeps")
        ->check(CLI::Range(0.05, 1.0))
        ->group(group);
    command.add_option("--interpolation", interpolation, "Of the resize")
        ->check(CLI::IsMember({"bilinear", "bicubic"}))
        ->group(group);
    command.add_option("--mean", mean, "Mean of each channel: three numbers, or those of arrays")
        ->expected(1, kMostChannels)
        ->allow_extra_args(false)
        ->delimiter(',')
        ->group(group);
    command.add_option("--std", std, "Standard deviation of each channel, likewise")
        ->expected(1, kMostChannels)
        ->allow_extra_args(false)
        ->delimiter(',')
        ->group(group);
    command.add_flag("--bgr", bgr, "Channels are blue, green, red")->group(group);
    command
        .add_flag("--fast-decode", fast_decode,
                  "Large JPEGs are decoded at a part of their size: quicker, not to the pixel")
        ->group("How to run");
}

bool NetworkOptions::is_of_arrays() const {
    const auto colour = of_colours(mean);
    const auto deviation = of_colours(std);
    const bool are_colours = (mean.empty() || colour) && (std.empty() || deviation);
    return !are_colours || !in_unit_range(colour, deviation);
}

SpecOverrides NetworkOptions::overrides() const {
    SpecOverrides o;
    if (!stride_in.empty()) o.stride_in = stride_in == "conv1" ? 1 : 2;
    if (!ceil_mode.empty()) o.ceil_mode = ceil_mode == "on";
    if (!gate.empty()) o.gate = parse_gate(gate);
    if (!se_place.empty()) o.se_place = parse_place(se_place);
    if (!stage_strides.empty()) {
        // Networks of three stages have no fourth.
        o.stage_strides = {stage_strides[0], stage_strides[1], stage_strides[2],
                           stage_strides.size() > 3 ? stage_strides[3] : 1};
    }
    o.stem_stride = stem_stride;
    if (!weights.empty()) o.weights = weights;
    if (!stem_pool.empty()) o.stem_pool = stem_pool == "on";
    if (!preset.empty()) o.preset = preset;
    if (!interpolation.empty()) {
        o.interpolation =
            interpolation == "bicubic" ? Interpolation::bicubic : Interpolation::bilinear;
    }
    o.bn_eps = bn_eps;
    o.size = size;
    o.width = width;
    if (!architecture.empty()) o.architecture = architecture;
    o.crop_pct = crop_pct;
    if (!is_of_arrays()) {
        o.mean = narrow(of_colours(mean));
        o.std = narrow(of_colours(std));
    }
    if (!mean.empty()) o.array_mean = mean;
    if (!std.empty()) o.array_std = std;
    if (bgr) o.bgr = true;
    if (fast_decode) o.fast_decode = true;
    return o;
}

OpenedNetwork open_network(const std::filesystem::path& path, const NetworkOptions& options) {
    ReadNetwork read = sescope::open_network(path, options.overrides());
    return {std::move(read.weights), std::move(read.model)};
}

}  // namespace sescope::cli
