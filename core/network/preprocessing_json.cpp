// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/preprocessing_json.h"

namespace sescope {
namespace {

constexpr int kMostChannels = 4096;  // of an input

}  // namespace

nlohmann::json preprocessing_to_json(const Preprocessing& value) {
    nlohmann::json fields{
        {"preset", value.preset},     {"size", value.size},
        {"crop_pct", value.crop_pct}, {"interpolation", name_of(value.interpolation)},
        {"mean", value.mean},         {"std", value.std},
        {"bgr", value.bgr},           {"byte_range", value.byte_range}};
    if (!value.is_square()) fields["width"] = value.width;
    if (value.channels != 3) fields["channels"] = value.channels;
    if (!value.array_mean.empty()) fields["array_mean"] = value.array_mean;
    if (!value.array_std.empty()) fields["array_std"] = value.array_std;
    if (value.fast_decode) fields["fast_decode"] = true;  // others stay as they were written before
    return fields;
}

Preprocessing preprocessing_from_json(const JsonFields& fields) {
    static constexpr Interpolation kInterpolations[]{Interpolation::bilinear,
                                                     Interpolation::bicubic};
    Preprocessing value;
    value.preset = fields.text("preset");
    value.size = fields.integer("size", 1, 8192);
    if (fields.has("width")) value.width = fields.integer("width", 1, 8192);
    value.crop_pct = fields.real("crop_pct", 0.1, 1.0);
    value.interpolation = fields.choice("interpolation", kInterpolations);
    value.mean = fields.colour("mean", -1e6, 1e6);
    value.std = fields.colour("std", 1e-6, 1e6);
    if (fields.has("channels")) value.channels = fields.integer("channels", 1, kMostChannels);
    if (fields.has("array_mean")) {
        value.array_mean = fields.reals("array_mean", -1e6, 1e6, kMostChannels);
    }
    if (fields.has("array_std")) {
        value.array_std = fields.reals("array_std", 1e-6, 1e6, kMostChannels);
    }
    value.bgr = fields.boolean("bgr");
    value.byte_range = fields.boolean("byte_range");
    value.fast_decode = fields.has("fast_decode") && fields.boolean("fast_decode");
    return value;
}

}  // namespace sescope
