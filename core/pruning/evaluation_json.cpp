// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/evaluation_json.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/base/message.h"
#include "core/base/text_json.h"

namespace sescope {
namespace {

constexpr int kMany = std::numeric_limits<int>::max();

OrderedJson to_json(const Comparison& comparison, const PairedCounts& counts) {
    const PairedChange change = paired_change(counts);
    return {{"both", counts.both},
            {"only_original", counts.only_original},
            {"only_pruned", counts.only_pruned},
            {"neither", counts.neither},
            {"original", number(comparison.original_accuracy(counts))},
            {"pruned", number(comparison.pruned_accuracy(counts))},
            {"change", number(change.change)},
            {"low", number(change.low)},
            {"high", number(change.high)},
            {"p_value", number(change.p_value)}};
}

PairedCounts counts_from(const OrderedJson& json) {
    return {count_from(json.at("both")), count_from(json.at("only_original")),
            count_from(json.at("only_pruned")), count_from(json.at("neither"))};
}

OrderedJson to_json(const ClassComparison& cls) {
    return {{"name", cls.name},
            {"images", cls.images},
            {"original_top1", cls.original_top1},
            {"pruned_top1", cls.pruned_top1},
            {"original_top5", cls.original_top5},
            {"pruned_top5", cls.pruned_top5},
            {"change", number(cls.change())}};
}

ClassComparison class_from(const OrderedJson& json) {
    ClassComparison cls;
    cls.name = json.at("name").get<std::string>();
    cls.images = count_from(json.at("images"));
    cls.original_top1 = count_from(json.at("original_top1"));
    cls.pruned_top1 = count_from(json.at("pruned_top1"));
    cls.original_top5 = count_from(json.at("original_top5"));
    cls.pruned_top5 = count_from(json.at("pruned_top5"));
    return cls;
}

OrderedJson to_json(const Spread& spread) {
    return {{"median", number(spread.median)},
            {"low", number(spread.low)},
            {"high", number(spread.high)}};
}

Spread spread_from(const OrderedJson& json) {
    return {real_from(json.at("median")), real_from(json.at("low")), real_from(json.at("high"))};
}

OrderedJson to_json(const TimedPair& pair) {
    return {{"original", to_json(pair.original)},
            {"pruned", to_json(pair.pruned)},
            {"ratio", to_json(pair.ratio)}};
}

TimedPair pair_from(const OrderedJson& json) {
    return {spread_from(json.at("original")), spread_from(json.at("pruned")),
            spread_from(json.at("ratio"))};
}

}  // namespace

OrderedJson number(double value) {
    return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
}

double real_from(const OrderedJson& json) {
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

std::uint64_t count_from(const OrderedJson& json) {
    if (!json.is_number_unsigned()) throw std::range_error("a count is not a whole number");
    return json.get<std::uint64_t>();
}

int integer_from(const OrderedJson& json, int most) {
    const std::uint64_t value = count_from(json);
    if (value > std::uint64_t(most)) throw std::range_error("a number is too large");
    return int(value);
}

OrderedJson to_json(const EvaluationOrigin& origin) {
    OrderedJson json{{"sescope_version", origin.sescope_version},
                     {"engine", origin.engine},
                     {"network_file", origin.network_file},
                     {"network_fingerprint", origin.network_fingerprint},
                     {"architecture", origin.architecture},
                     {"data_root", origin.data_root},
                     {"data_fingerprint", origin.data_fingerprint},
                     {"seed", origin.seed},
                     {"per_class", origin.per_class},
                     {"split", origin.split},
                     {"same_images", origin.same_images},
                     {"separation", origin.separation.str()},
                     {"images", origin.images},
                     {"device", origin.device},
                     {"precision", origin.precision},
                     {"batch", origin.batch},
                     {"created", origin.created},
                     {"seconds", number(origin.seconds)}};
    if (OrderedJson parts = parts_of(origin.separation); !parts.is_null()) {
        json["separation_parts"] = std::move(parts);
    }
    return json;
}

EvaluationOrigin origin_from(const OrderedJson& json) {
    const auto text = [&](const char* key) { return json.at(key).get<std::string>(); };
    EvaluationOrigin origin;
    origin.sescope_version = text("sescope_version");
    origin.engine = text("engine");
    origin.network_file = text("network_file");
    origin.network_fingerprint = text("network_fingerprint");
    origin.architecture = text("architecture");
    origin.data_root = text("data_root");
    origin.data_fingerprint = text("data_fingerprint");
    origin.seed = count_from(json.at("seed"));
    origin.per_class = integer_from(json.at("per_class"), kMany);
    origin.split = text("split");
    origin.same_images = json.at("same_images").get<bool>();
    origin.separation =
        text_from(text("separation"), json.value("separation_parts", OrderedJson()));
    origin.images = count_from(json.at("images"));
    origin.device = text("device");
    origin.precision = text("precision");
    origin.batch = integer_from(json.at("batch"), kMany);
    origin.created = text("created");
    origin.seconds = real_from(json.at("seconds"));
    return origin;
}

OrderedJson to_json(const Comparison& comparison) {
    OrderedJson classes = OrderedJson::array();
    for (const ClassComparison& cls : comparison.classes) classes.push_back(to_json(cls));
    const int drop = comparison.largest_drop();
    OrderedJson json{
        {"matched", comparison.matched},
        {"images", comparison.images},
        {"top1", to_json(comparison, comparison.top1)},
        {"top5", to_json(comparison, comparison.top5)},
        {"agree", comparison.agree},
        {"agreement", number(comparison.agreement())},
        {"mean_kl", number(comparison.mean_kl)},
        {"not_finite", comparison.not_finite},
        {"largest_drop",
         drop < 0 ? OrderedJson(nullptr) : OrderedJson(comparison.classes[std::size_t(drop)].name)},
        {"classes", std::move(classes)}};
    if (const auto& outputs = comparison.outputs) {
        json["outputs"] = {{"mean_error", number(outputs->mean_error)},
                           {"low", number(outputs->low)},
                           {"high", number(outputs->high)},
                           {"largest_error", number(outputs->largest_error)},
                           {"mean_cosine", number(outputs->mean_cosine)}};
        if (const auto& map = outputs->map) {
            json["outputs"]["map"] = {{"iou", number(map->iou)},
                                      {"low", number(map->low)},
                                      {"high", number(map->high)},
                                      {"positions", map->positions},
                                      {"images", map->images}};
        }
    }
    return json;
}

Comparison comparison_from(const OrderedJson& json) {
    Comparison comparison;
    comparison.matched = json.at("matched").get<bool>();
    comparison.images = count_from(json.at("images"));
    comparison.top1 = counts_from(json.at("top1"));
    comparison.top5 = counts_from(json.at("top5"));
    comparison.agree = count_from(json.at("agree"));
    comparison.mean_kl = real_from(json.at("mean_kl"));
    comparison.not_finite = count_from(json.at("not_finite"));
    if (json.contains("outputs")) {
        const OrderedJson& outputs = json.at("outputs");
        OutputComparison& read = comparison.outputs.emplace();
        read.mean_error = real_from(outputs.at("mean_error"));
        read.low = real_from(outputs.at("low"));
        read.high = real_from(outputs.at("high"));
        read.largest_error = real_from(outputs.at("largest_error"));
        read.mean_cosine = real_from(outputs.at("mean_cosine"));
        if (outputs.contains("map")) {
            const OrderedJson& map = outputs.at("map");
            read.map = {real_from(map.at("iou")), real_from(map.at("low")),
                        real_from(map.at("high")), count_from(map.at("positions")),
                        count_from(map.at("images"))};
        }
    }
    for (const OrderedJson& cls : json.at("classes")) {
        comparison.classes.push_back(class_from(cls));
    }
    return comparison;
}

OrderedJson to_json(const NetworkPrice& price) {
    return {{"parameters", price.parameters},
            {"se_parameters", price.se_parameters},
            {"macs", price.macs},
            {"bytes", price.bytes}};
}

NetworkPrice price_from(const OrderedJson& json) {
    const auto whole = [&](const char* key) {
        const std::uint64_t value = count_from(json.at(key));
        if (value > std::uint64_t(INT64_MAX)) throw std::range_error("a number is too large");
        return std::int64_t(value);
    };
    return {whole("parameters"), whole("se_parameters"), whole("macs"), whole("bytes")};
}

OrderedJson to_json(const std::optional<Timing>& timing) {
    if (!timing) return nullptr;
    return {{"rounds", timing->rounds},
            {"batch", timing->batch},
            {"milliseconds", to_json(timing->milliseconds)},
            {"images_per_second", to_json(timing->images_per_second)}};
}

std::optional<Timing> timing_from(const OrderedJson& json) {
    if (json.is_null()) return std::nullopt;
    return Timing{integer_from(json.at("rounds"), kMany), integer_from(json.at("batch"), kMany),
                  pair_from(json.at("milliseconds")), pair_from(json.at("images_per_second"))};
}

std::vector<SkippedImage> skipped_from(const OrderedJson& json) {
    std::vector<SkippedImage> skipped;
    for (const OrderedJson& image : json) {
        skipped.push_back(
            {image.at("id").get<std::string>(), text_from(image.at("reason").get<std::string>(),
                                                          image.value("parts", OrderedJson()))});
    }
    return skipped;
}

}  // namespace sescope
