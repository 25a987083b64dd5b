// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/network/config_sections.h"
#include "core/network/json_text.h"

namespace sescope {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestConfig = std::size_t{16} << 20;

const json* field(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

std::optional<int> integer(const json* value, int least, int most) {
    if (value == nullptr || !value->is_number_integer() || *value < least || *value > most) {
        return std::nullopt;
    }
    return value->get<int>();
}

std::optional<double> real(const json* value, double least, double most) {
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const auto number = value->get<double>();
    if (!(number >= least && number <= most)) return std::nullopt;
    return number;
}

std::optional<bool> boolean(const json* value) {
    if (value == nullptr || !value->is_boolean()) return std::nullopt;
    return value->get<bool>();
}

template <class Enum>
std::optional<Enum> named(const json* value, std::initializer_list<Enum> choices) {
    if (value == nullptr || !value->is_string()) return std::nullopt;
    for (const Enum choice : choices) {
        if (name_of(choice) == value->get_ref<const std::string&>()) return choice;
    }
    return std::nullopt;
}

std::optional<std::array<float, 3>> colour(const json* value, double least) {
    if (value == nullptr || !value->is_array() || value->size() != 3) return std::nullopt;
    std::array<float, 3> numbers{};
    for (std::size_t c = 0; c < numbers.size(); ++c) {
        const auto number = real(&(*value)[c], least, 1e6);
        if (!number) return std::nullopt;
        numbers[c] = static_cast<float>(*number);
    }
    return numbers;
}

std::optional<std::array<int, 4>> strides(const json* value) {
    if (value == nullptr || !value->is_array() || value->size() != 4) return std::nullopt;
    std::array<int, 4> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto number = integer(&(*value)[i], 1, 2);
        if (!number) return std::nullopt;
        numbers[i] = *number;
    }
    return numbers;
}

std::optional<std::string> preset(const json* value) {
    if (value == nullptr || !value->is_string()) return std::nullopt;
    const auto& name = value->get_ref<const std::string&>();
    const auto presets = preprocessing_presets();
    if (std::ranges::find(presets, name, &PreprocessingPreset::name) == presets.end()) {
        return std::nullopt;
    }
    return name;
}

/// All or nothing: some of it without the rest would mix two ways of preparing images.
void add_preprocessing(SpecOverrides& given, const json& recorded) {
    if (given.preset) return;
    const auto base = preset(field(recorded, section::kPreset));
    const auto size = integer(field(recorded, section::kSize), 1, 8192);
    const auto crop = real(field(recorded, section::kCropPct), 0.1001, 1.0);
    const auto how = named(field(recorded, section::kInterpolation),
                           {Interpolation::bilinear, Interpolation::bicubic});
    const auto mean = colour(field(recorded, section::kMean), -1e6);
    const auto std = colour(field(recorded, section::kStd), 1e-6);
    const auto bgr = boolean(field(recorded, section::kBgr));
    if (!base || !size || !crop || !how || !mean || !std || !bgr) return;
    given.preset = base;
    given.size = given.size ? given.size : size;
    given.crop_pct = given.crop_pct ? given.crop_pct : crop;
    given.interpolation = given.interpolation ? given.interpolation : how;
    given.mean = given.mean ? given.mean : mean;
    given.std = given.std ? given.std : std;
    given.bgr = given.bgr ? given.bgr : bgr;
}

template <class T>
void fill(std::optional<T>& target, const std::optional<T>& recorded) {
    if (!target) target = recorded;
}

void add_conventions(SpecOverrides& given, const json& recorded) {
    fill(given.stride_in, integer(field(recorded, section::kStrideIn), 1, 2));
    fill(given.stage_strides, strides(field(recorded, section::kStageStrides)));
    fill(given.stem_stride, integer(field(recorded, section::kStemStride), 1, 2));
    fill(given.stem_pool, boolean(field(recorded, section::kStemPool)));
    fill(given.ceil_mode, boolean(field(recorded, section::kCeilMode)));
    fill(given.bn_eps, real(field(recorded, section::kBnEps), 1e-12, 1));
    fill(given.gate,
         named(field(recorded, section::kGate), {GateFunction::sigmoid, GateFunction::hard_sigmoid,
                                                 GateFunction::tanh, GateFunction::relu}));
    fill(given.se_place,
         named(field(recorded, section::kSePlace), {SePlace::standard, SePlace::pre, SePlace::post,
                                                    SePlace::identity, SePlace::after_3x3}));
    add_preprocessing(given, recorded);
}

}  // namespace

SpecOverrides with_recorded_conventions(SpecOverrides given, const StateDict& weights) {
    // A text that is no JSON is complained of where the rest of it is read.
    const auto root = parse_lenient(weights.config_json, kLargestConfig);
    const json* ours = root ? field(*root, section::kSescope) : nullptr;
    const json* recorded = ours != nullptr ? field(*ours, section::kConventions) : nullptr;
    if (recorded != nullptr) add_conventions(given, *recorded);
    return given;
}

std::string recorded_graph(const StateDict& weights) {
    const auto root = parse_bounded(weights.config_json, kLargestConfig);
    const json* ours = root ? field(*root, section::kSescope) : nullptr;
    const json* text = ours != nullptr ? field(*ours, section::kGraph) : nullptr;
    return text != nullptr && text->is_string() ? text->get<std::string>() : std::string();
}

void record_weights(std::string& conventions, const StateDict& weights) {
    const auto taken = std::ranges::find_if(weights.weight_sets, &WeightSet::taken);
    if (weights.weight_sets.size() < 2 || taken == weights.weight_sets.end()) return;
    if (taken->name.empty()) return;
    json root = parse_bounded(conventions, kLargestConfig).value_or(json::object());
    root[section::kWeights] = taken->name;
    conventions = root.dump(-1, ' ', false, json::error_handler_t::replace);
}

SpecOverrides said_of(std::string_view conventions, const Preprocessing& preprocessing) {
    SpecOverrides said;
    const auto root = parse_bounded(conventions, kLargestConfig);
    const json* recorded = root ? field(*root, section::kConventions) : nullptr;
    if (recorded != nullptr) add_conventions(said, *recorded);
    const json* architecture = root ? field(*root, "architecture") : nullptr;
    if (architecture != nullptr && architecture->is_string()) {
        said.architecture = architecture->get<std::string>();
    }
    const json* weights = root ? field(*root, section::kWeights) : nullptr;
    if (weights != nullptr && weights->is_string()) said.weights = weights->get<std::string>();
    said.preset = said.preset.value_or(std::string(base_preset(preprocessing)));
    said.size = preprocessing.size;
    if (!preprocessing.is_square()) said.width = preprocessing.width;
    said.crop_pct = preprocessing.crop_pct;
    said.interpolation = preprocessing.interpolation;
    said.mean = preprocessing.mean;
    said.std = preprocessing.std;
    if (!preprocessing.array_mean.empty()) said.array_mean = preprocessing.array_mean;
    if (!preprocessing.array_std.empty()) said.array_std = preprocessing.array_std;
    said.bgr = preprocessing.bgr;
    if (preprocessing.fast_decode) said.fast_decode = true;
    return said;
}

}  // namespace sescope
