// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/checkpoint/checkpoint.h"
#include "core/excitation/class_rows.h"
#include "core/excitation/profile.h"
#include "core/excitation/profile_json.h"
#include "core/excitation/tensor_view.h"

namespace sescope {
namespace {

using Shape = std::vector<std::int64_t>;
using Statistic = std::vector<double> (*)(const GateTally&, int block, int cls);

// A statistic of every class and channel as fp32, computed when it is its turn in the file.
StreamedTensor derived(std::string name, const GateTally& gates, int block, Statistic statistic) {
    const auto write_all = [&gates, block, statistic](const StreamedTensor::Write& write) {
        std::vector<float> piece;
        for (int cls = 0; cls < gates.classes; ++cls) {
            for (const double value : statistic(gates, block, cls)) piece.push_back(float(value));
            if (piece.size() * sizeof(float) < kPiece && cls + 1 < gates.classes) continue;
            write(std::as_bytes(std::span(piece)));
            piece.clear();
        }
        gates.blocks[std::size_t(block)].evict();
    };
    const Shape shape{gates.classes, gates.blocks[std::size_t(block)].channels};
    return {std::move(name), DType::f32, shape, write_all};
}

StreamedTensor counts(std::string name, const GateTally& gates, int block) {
    return {std::move(name),
            DType::i64,
            {gates.classes},
            [&gates, block](const StreamedTensor::Write& write) {
                std::vector<std::int64_t> counts;
                counts.reserve(std::size_t(gates.classes));
                for (int cls = 0; cls < gates.classes; ++cls) {
                    counts.push_back(std::int64_t(gates_counted(gates, block, cls)));
                }
                write(std::as_bytes(std::span(counts)));
            }};
}

void add_block(std::vector<StreamedTensor>& tensors, const GateTally& gates, int index) {
    const BlockTally& block = gates.blocks[std::size_t(index)];
    const std::string& name = block.block;
    const Shape shape{gates.classes, block.channels};
    tensors.push_back(streamed(name + ".sum", shape, block.sum));
    tensors.push_back(streamed(name + ".sum_of_squares", shape, block.sum_of_squares));
    tensors.push_back(streamed(name + ".min", shape, block.min));
    tensors.push_back(streamed(name + ".max", shape, block.max));
    tensors.push_back(streamed(name + ".open", shape, block.open));
    tensors.push_back(streamed(name + ".closed", shape, block.closed));
    tensors.push_back(
        streamed(name + ".histogram", {gates.classes, kHistogramBins}, block.histogram));
    if (block.energies.recorded()) {
        const EnergyMoments& moments = block.energies;
        tensors.push_back(streamed(name + ".energy", {block.channels}, moments.energy));
        tensors.push_back(streamed(name + ".gate_energy", {block.channels}, moments.gate_energy));
        tensors.push_back(
            streamed(name + ".squared_gate_energy", {block.channels}, moments.squared_gate_energy));
    }
    tensors.push_back(counts(name + ".count", gates, index));
    tensors.push_back(derived(name + ".mean", gates, index, class_mean));
    tensors.push_back(derived(name + ".variance", gates, index, class_variance));
}

// The rows of `rows` (or of all classes), and the description of the whole.
void write_rows(const ExcitationProfile& profile, const ClassRows* rows,
                const std::string& description, const std::filesystem::path& path) {
    const GateTally& gates = profile.gates;
    const Predictions& predictions = profile.predictions;
    std::vector<StreamedTensor> tensors;
    if (rows != nullptr) tensors.push_back(streamed("classes", {std::ssize(*rows)}, *rows));
    tensors.push_back(streamed("images", {gates.classes}, gates.images));
    tensors.push_back(streamed("predictions.images", {gates.classes}, predictions.images));
    tensors.push_back(streamed("predictions.top1", {gates.classes}, predictions.top1));
    tensors.push_back(streamed("predictions.top5", {gates.classes}, predictions.top5));
    tensors.push_back(streamed("predictions.confusion", {gates.classes, predictions.head_classes},
                               predictions.confusion));
    for (std::size_t block = 0; block < gates.blocks.size(); ++block) {
        add_block(tensors, gates, int(block));
    }
    write_safetensors(path, tensors, {{"sescope", description}});
}

}  // namespace

void save_profile(const ExcitationProfile& profile, const std::filesystem::path& path) {
    ClassRows rows = classes_with_images(profile);
    // Whole data sets have an image of every class, and their files a row for each.
    if (2 * rows.size() > profile.classes.size()) {
        write_rows(profile, nullptr, profile_to_json(profile), path);
        return;
    }
    const ProfilePart part = rows_of(profile, std::move(rows));
    write_rows(part.profile, &part.rows, profile_to_json(part.profile), path);
}

}  // namespace sescope
