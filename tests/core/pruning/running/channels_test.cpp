// SPDX-License-Identifier: GPL-3.0-or-later
// Networks whose gates are made closed, open and constant by their biases, without the channels
// that are closed: what goes, what it saves by hand, and what is computed then.
#include "core/pruning/channels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "core/network/network.h"
#include "core/network/open_network.h"
#include "core/pruning/squeezes.h"
#include "tests/core/dataset/scratch.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/support/exported_archive.h"
#include "tests/support/formula_weights.h"

namespace sescope::testing {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

constexpr int kImages = 6;

/// Gate c of each unit: closed where c % 4 is 0, open where it is 1, constant where it is 2; the
/// others stay near a half.
void force_gates(ReadNetwork& network, bool cut_squeeze) {
    for (const GateSite& site : network.model.sites) {
        for (const std::string& key : site.weights) {
            const TensorEntry tensor = network.weights.at(key);
            auto values = to_float32(tensor);
            const auto channels = static_cast<std::size_t>(site.channels);
            const bool last = tensor.shape.size() > 1 && tensor.shape[0] == site.channels;
            const bool bias = tensor.shape.size() == 1 && tensor.shape[0] == site.channels;
            const bool first = tensor.shape.size() > 1 && tensor.shape[1] == site.channels;
            for (std::size_t i = 0; i < values.size(); ++i) {
                const std::size_t row = i / (values.size() / std::size_t(tensor.shape[0]));
                if (last) values[i] *= row % 4 == 3 ? 0.1F : 0.0F;
                if (bias) values[i] = row % 4 == 0 ? -30.0F : row % 4 == 1 ? 30.0F : 0.0F;
                if (first && cut_squeeze && i % channels % 4 == 0) values[i] = 0;
            }
            network.weights.add(StateDict::make_tensor(key, tensor.shape, values));
        }
    }
}

ReadNetwork fixture(const std::string& name, bool cut_squeeze) {
    const auto expected = test::graph_expectations(name);
    ReadNetwork network{{}, test::formula_weights(expected)};
    SpecOverrides said;
    said.size = expected.at("input").at("shape").at(2).get<int>();
    said.architecture = "timm/" + name;
    network.model = read_network(network.weights, said);
    force_gates(network, cut_squeeze);
    return network;
}

double relative_difference(const std::vector<float>& a, const std::vector<float>& b) {
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += (double(a[i]) - b[i]) * (double(a[i]) - b[i]);
        size += double(a[i]) * a[i];
    }
    return std::sqrt(difference / size);
}

/// A network with forced gates, images, and what is recorded of both.
struct Recorded {
    ReadNetwork network;
    Scratch scratch;
    Dataset dataset;
    ExcitationProfile profile;
    ChannelRecords records;

    explicit Recorded(ReadNetwork of) : network(std::move(of)) {
        const int side = network.model.preprocessing.size;
        for (int i = 0; i < kImages; ++i) {
            const std::string name = "a/" + std::to_string(i) + ".png";
            scratch.write_image(name, std::uint8_t(40 * i + 7), side, side);
        }
        const HeadLabels head{network.model.classes(), {}, {}};
        dataset = open_dataset(scratch.root(), {}, head);
        AnalyzeSettings settings;
        settings.engine = cpu_settings(kImages);
        profile = analyze({network.model, network.weights, dataset, {}}, settings);
        records = channel_records(profile);
        EvaluationSettings evaluation;
        evaluation.engine = cpu_settings(kImages);
        measure_squeezes(records, {network.model, network.weights}, dataset, evaluation);
    }
    PrunedNetwork without(std::vector<ChannelChoice> choices) const {
        return prune(network.model, network.weights, PruneChoices{{}, std::move(choices)}, {},
                     records);
    }
    PrunedNetwork without_closed() const { return without(closed_channels(profile, 0.05)); }
    /// Outputs of the images.
    std::vector<float> outputs(const Network& model, const StateDict& weights) const {
        LoaderSettings loader;
        loader.batch = kImages;
        BatchLoader images(dataset, model.preprocessing, loader);
        const auto batch = images.next();
        const auto running = load_engine().open(model, weights, cpu_settings(kImages));
        return running->forward(image_batch(*batch, model.preprocessing)).logits;
    }
    /// By how much those of the pruned network are apart from its own.
    double change(const PrunedNetwork& pruned) const {
        return relative_difference(outputs(network.model, network.weights),
                                   outputs(pruned.model, pruned.weights));
    }
};

void expect_kinds(const ExcitationProfile& profile) {
    for (std::size_t i = 0; i < profile.gates.blocks.size(); ++i) {
        const ChannelCounts counts = channel_counts(profile.gates, int(i));
        const int channels = profile.gates.blocks[i].channels;
        EXPECT_EQ(counts.closed, (channels + 3) / 4) << profile.gates.blocks[i].block;
        EXPECT_EQ(counts.open, (channels + 2) / 4) << profile.gates.blocks[i].block;
        // Whether the others move is up to the weights.
        EXPECT_GE(counts.constant, (channels + 1) / 4) << profile.gates.blocks[i].block;
        EXPECT_EQ(counts.channels(), channels);
        EXPECT_LT(counts.closed_passes, 1e-6);
    }
}

struct Hand {
    const char* network;
    const char* block;  ///< module that the unit stands in
    std::int64_t channels;
    std::int64_t parameters;  ///< of a channel
    std::int64_t macs;
};

class ClosedChannels : public ::testing::TestWithParam<Hand> {};

// All closed channels of every unit go, and nothing else changes.
TEST_P(ClosedChannels, GoWithWhatMakesAndReadsThem) {
    const Recorded made(fixture(GetParam().network, true));
    expect_kinds(made.profile);
    ASSERT_EQ(closed_channels(made.profile, 0.05).size(), made.network.model.sites.size());
    const PrunedNetwork pruned = made.without_closed();
    ASSERT_EQ(pruned.model.sites.size(), made.network.model.sites.size());
    for (std::size_t i = 0; i < pruned.channels.size(); ++i) {
        const ChannelRemoval& removal = pruned.channels[i];
        EXPECT_EQ(std::ssize(removal.gone), (removal.channels + 3) / 4) << described(removal);
        EXPECT_TRUE(removal.stay.empty()) << described(removal);
        EXPECT_LT(removal.change, 1e-6);
        EXPECT_EQ(pruned.model.sites[i].label, removal.block);
        EXPECT_EQ(pruned.model.sites[i].channels, removal.channels - int(std::ssize(removal.gone)));
    }
    // The units read nothing of what went: all that is left is rounding.
    EXPECT_LT(made.change(pruned), 1e-5);
    // A state dict says what is left: it opens as what was made.
    StateDict written = pruned.weights;
    written.config_json = hub_config_text(pruned.model, "");
    EXPECT_EQ(structural_fingerprint(read_network(written, {})),
              structural_fingerprint(pruned.model));
}

TEST_P(ClosedChannels, SaveWhatIsCountedByHand) {
    const Recorded made(fixture(GetParam().network, true));
    const auto savings =
        channel_savings(made.network.model, made.network.weights, made.profile, 0.05);
    for (const GateSite& site : made.network.model.sites) {
        if (!site.id.starts_with(GetParam().block)) continue;
        const auto found = std::ranges::find_if(savings, [&](const ChannelSaving& saving) {
            return saving.removal.block == site.label;
        });
        ASSERT_NE(found, savings.end());
        ASSERT_EQ(std::ssize(found->removal.gone), GetParam().channels);
        EXPECT_EQ(found->parameters, GetParam().channels * GetParam().parameters);
        EXPECT_EQ(found->macs, GetParam().channels * GetParam().macs);
        return;
    }
    FAIL() << "no unit in " << GetParam().block;
}

// What the squeeze loses is stood in for by its mean: other gates change, by what is said.
TEST_P(ClosedChannels, ChangeOtherGatesByNoMoreThanTheirSqueezesVary) {
    const Recorded made(fixture(GetParam().network, false));
    const PrunedNetwork pruned = made.without_closed();
    double said = 0;
    for (const ChannelRemoval& removal : pruned.channels) {
        EXPECT_GT(removal.squeeze_change, 0);
        EXPECT_LT(removal.squeeze_change, 1);
        said += removal.squeeze_change;
    }
    EXPECT_GT(made.change(pruned), 1e-7);
    EXPECT_LT(made.change(pruned), said);
}

INSTANTIATE_TEST_SUITE_P(
    Each, ClosedChannels,
    ::testing::Values(
        // blocks.1.0 of EfficientNet-B0 at 96 pixels: 16 -> 96 at 48 x 48, 3x3 to 24 x 24, 4
        // hidden, 24 out; a channel has a row of each, two of each norm, and a column of each.
        Hand{"efficientnet_b0", "blocks.1.0", 24, 16 + 2 + 9 + 2 + 4 + 4 + 1 + 24,
             16 * 48 * 48 + 9 * 24 * 24 + 4 + 4 + 24 * 24 * 24},
        // s1.b1 of RegNetY-200MF at 64 pixels: 24 channels in groups of 8, 3x3 at 16 x 16, 8
        // hidden.
        Hand{"regnety_002", "s1.b1", 6, 8 * 9 + 2 + 8 + 8 + 1 + 24,
             8 * 9 * 16 * 16 + 8 + 8 + 24 * 16 * 16},
        // blocks.2.0 of MobileNetV3-Small 0.5 at 64 pixels: 16 -> 64 at 8 x 8, 5x5 to 4 x 4, 16
        // hidden, 24 out.
        Hand{"mobilenetv3_small_050", "blocks.2.0", 16, 16 + 2 + 25 + 2 + 16 + 16 + 1 + 24,
             16 * 8 * 8 + 25 * 4 * 4 + 16 + 16 + 24 * 4 * 4}),
    [](const auto& hand) { return std::string(hand.param.network); });

ReadNetwork tiny(const TinyOptions& options) {
    const TinyNetwork made = make_tiny_network(options);
    ReadNetwork network{made.model, made.weights};
    network.model.preprocessing.size = 32;
    force_gates(network, true);
    return network;
}

// SE-ResNet: what a standard unit closes is added to the identity, which stays.
TEST(ChannelsOfResNets, StayWhereTheyAreAddedToTheIdentity) {
    const Recorded made(tiny({}));
    expect_kinds(made.profile);
    ASSERT_EQ(closed_channels(made.profile, 0.05).size(), 3u);
    const PrunedNetwork pruned = made.without_closed();
    for (const ChannelRemoval& removal : pruned.channels) {
        EXPECT_TRUE(removal.gone.empty());
        EXPECT_THAT(removal.stay,
                    Contains(Field(&StayingChannels::reason, HasSubstr("adds it to what stays"))));
    }
    EXPECT_EQ(pruned.model.graph, made.network.model.graph);
}

TEST(ChannelsOfResNets, GoInsideABottleneck) {
    for (const int groups : {1, 4}) {
        const Recorded made(tiny({.place = SePlace::after_3x3, .groups = groups}));
        const PrunedNetwork pruned = made.without_closed();
        std::size_t gone = 0;
        for (const ChannelRemoval& removal : pruned.channels) gone += removal.gone.size();
        EXPECT_GT(gone, 0u);
        EXPECT_LT(made.change(pruned), 1e-5);
    }
}

/// The mean over positions, taken along rows first and then along columns.
void take_means_in_two_steps(Network& model) {
    for (std::size_t i = 0; i < model.sites.size(); ++i) {
        graph::Graph& g = model.graph;
        const graph::ValueId scaled = model.sites[i].place.scaled;
        const graph::ValueId squeezed = squeezed_value(g, model.sites[i]);
        const auto along = [](std::int64_t dimension) {
            return graph::Reduce{graph::ReduceKind::mean, {dimension}, true};
        };
        const graph::ValueId rows = g.add(along(3), {scaled}, "rows" + std::to_string(i));
        const auto whole = std::ranges::find_if(
            g.operators, [&](const graph::Operator& op) { return op.output() == squeezed; });
        whole->kind = along(2);
        whole->inputs = {rows};
        std::rotate(whole, g.operators.end() - 1, g.operators.end());
        renew_sites(model);
    }
}

// What is measured and what may go are told by one rule.
TEST(ChannelsOfResNets, GoWhereTheMeanIsTakenInTwoSteps) {
    ReadNetwork network = tiny({.place = SePlace::after_3x3});
    take_means_in_two_steps(network.model);
    ASSERT_EQ(network.model.sites.size(), 3u);
    const Recorded made(std::move(network));
    const PrunedNetwork pruned = made.without_closed();
    std::size_t gone = 0;
    for (const ChannelRemoval& removal : pruned.channels) gone += removal.gone.size();
    EXPECT_GT(gone, 0u);
    EXPECT_LT(made.change(pruned), 1e-5);
}

TEST(ChannelsOfResNets, SayWhereWhatChangesIsNotKnown) {
    Recorded made(tiny({.place = SePlace::after_3x3}));
    for (BlockTally& block : made.profile.gates.blocks) block.energies = {};
    for (auto& [block, record] : channel_records(made.profile)) {
        made.records[block].energy = record.energy;
        made.records[block].all_energy = record.all_energy;
    }
    for (const ChannelRemoval& removal : made.without_closed().channels) {
        EXPECT_FALSE(removal.gone.empty());
        EXPECT_TRUE(std::isnan(removal.change));
        EXPECT_FALSE(std::isnan(removal.squeeze_change));
        EXPECT_THAT(described(removal).str(), HasSubstr("changes an unknown share of what passes"));
    }
}

TEST(ChannelsOfResNets, WantTheirSqueezesToBeKnown) {
    Recorded made(tiny({.place = SePlace::after_3x3}));
    made.records = channel_records(made.profile);
    EXPECT_THROW(made.without_closed(), Error);
    EXPECT_THROW(made.without({{"SE_9_9", 0.05}}), Error);
    EXPECT_THROW(closed_channels(made.profile, -0.1), Error);
}

}  // namespace
}  // namespace sescope::testing
