// SPDX-License-Identifier: GPL-3.0-or-later
// The description of a network out of a profile, which may be anyone's file: every number within
// bounds, and every layer fitting the one before it, so that what works on a ResNetSpec need not
// check again.
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/network/assumption_json.h"
#include "core/network/json_fields.h"
#include "core/network/json_text.h"
#include "core/network/network.h"
#include "core/network/preprocessing_json.h"
#include "core/network/se_channels.h"

namespace sescope {
namespace {

constexpr std::size_t kLargestText = std::size_t{64} << 20;
constexpr int kMostChannels = 1 << 20;
constexpr int kMostClasses = 1 << 20;
constexpr std::size_t kMostBlocks = 4000;
constexpr int kLargestKernel = 31;
constexpr std::size_t kMostAssumptions = 100;

ConvUnit conv_unit(const JsonFields& fields) {
    ConvUnit unit;
    unit.conv = fields.text("conv");
    unit.norm = fields.text("norm");
    unit.in = fields.integer("in", 1, kMostChannels);
    unit.out = fields.integer("out", 1, kMostChannels);
    unit.kernel = fields.integer("kernel", 1, kLargestKernel);
    unit.stride = fields.integer("stride", 1, 8);
    unit.padding = fields.integer("padding", 0, kLargestKernel);
    unit.groups = fields.integer("groups", 1, unit.in);
    unit.bias = fields.boolean("bias");
    if (unit.in % unit.groups != 0 || unit.out % unit.groups != 0) {
        fields.fail("groups", "do not divide the channels");
    }
    return unit;
}

// Each takes the channels that the one before it puts out.
std::vector<ConvUnit> conv_units(const JsonFields& fields, std::size_t least, std::size_t most,
                                 int channels) {
    std::vector<ConvUnit> units;
    for (const auto& item : fields.array("convs", least, most)) {
        const JsonFields unit(item, fmt::format("{}[{}]", fields.path_of("convs"), units.size()));
        units.push_back(conv_unit(unit));
        if (units.back().in != channels) unit.fail("in", fmt::format("should be {}", channels));
        channels = units.back().out;
    }
    return units;
}

SeSpec se_unit(const JsonFields& fields, const BlockSpec& block) {
    static constexpr SePlace kPlaces[]{SePlace::standard, SePlace::pre, SePlace::post,
                                       SePlace::identity, SePlace::after_3x3};
    static constexpr SqueezeOperator kSqueezes[]{SqueezeOperator::average, SqueezeOperator::max,
                                                 SqueezeOperator::none};
    static constexpr GateFunction kGates[]{GateFunction::sigmoid, GateFunction::hard_sigmoid,
                                           GateFunction::tanh, GateFunction::relu};
    SeSpec se;
    se.place = fields.choice("place", kPlaces);
    se.squeeze = fields.choice("squeeze", kSqueezes);
    se.gate = fields.choice("gate", kGates);
    se.channels = fields.integer("channels", 1, kMostChannels);
    se.hidden = fields.integer("hidden", 1, kMostChannels);
    se.fc1 = fields.text("fc1");
    se.fc2 = fields.text("fc2");
    se.bias1 = fields.boolean("bias1");
    se.bias2 = fields.boolean("bias2");
    se.linear = fields.boolean("linear");
    if (se.channels != se_channels(block, se.place)) {
        fields.fail("channels", fmt::format("do not fit the place '{}'", name_of(se.place)));
    }
    return se;
}

Shortcut shortcut(const JsonFields& fields, const BlockSpec& block) {
    Shortcut value;
    value.average_pool = fields.boolean("average_pool");
    value.pool_stride = fields.integer("pool_stride", 1, 8);
    value.conv = conv_unit(fields.object("conv"));
    const bool fits =
        value.conv.in == block.channels_in() && value.conv.out == block.channels_out();
    if (!fits) fields.fail("conv", "does not fit its block");
    return value;
}

BlockSpec block_spec(const JsonFields& fields, int channels) {
    BlockSpec block;
    block.stage = fields.integer("stage", 2, 5);
    block.index = fields.integer("index", 1, static_cast<int>(kMostBlocks));
    block.prefix = fields.text("prefix");
    block.convs = conv_units(fields, 2, 3, channels);
    if (fields.has("shortcut")) {
        block.shortcut = shortcut(fields.object("shortcut"), block);
    } else if (block.channels_in() != block.channels_out()) {
        fields.fail("shortcut", "is missing where the channels change");
    }
    if (fields.has("se")) block.se = se_unit(fields.object("se"), block);
    return block;
}

std::vector<BlockSpec> block_specs(const JsonFields& fields, int channels) {
    std::vector<BlockSpec> blocks;
    for (const auto& item : fields.array("blocks", 1, kMostBlocks)) {
        const JsonFields block(item, fmt::format("blocks[{}]", blocks.size()));
        blocks.push_back(block_spec(block, channels));
        channels = blocks.back().channels_out();
        if (blocks.size() < 2) continue;
        const auto& before = blocks[blocks.size() - 2];
        const auto place = [](const BlockSpec& b) { return std::pair(b.stage, b.index); };
        if (place(before) >= place(blocks.back())) block.fail("index", "is not behind the last");
    }
    return blocks;
}

StemSpec stem_spec(const JsonFields& fields) {
    StemSpec stem;
    stem.convs = conv_units(fields, 1, 8, 3);
    const auto pool = fields.object("pool");
    stem.pool.kernel = pool.integer("kernel", 1, kLargestKernel);
    stem.pool.stride = pool.integer("stride", 1, 8);
    stem.pool.padding = pool.integer("padding", 0, stem.pool.kernel / 2);
    stem.pool.ceil_mode = pool.boolean("ceil_mode");
    return stem;
}

HeadSpec head_spec(const JsonFields& fields, int channels) {
    HeadSpec head;
    head.fc = fields.text("fc");
    head.in = fields.integer("in", channels, channels);
    head.classes = fields.integer("classes", 1, kMostClasses);
    head.bias = fields.boolean("bias");
    return head;
}

}  // namespace

ResNetSpec resnet_from_json(std::string_view text) {
    const auto root = parse_bounded(text, kLargestText).value_or(nlohmann::json());
    const JsonFields fields(root, "");
    ResNetSpec spec;
    spec.architecture = fields.text("architecture");
    spec.layout = fields.text("layout");
    spec.stem = stem_spec(fields.object("stem"));
    spec.blocks = block_specs(fields, spec.stem.convs.back().out);
    spec.head = head_spec(fields.object("head"), spec.blocks.back().channels_out());
    spec.bn_eps = fields.real("bn_eps", 1e-12, 1.0);
    spec.preprocessing = preprocessing_from_json(fields.object("preprocessing"));
    spec.label_names = fields.texts("label_names", kMostClasses);
    spec.label_descriptions = fields.texts("label_descriptions", kMostClasses);
    spec.assumptions = assumptions_from(fields, kMostAssumptions);
    for (const char* name : {"label_names", "label_descriptions"}) {
        const auto& labels =
            std::string_view(name) == "label_names" ? spec.label_names : spec.label_descriptions;
        if (!labels.empty() && labels.size() != static_cast<std::size_t>(spec.head.classes)) {
            fields.fail(name, "are not as many as the classes");
        }
    }
    return spec;
}

}  // namespace sescope
