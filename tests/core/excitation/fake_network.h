// SPDX-License-Identifier: GPL-3.0-or-later
// A network that answers at once: its gates are the image's bytes, so that every count of a run is
// known without LibTorch; and a data set of tiny images for it.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/engine/engine.h"
#include "core/network/network.h"
#include "made_tally.h"

namespace sescope::testing {

inline constexpr int kFakeSide = 4;
inline constexpr int kFakeHead = 6;

/// Two blocks: SE_2_1 has the first pixel's red and green as gates (of 255), SE_2_2 its blue. The
/// logit of row red / 10 is 1, of the next row 0.5, of others 0; green 255 makes it NaN.
class FakeNetwork : public RunningNetwork {
  public:
    explicit FakeNetwork(int classes) {
        tally_.classes = classes;
        tally_.images.assign(classes, 0);
        tally_.blocks = {empty_block("SE_2_1", classes, 2), empty_block("SE_2_2", classes, 1)};
    }

    std::string device() const override { return "cpu"; }
    Precision precision() const override { return Precision::fp32; }
    std::string precision_reason() const override { return "fake"; }
    int batch() const override { return 4; }
    ForwardResult forward(const ImageBatch& images) override { return run(images, false); }
    void accumulate(const ImageBatch& images) override {
        ++batches;
        sizes.push_back(images.count);
        if (before_batch) before_batch(batches);
        under_way_.push_back(
            {run(images, true).logits, {images.labels.begin(), images.labels.end()}});
    }
    FinishedImages finished(Waiting waiting) override {
        if (before_finished) before_finished(waiting);
        const std::size_t stay = waiting == Waiting::for_all ? 0 : std::size_t(behind);
        FinishedImages result;
        for (; under_way_.size() > stay; under_way_.pop_front()) {
            const FinishedImages& batch = under_way_.front();
            result.logits.insert(result.logits.end(), batch.logits.begin(), batch.logits.end());
            result.labels.insert(result.labels.end(), batch.labels.begin(), batch.labels.end());
        }
        return result;
    }
    GateTally tally() const override { return tally_; }
    void lose_what_is_under_way() { under_way_.clear(); }

    int batches = 0;
    std::vector<int> sizes;  ///< of the batches
    int behind = 0;          ///< batches that a device working in the background is still at
    std::function<void(int)> before_batch;
    std::function<void(Waiting)> before_finished;
    GateTally tally_;

  private:
    std::deque<FinishedImages> under_way_;

    ForwardResult run(const ImageBatch& images, bool count) {
        ForwardResult result;
        for (int i = 0; i < images.count; ++i) {
            const auto* pixel = images.pixels.data() + std::size_t(i) * kFakeSide * kFakeSide * 3;
            std::vector<float> logits(kFakeHead, 0);
            const int row = pixel[0] / 10 % kFakeHead;
            logits[row] = 1;
            logits[(row + 1) % kFakeHead] = 0.5f;
            if (pixel[1] == 255) logits[0] = std::numeric_limits<float>::quiet_NaN();
            result.logits.insert(result.logits.end(), logits.begin(), logits.end());
            if (!count) continue;
            const int cls = images.labels[i];
            ++tally_.images[cls];
            add_gate(tally_.blocks[0], tally_.settings, cls, 0, float(pixel[0]) / 255);
            add_gate(tally_.blocks[0], tally_.settings, cls, 1, float(pixel[1]) / 255);
            add_gate(tally_.blocks[1], tally_.settings, cls, 0, float(pixel[2]) / 255);
        }
        return result;
    }
};

/// Writes one image of one colour.
inline void write_colour(const std::filesystem::path& path, int red, int green, int blue) {
    RgbImage image{kFakeSide, kFakeSide, {}};
    for (int i = 0; i < kFakeSide * kFakeSide; ++i) {
        for (const int byte : {red, green, blue}) image.pixels.push_back(std::uint8_t(byte));
    }
    std::filesystem::create_directories(path.parent_path());
    write_png(path, image);
}

inline Network fake_model() {
    BuildOptions build;
    build.classes = kFakeHead;
    Network model = build_network(build);
    model.preprocessing.size = kFakeSide;
    model.preprocessing.crop_pct = 1;
    for (int row = 0; row < kFakeHead; ++row)
        model.label_names.push_back("c" + std::to_string(row));
    return model;
}

inline HeadLabels fake_head(const Network& model) {
    return {kFakeHead, model.label_names, {}};
}

}  // namespace sescope::testing
