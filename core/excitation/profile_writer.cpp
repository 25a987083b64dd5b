// SPDX-License-Identifier: GPL-3.0-or-later
#include <deque>

#include "core/checkpoint/checkpoint.h"
#include "core/excitation/class_rows.h"
#include "core/excitation/profile.h"
#include "core/excitation/profile_json.h"
#include "core/excitation/tensor_view.h"

namespace sescope {
namespace {

using Shape = std::vector<std::int64_t>;

// Tensors that are computed for the file only, kept until it is written.
struct Derived {
    std::deque<std::vector<float>> floats;
    std::deque<std::vector<std::int64_t>> counts;
};

template <class Statistic>
const std::vector<float>& derive(Derived& derived, const GateTally& gates, int block,
                                 Statistic statistic) {
    auto& values = derived.floats.emplace_back();
    values.reserve(gates.blocks[block].sum.size());
    for (int cls = 0; cls < gates.classes; ++cls) {
        for (const double value : statistic(gates, block, cls)) values.push_back(float(value));
    }
    return values;
}

void add_block(StateDict& tensors, Derived& derived, const GateTally& gates, int index) {
    const BlockTally& block = gates.blocks[index];
    const std::string& name = block.block;
    const Shape shape{gates.classes, block.channels};
    tensors.add(view_of(name + ".sum", shape, block.sum));
    tensors.add(view_of(name + ".sum_of_squares", shape, block.sum_of_squares));
    tensors.add(view_of(name + ".min", shape, block.min));
    tensors.add(view_of(name + ".max", shape, block.max));
    tensors.add(view_of(name + ".open", shape, block.open));
    tensors.add(view_of(name + ".closed", shape, block.closed));
    tensors.add(view_of(name + ".histogram", {gates.classes, kHistogramBins}, block.histogram));
    if (block.energies.recorded()) {
        tensors.add(view_of(name + ".energy", {block.channels}, block.energies.energy));
        tensors.add(view_of(name + ".gate_energy", {block.channels}, block.energies.gate_energy));
        tensors.add(view_of(name + ".squared_gate_energy", {block.channels},
                            block.energies.squared_gate_energy));
    }
    auto& counts = derived.counts.emplace_back();
    for (int cls = 0; cls < gates.classes; ++cls) {
        counts.push_back(std::int64_t(gates_counted(gates, index, cls)));
    }
    tensors.add(view_of(name + ".count", {gates.classes}, counts));
    tensors.add(view_of(name + ".mean", shape, derive(derived, gates, index, class_mean)));
    tensors.add(view_of(name + ".variance", shape, derive(derived, gates, index, class_variance)));
}

// The rows of `rows` (or of all classes), and the description of the whole.
void write_rows(const ExcitationProfile& profile, const ClassRows* rows,
                const std::string& description, const std::filesystem::path& path) {
    const GateTally& gates = profile.gates;
    const Predictions& predictions = profile.predictions;
    StateDict tensors;
    Derived derived;
    if (rows != nullptr) tensors.add(view_of("classes", {std::ssize(*rows)}, *rows));
    tensors.add(view_of("images", {gates.classes}, gates.images));
    tensors.add(view_of("predictions.images", {gates.classes}, predictions.images));
    tensors.add(view_of("predictions.top1", {gates.classes}, predictions.top1));
    tensors.add(view_of("predictions.top5", {gates.classes}, predictions.top5));
    tensors.add(view_of("predictions.confusion", {gates.classes, predictions.head_classes},
                        predictions.confusion));
    for (std::size_t block = 0; block < gates.blocks.size(); ++block) {
        add_block(tensors, derived, gates, int(block));
    }
    write_safetensors(path, tensors, {{"sescope", description}});
}

}  // namespace

void save_profile(const ExcitationProfile& profile, const std::filesystem::path& path) {
    ClassRows rows = classes_with_images(profile);
    // Whole data sets have an image of every class, and their files a row for each.
    if (2 * rows.size() > profile.classes.size()) {
        write_rows(profile, nullptr, profile_to_json(profile, false), path);
        return;
    }
    const ProfilePart part = rows_of(profile, std::move(rows));
    write_rows(part.profile, &part.rows, profile_to_json(part.profile, true), path);
}

}  // namespace sescope
