// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/colour_range.h"
#include "core/network/config_json.h"
#include "core/network/conventions.h"
#include "core/network/training_facts.h"

namespace sescope {
namespace {

const PreprocessingPreset* find_preset(std::string_view name) {
    const auto presets = preprocessing_presets();
    const auto found = std::ranges::find(presets, name, &PreprocessingPreset::name);
    return found == presets.end() ? nullptr : &*found;
}

Preprocessing preset_named(const std::string& name) {
    if (const auto* preset = find_preset(name)) return preset->value;
    std::string names;
    for (const auto& preset : preprocessing_presets()) {
        names += (names.empty() ? "" : ", ") + std::string(preset.name);
    }
    throw Error(ErrorKind::usage, text("there is no preset '{}'", name), {},
                text("presets are {}", names));
}

struct Choice {
    std::string_view preset;
    Text why;
};

// The training recipe is in timm's tag ("a1_in1k"), or behind the architecture's name
// ("seresnet50.a1_in1k"); without either, the layout's usual one.
Choice usual_preset(const ResNetSpec& spec, const LayoutRow& layout, const HubConfig& config) {
    const auto dot = config.architecture.find('.');
    const auto tag = !config.tag.empty() || dot == std::string::npos
                         ? config.tag
                         : config.architecture.substr(dot + 1);
    const auto name = "timm-" + tag.substr(0, tag.find('_'));
    if (const auto* preset = tag.empty() ? nullptr : find_preset(name)) {
        return {preset->name, text("the tag '{}' in config.json", tag)};
    }
    if (config.architecture.starts_with("legacy_")) {
        return {"legacy", text("the architecture '{}' in config.json", config.architecture)};
    }
    // timm's default weights of this one network were trained by another recipe than the rest.
    if (layout.name == "timm" && spec.architecture == "SE-ResNet-50") {
        return {"timm-a1", "default weights of timm's seresnet50"};
    }
    return {layout.preset, text("usual for the {} layout", layout.name)};
}

Text how_to_give_colours() {
    return text("give {} and {} as three numbers, as in 0.485,0.456,0.406", Text::option("mean"),
                Text::option("std"));
}

// Fields that config.json has replace the preset's; returns the names of those that it lacks.
std::vector<std::string> take_from(Preprocessing& value, const HubConfig& config) {
    std::vector<std::string> lacking;
    const auto take = [&lacking](auto& target, const auto& source, const char* name) {
        if (source) {
            target = *source;
        } else {
            lacking.emplace_back(name);
        }
    };
    take(value.size, config.size, "input size");
    take(value.crop_pct, config.crop_pct, "crop_pct");
    take(value.interpolation, config.interpolation, "interpolation");
    take(value.mean, config.mean, "mean");
    take(value.std, config.std, "std");
    return lacking;
}

// A person may give mean and std for pixels up to 255, as other programs take them. Where the
// pixels of a preset stay so, its numbers are of that kind anyway.
void apply_colours(Preprocessing& value, const SpecOverrides& overrides) {
    const auto wide = [](const std::optional<std::array<float, 3>>& numbers) {
        return numbers ? std::optional(ColourNumbers{(*numbers)[0], (*numbers)[1], (*numbers)[2]})
                       : std::nullopt;
    };
    if (value.byte_range) {
        value.mean = overrides.mean.value_or(value.mean);
        value.std = overrides.std.value_or(value.std);
        return;
    }
    const auto range = in_unit_range(wide(overrides.mean), wide(overrides.std));
    if (!range) {
        throw Error(ErrorKind::usage,
                    "mean and std must be finite, std positive, and both of pixels up to 1 or both "
                    "of pixels up to 255",
                    {}, how_to_give_colours());
    }
    for (std::size_t c = 0; c < 3; ++c) {
        if (range->mean) value.mean[c] = float((*range->mean)[c]);
        if (range->std) value.std[c] = float((*range->std)[c]);
    }
}

// One number is that of all channels. Three for a grey network are of colours, and not of arrays.
std::vector<float> for_each_channel(std::vector<float> numbers, const Preprocessing& value) {
    const auto channels = static_cast<std::size_t>(value.channels);
    if (numbers.size() == 1) numbers.resize(channels, numbers.front());
    const bool is_colour = numbers.size() == 3 && channels == 1;
    if (!numbers.empty() && numbers.size() != channels && !is_colour) {
        throw Error(ErrorKind::usage,
                    text("{} means or deviations are given, and the network takes {} channels",
                         numbers.size(), channels),
                    {}, "give one of each a channel");
    }
    return numbers;
}

bool apply_overrides(Preprocessing& value, const SpecOverrides& overrides) {
    const auto before = value;
    if (overrides.size) {
        value.size = *overrides.size;
        value.width = 0;
    }
    value.width = overrides.width.value_or(value.width);
    value.crop_pct = overrides.crop_pct.value_or(value.crop_pct);
    value.interpolation = overrides.interpolation.value_or(value.interpolation);
    apply_colours(value, overrides);
    value.bgr = overrides.bgr.value_or(value.bgr);
    value.array_mean = for_each_channel(overrides.array_mean.value_or(value.array_mean), value);
    value.array_std = for_each_channel(overrides.array_std.value_or(value.array_std), value);
    return !(before == value);
}

// What lies beside the weights: config.json, and preprocessor_config.json.
HubConfig config_of(const StateDict& weights, int classes) {
    HubConfig config;
    if (!weights.config_json.empty()) config = read_hub_config(weights.config_json, classes);
    std::error_code unknown;  // then it is no folder
    const bool is_folder = std::filesystem::is_directory(weights.file, unknown);
    add_preprocessor_config(config, is_folder ? weights.file : weights.file.parent_path());
    return config;
}

void remark_on(std::vector<Assumption>& assumptions, const HubConfig& config,
               const SpecOverrides& said) {
    for (const auto& remark : config.ignored) {
        assumptions.push_back({std::string("config.json"), text("not used: {}", remark),
                               "it makes no sense to us", Text::option("preset", "NAME")});
    }
    if (config.of_bytes && !said.preset) {
        assumptions.push_back({"mean and std", "divided by 255",
                               "those beside the weights are of pixels between 0 and 255",
                               Text::option("mean", "NUMBERS")});
    }
}

void check(const Preprocessing& value) {
    if (value.size < 1 || value.size > 8192 || value.columns() < 1 || value.columns() > 8192) {
        throw Error(ErrorKind::usage, text("an image size of {} is out of range", value.size), {},
                    text("give {} between 1 and 8192", Text::option("size")));
    }
    if (!(value.crop_pct > 0.1 && value.crop_pct <= 1.0)) {
        throw Error(ErrorKind::usage, text("crop_pct cannot be {}", value.crop_pct), {},
                    text("give {} above 0.1 and up to 1", Text::option("crop-pct")));
    }
    constexpr float kLargest = 1e6F;
    const auto is_mean = [](float number) { return std::abs(number) <= kLargest; };
    const auto is_std = [](float number) { return number >= 1 / kLargest && number <= kLargest; };
    const bool arrays_known = std::ranges::all_of(value.array_mean, is_mean) &&
                              std::ranges::all_of(value.array_std, is_std);
    for (std::size_t c = 0; c < 3; ++c) {
        if (!arrays_known || !is_mean(value.mean[c]) || !is_std(value.std[c])) {
            throw Error(ErrorKind::usage, "mean and std must be finite, and std positive", {},
                        how_to_give_colours());
        }
    }
}

std::string summary(const Preprocessing& value) {
    return fmt::format("{} {}, crop_pct {}, mean {}, std {}{}{}", name_of(value.interpolation),
                       value.size, value.crop_pct, fmt::join(value.mean, " "),
                       fmt::join(value.std, " "), value.bgr ? ", BGR" : "",
                       value.byte_range ? ", values 0..255" : "");
}

bool all_given(const SpecOverrides& given) {
    return given.size && given.crop_pct && given.interpolation && given.mean && given.std;
}

void assume_labels(ResNetSpec& spec) {
    if (!spec.label_names.empty() || spec.head.fc.empty()) return;
    const bool imagenet = spec.head.classes == 1000;
    spec.assumptions.push_back(
        {"class order", imagenet ? "ImageNet-1k, synsets in order" : "unknown, rows by number",
         imagenet ? "1000 classes and no label names" : "no label names beside the checkpoint",
         Text::option("labels", "FILE")});
}

}  // namespace

void choose_preprocessing(ResNetSpec& spec, const LayoutRow& layout, const StateDict& weights,
                          const SpecOverrides& overrides) {
    HubConfig config = config_of(weights, spec.head.classes);
    const bool is_stated = add_training_facts(config, weights.training, spec.head.classes);
    remark_on(spec.assumptions, config, overrides);
    spec.label_names = config.label_names;
    spec.label_descriptions = config.label_descriptions;

    auto& value = spec.preprocessing;
    std::vector<std::string> lacking;
    const auto usual = usual_preset(spec, layout, config);
    if (overrides.preset) {
        value = preset_named(*overrides.preset);
    } else {
        value = preset_named(std::string(usual.preset));
        lacking = take_from(value, config);
        if (lacking.size() < 5) value.preset = is_stated ? "checkpoint" : "config.json";
    }
    value.channels = spec.stem.convs.front().in;
    if (apply_overrides(value, overrides)) value.preset = "custom";
    if ((overrides.mean && value.mean != *overrides.mean) ||
        (overrides.std && value.std != *overrides.std)) {
        spec.assumptions.push_back({"mean and std", "divided by 255",
                                    "those given are of pixels between 0 and 255",
                                    Text::option("mean", "NUMBERS")});
    }
    value.fast_decode = overrides.fast_decode.value_or(false);
    if (value.fast_decode) {
        spec.assumptions.push_back({"JPEG decoding", "large JPEGs at a part of their size",
                                    "asked for, to be quicker; pixels differ a little",
                                    text("without {}", Text::option("fast-decode"))});
    }
    check(value);
    assume_channels(spec.assumptions, value, overrides);
    if (!lacking.empty() && !all_given(overrides)) {
        const auto what = lacking.size() < 5 ? text("preprocessing ({})",
                                                    fmt::format("{}", fmt::join(lacking, ", ")))
                                             : Text("preprocessing");
        spec.assumptions.push_back({what, fmt::format("{}: {}", usual.preset, summary(value)),
                                    usual.why, Text::option("preset", "NAME")});
    }
    assume_labels(spec);
}

std::string described(const Preprocessing& images) {
    const std::string arrays =
        images.array_mean.empty() && images.array_std.empty()
            ? "arrays as they are"
            : fmt::format("arrays by mean {} and std {}", fmt::join(images.array_mean, " "),
                          fmt::join(images.array_std, " "));
    if (images.channels != 1 && images.channels != 3) {
        return fmt::format("{} x {} of {} channels, {}", images.size, images.columns(),
                           images.channels, arrays);
    }
    std::string words =
        fmt::format("{} x {} px, {}, {}, mean {}, std {}{} ({})", images.size, images.columns(),
                    images.is_square() ? fmt::format("crop {}", images.crop_pct) : "stretched",
                    name_of(images.interpolation), fmt::join(images.mean, " "),
                    fmt::join(images.std, " "), images.bgr ? ", BGR" : "", images.preset);
    if (images.channels == 1) words += ", as grey";
    if (arrays != "arrays as they are") words += "; " + arrays;
    return words;
}

void assume_channels(std::vector<Assumption>& assumptions, const Preprocessing& images,
                     const SpecOverrides& said) {
    const bool of_arrays = (said.array_mean && !said.mean) || (said.array_std && !said.std);
    if (of_arrays) {
        assumptions.push_back({"mean and std", "of arrays (.npy) only",
                               "those given cannot be of pixels",
                               text("{} and {}", Text::option("mean"), Text::option("std"))});
    }
    if (images.channels == 3 || said.array_mean) return;
    const bool is_grey = images.channels == 1;
    assumptions.push_back(
        {"channels of images",
         is_grey ? "images become grey, with the averages of mean and std; arrays stay as they are"
                 : "arrays (.npy), whose values stay as they are",
         text("the first layer takes {}", images.channels),
         text("{} and {}", Text::option("mean"), Text::option("std"))});
}

void apply_said(Preprocessing& value, const SpecOverrides& said) {
    if (said.preset) {
        const Preprocessing before = value;
        value = preset_named(*said.preset);
        // A preset is about pixels; how large a network's input is, its graph says.
        value.size = before.size;
        value.width = before.width;
        value.channels = before.channels;
    }
    if (apply_overrides(value, said)) value.preset = "custom";
    value.fast_decode = said.fast_decode.value_or(false);
    check(value);
}

void apply_config(Network& network, const StateDict& weights, const SpecOverrides& said) {
    const HubConfig config = config_of(weights, network.classes());
    remark_on(network.assumptions, config, said);
    if (!config.label_names.empty()) {
        network.label_names = config.label_names;
        network.label_descriptions = config.label_descriptions;
    }
    if (said.preset) return;
    Preprocessing value = network.preprocessing;
    const int size = value.size;
    const auto lacking = take_from(value, config);
    if (lacking.size() == 5 && weights.config_json.empty()) return;
    if (network.only_this_size) value.size = size;
    if (lacking.size() < 5) {
        value.preset = "config.json";
        std::erase_if(network.assumptions, [](const Assumption& assumption) {
            return assumption.what == "preprocessing";
        });
    }
    network.preprocessing = value;
    apply_said(network.preprocessing, said);
}

}  // namespace sescope
