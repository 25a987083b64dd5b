// SPDX-License-Identifier: GPL-3.0-or-later
// Arrays (.npy) and networks of other than three channels, end to end. What is expected comes from
// a network of three channels over image files, whose weights and pixels are rearranged.
#include <gmock/gmock.h>

#include <cmath>

#include "core/checkpoint/checkpoint.h"
#include "core/dataset/input_values.h"
#include "core/excitation/profile.h"
#include "tests/app/cli_fixture.h"
#include "tests/support/npy_file.h"
#include "tests/support/tiny_network.h"

namespace sescope::test {
namespace {

using testing::HasSubstr;

constexpr int kSide = 32;
constexpr std::size_t kPixels = std::size_t{kSide} * kSide;

class ArrayData : public CommandLine {
  protected:
    void SetUp() override {
        make_network();
        make_images(2);
    }

    /// "net<channels>": the tiny network whose first convolution is `stem` [8, channels, 7, 7].
    void make_network_of(int channels, const std::vector<float>& stem) const {
        StateDict weights;
        const StateDict tiny = tiny_network();
        for (const auto& tensor : tiny.tensors()) {
            if (tensor.name == "conv1.weight") {
                weights.add(StateDict::make_tensor(tensor.name, {8, channels, 7, 7}, stem));
            } else {
                weights.add(tensor);
            }
        }
        const std::string folder = "net" + std::to_string(channels);
        std::filesystem::create_directories(file(folder));
        write_safetensors(file(folder + "/model.safetensors"), weights, {});
        write(folder + "/config.json", tiny_config({"bricks", "dots", "rings"}));
    }

    /// The first convolution's weights, by filter, colour and place.
    static std::vector<float> stem() { return to_float32(*tiny_network().find("conv1.weight")); }

    static Preprocessing prepared() {
        Preprocessing input;
        input.size = kSide;
        input.crop_pct = 1;
        return input;
    }

    /// "arrays": what `change` makes of each image's normalised values.
    template <class Change>
    void make_arrays(std::vector<std::int64_t> shape, Change change) const {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(file("images"))) {
            if (!entry.is_regular_file()) continue;
            const auto values = change(load_values(entry.path(), prepared()));
            const auto name = std::filesystem::relative(entry.path(), file("images"));
            write("arrays/" + name.string() + ".npy", npy_of(shape, values));
        }
    }

    ProgramResult analyze(const std::string& network, const std::string& images,
                          std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{
            "analyze",  path(network), path(images),  "-o",  path(images + network + ".profile"),
            "--device", "cpu",         "--precision", "fp32"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return sescope(arguments);
    }

    std::shared_ptr<const ExcitationProfile> profile(const std::string& network,
                                                     const std::string& images) const {
        return load_profile(file(images + network + ".profile"));
    }

    static void expect_near(const ExcitationProfile& one, const ExcitationProfile& other,
                            double most) {
        ASSERT_EQ(one.gates.blocks.size(), 4U);
        ASSERT_EQ(other.gates.blocks.size(), 4U);
        for (int block = 0; block < 4; ++block) {
            for (int cls = 0; cls < 3; ++cls) {
                const auto a = class_mean(one.gates, block, cls);
                const auto b = class_mean(other.gates, block, cls);
                ASSERT_EQ(a.size(), b.size());
                for (std::size_t c = 0; c < a.size(); ++c) {
                    EXPECT_NEAR(a[c], b[c], most) << block << ' ' << cls << ' ' << c;
                }
            }
        }
    }
};

TEST_F(ArrayData, NormalisedImagesGiveWhatTheirFilesGive) {
    make_arrays({3, kSide, kSide}, [](std::vector<float> values) { return values; });
    ASSERT_EQ(analyze("net", "images").exit_code, 0);
    const auto run = analyze("net", "arrays");
    ASSERT_EQ(run.exit_code, 0) << run.err;
    expect_near(*profile("net", "images"), *profile("net", "arrays"), 0);
    EXPECT_EQ(profile("net", "arrays")->top1(), profile("net", "images")->top1());
}

TEST_F(ArrayData, AFourthChannelOfZerosChangesNothing) {
    const std::vector<float> colours = stem();
    std::vector<float> four;
    for (std::size_t filter = 0; filter < 8; ++filter) {
        const auto begin = colours.begin() + std::ptrdiff_t(filter * 3 * 49);
        four.insert(four.end(), begin, begin + 3 * 49);
        four.insert(four.end(), 49, 0.5F);
    }
    make_network_of(4, four);
    make_arrays({4, kSide, kSide}, [](std::vector<float> values) {
        values.resize(4 * kPixels, 0);
        return values;
    });
    ASSERT_EQ(analyze("net", "images").exit_code, 0);
    const auto run = analyze("net4", "arrays");
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.err, HasSubstr("channels of images"));
    expect_near(*profile("net", "images"), *profile("net4", "arrays"), 1e-6);
    EXPECT_EQ(profile("net4", "arrays")->network.preprocessing.channels, 4);

    const auto files = analyze("net4", "images");
    EXPECT_EQ(files.exit_code, 4);
    EXPECT_THAT(files.err, HasSubstr("the network takes 4 channels, and image files have three"));
}

TEST_F(ArrayData, MeanAndDeviationOfEachChannelAreTakenOff) {
    const std::vector<float> mean{1, -2, 4};
    const std::vector<float> deviation{2, 0.5F, 8};
    make_arrays({3, kSide, kSide}, [&](std::vector<float> values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            // Powers of two, so that nothing is rounded but by the addition.
            values[i] = values[i] * deviation[i / kPixels] + mean[i / kPixels];
        }
        return values;
    });
    ASSERT_EQ(analyze("net", "images").exit_code, 0);
    // Of three numbers, means could be pixels'; deviations of 8 cannot beside means of 4.
    const auto run = analyze("net", "arrays", {"--mean", "1,-2,4", "--std", "2,0.5,8"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    // The network's units multiply what rounding does to its input by a hundred and more.
    expect_near(*profile("net", "images"), *profile("net", "arrays"), 1e-4);
    EXPECT_EQ(profile("net", "arrays")->network.preprocessing.array_mean, mean);
    // The same numbers over image files can be of nothing.
    const auto files =
        analyze("net", "images", {"--mean", "1,-2,4", "--std", "2,0.5,8", "--force"});
    EXPECT_EQ(files.exit_code, 2);
}

TEST_F(ArrayData, GreyNetworkTakesImagesAsGrey) {
    const std::vector<float> colours = stem();
    std::vector<float> grey(8 * 49, 0);
    for (std::size_t i = 0; i < colours.size(); ++i) {
        grey[i / (3 * 49) * 49 + i % 49] += colours[i];
    }
    make_network_of(1, grey);
    // The same grey in all three channels, normalised by one mean and one deviation.
    Preprocessing one = prepared();
    one.channels = 1;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(file("images"))) {
        if (!entry.is_regular_file()) continue;
        std::vector<float> values = load_values(entry.path(), one);
        ASSERT_EQ(values.size(), kPixels);
        values.insert(values.end(), values.begin(), values.begin() + kPixels);
        values.insert(values.end(), values.begin(), values.begin() + kPixels);
        const auto name = std::filesystem::relative(entry.path(), file("images"));
        write("arrays/" + name.string() + ".npy", npy_of({3, kSide, kSide}, values));
    }
    ASSERT_EQ(analyze("net", "arrays").exit_code, 0);
    const auto run = analyze("net1", "images");
    ASSERT_EQ(run.exit_code, 0) << run.err;
    expect_near(*profile("net", "arrays"), *profile("net1", "images"), 1e-4);
    EXPECT_EQ(profile("net1", "images")->network.preprocessing.channels, 1);
}

TEST_F(ArrayData, OtherExtentsAreSaidWithTheFlagsThatFit) {
    const std::vector<float> numbers(3 * 24 * 40, 0.25F);
    for (const auto* name : {"bricks", "dots", "rings"}) {
        write(std::string("arrays/") + name + "/a.npy", npy_of({3, 24, 40}, numbers));
    }
    const auto refused = analyze("net", "arrays");
    EXPECT_EQ(refused.exit_code, 4);
    EXPECT_THAT(refused.err, HasSubstr("an array of 3 x 24 x 40, and the input is 3 x 32 x 32"));
    EXPECT_THAT(refused.err, HasSubstr("--size 24 --width 40"));
    const auto run = analyze("net", "arrays", {"--size", "24", "--width", "40"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(profile("net", "arrays")->images(), 3U);
}

}  // namespace
}  // namespace sescope::test
