// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/image_input.h"
#include "core/engine/torch/torch_errors.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 9;
constexpr int kImages = 2;

/// The recipe of the CPU: divide, subtract, divide, in fp32; [N, 3, H, W].
std::vector<float> normalised(const std::vector<std::uint8_t>& pixels, const Preprocessing& p) {
    std::vector<float> values(pixels.size());
    constexpr std::size_t kArea = image_size(kSide) / 3;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const std::size_t image = i / (3 * kArea);
        const std::size_t c = i / kArea % 3;
        const std::size_t source = c == 1 || !p.bgr ? c : 2 - c;
        const std::uint8_t pixel = pixels[(image * kArea + i % kArea) * 3 + source];
        const float x =
            p.byte_range ? static_cast<float>(pixel) : static_cast<float>(pixel) / 255.0f;
        values[i] = (x - p.mean[c]) / p.std[c];
    }
    return values;
}

std::vector<float> read_by_engine(const ImageBatch& images, const Preprocessing& preprocessing,
                                  int padded) {
    return translate_torch_errors([&] {
        const ImageInput input(preprocessing, at::Device(at::kCPU));
        return to_host(input.read(images, 0, images.count, padded));
    });
}

TEST(ImageInput, NormalisesPixelsToTheBitsOfTheCpuRecipe) {
    const auto pixels = random_bytes(kImages * image_size(kSide), 1);
    const auto batch = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    for (const bool bgr : {false, true}) {
        Preprocessing preprocessing;
        preprocessing.bgr = bgr;
        EXPECT_EQ(read_by_engine(batch, preprocessing, kImages), normalised(pixels, preprocessing));
        preprocessing.byte_range = true;
        preprocessing.mean = {104.0f, 117.0f, 123.0f};
        preprocessing.std = {1.0f, 1.0f, 1.0f};
        EXPECT_EQ(read_by_engine(batch, preprocessing, kImages), normalised(pixels, preprocessing));
    }
}

TEST(ImageInput, TakesNormalisedValuesAsTheyAre) {
    const auto values = random_values(kImages * image_size(kSide), -2.0f, 2.0f, 2);
    EXPECT_EQ(read_by_engine(batch_of(std::span<const float>(values), kSide), {}, kImages), values);
}

TEST(ImageInput, PadsBehindTheImages) {
    const auto values = random_values(image_size(kSide), -2.0f, 2.0f, 3);
    auto padded = read_by_engine(batch_of(std::span<const float>(values), kSide), {}, 4);
    ASSERT_EQ(padded.size(), 4 * values.size());
    padded.resize(values.size());
    EXPECT_EQ(padded, values);
}

TEST(ImageInput, PixelsAndValuesGiveTheSameResults) {
    const TinyNetwork network = make_tiny_network();
    const auto running = load_engine().open(network.model, network.weights, cpu_settings(2));
    const auto pixels = random_bytes(kImages * image_size(kSide), 4);
    const auto values = normalised(pixels, network.model.preprocessing);
    const auto from_pixels =
        running->forward(batch_of(std::span<const std::uint8_t>(pixels), kSide));
    const auto from_values = running->forward(batch_of(std::span<const float>(values), kSide));
    EXPECT_EQ(from_pixels.logits, from_values.logits);
    ASSERT_EQ(from_pixels.blocks.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(from_pixels.blocks[i].gates, from_values.blocks[i].gates);
    }
}

TEST(ImageInput, RefusesBatchesWhoseSizesDisagree) {
    const std::vector<std::uint8_t> pixels(image_size(kSide));
    const std::vector<float> values(image_size(kSide));
    const std::vector<std::int32_t> labels(2);
    ImageBatch too_many = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    too_many.count = 2;
    ImageBatch both = batch_of(std::span<const std::uint8_t>(pixels), kSide);
    both.values = values;
    const ImageBatch labelled = batch_of(std::span<const std::uint8_t>(pixels), kSide, labels);
    for (const ImageBatch& batch : {too_many, both, labelled}) {
        try {
            require_consistent(batch);
            FAIL() << "a batch that disagrees with itself was taken";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::usage);
        }
    }
}

}  // namespace
}  // namespace sescope::testing
