// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <set>
#include <span>

#include "core/base/message.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/mapped_file.h"
#include "core/excitation/class_rows.h"
#include "core/excitation/profile.h"
#include "core/excitation/profile_json.h"
#include "core/excitation/tensor_view.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostImages = std::numeric_limits<std::int32_t>::max();

[[noreturn]] void refuse(const fs::path& file, const Text& what) {
    throw Error(ErrorKind::data, what, file, "make the profile again with sescope analyze");
}

StateDict open_tensors(const fs::path& path) {
    const MappedFile file = map_file(path, ErrorKind::data);
    for (const auto& reader : container_readers()) {
        if (reader.name != "safetensors") continue;
        if (!reader.recognises(file.bytes)) break;
        try {
            StateDict tensors = reader.read(file.bytes, file.owner, path, {});
            tensors.file = path;
            return tensors;
        } catch (const Error& error) {  // to the reader it was a model
            throw Error(ErrorKind::data, error.said(), path,
                        "make the profile again with sescope analyze");
        }
    }
    throw Error(ErrorKind::data, "is not a profile of SE Scope", path,
                "sescope analyze makes profiles");
}

// Counts are stored as signed: a negative one becomes huge here.
void require_counts(const std::vector<std::uint64_t>& counts, const std::string& name,
                    const fs::path& file) {
    std::uint64_t total = 0;
    for (const auto count : counts) {
        if (count > kMostImages || (total += count) > kMostImages) {
            refuse(file, text("tensor {} holds counts that are negative or too large", name));
        }
    }
}

void require_no_more_images(const PagedArray<std::uint32_t>& counts, const GateTally& gates,
                            int channels, const std::string& name, const fs::path& file) {
    counts.for_pieces([&](std::span<const std::uint32_t> piece, std::size_t first) {
        for (std::size_t i = 0; i < piece.size(); ++i) {
            if (piece[i] > gates.images[(first + i) / std::size_t(channels)]) {
                refuse(file, text("tensor {} counts more images than there are", name));
            }
        }
    });
}

void require_sums_in_range(const BlockTally& block, const GateTally& gates, const fs::path& file) {
    if (block.scale_bits < 32) return;  // unbounded gates
    block.sum.for_pieces([&](std::span<const std::int64_t> sums, std::size_t first) {
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const std::size_t at = first + i;
            const auto images = std::int64_t(gates.images[at / std::size_t(block.channels)]);
            const std::int64_t most = images << 32;
            if (sums[i] > most || sums[i] < -most || block.sum_of_squares[at] < 0 ||
                block.sum_of_squares[at] > most) {
                refuse(file, text("the sums of {} are larger than its images allow", block.block));
            }
        }
        block.sum_of_squares.evict();
    });
}

void require_histogram(const BlockTally& block, const GateTally& gates, const fs::path& file) {
    for (int cls = 0; cls < gates.classes; ++cls) {
        const std::uint64_t most = gates.images[cls] * std::uint64_t(block.channels);
        std::uint64_t total = 0;
        for (int bin = 0; bin < kHistogramBins; ++bin) {
            const auto count = block.histogram[std::size_t(cls) * kHistogramBins + bin];
            if (count > most || (total += count) > most) {
                refuse(file,
                       text("the histogram of {} counts more gates than there are", block.block));
            }
        }
        block.histogram.pass(kHistogramBins);
    }
}

void read_energies(const StateDict& tensors, const GateTally& gates, BlockTally& block) {
    EnergyMoments& moments = block.energies;
    if (!moments.recorded()) return;
    const auto read = [&](const char* part) {
        return values_of<std::int64_t>(tensors, block.block + part, {block.channels});
    };
    moments.energy = read(".energy");
    moments.gate_energy = read(".gate_energy");
    moments.squared_gate_energy = read(".squared_gate_energy");
    double images = 0;
    for (const auto count : gates.images) images += double(count);
    const double most = std::ldexp(images, 44);  // see EnergyMoments
    for (std::size_t c = 0; c < moments.energy.size(); ++c) {
        const bool possible = moments.energy[c] >= 0 && moments.squared_gate_energy[c] >= 0 &&
                              double(moments.energy[c]) <= most &&
                              double(moments.squared_gate_energy[c]) <= most &&
                              std::abs(double(moments.gate_energy[c])) <= most;
        if (!possible) {
            refuse(tensors.file, text("the energies of {} are none of its images'", block.block));
        }
    }
}

void read_block(const StateDict& tensors, const GateTally& gates, BlockTally& block) {
    const std::vector<std::int64_t> shape{gates.classes, block.channels};
    const std::string& name = block.block;
    block.sum = array_of<std::int64_t>(tensors, name + ".sum", shape);
    block.sum_of_squares = array_of<std::int64_t>(tensors, name + ".sum_of_squares", shape);
    block.min = array_of<float>(tensors, name + ".min", shape);
    block.max = array_of<float>(tensors, name + ".max", shape);
    block.open = array_of<std::uint32_t>(tensors, name + ".open", shape);
    block.closed = array_of<std::uint32_t>(tensors, name + ".closed", shape);
    block.histogram =
        array_of<std::uint64_t>(tensors, name + ".histogram", {gates.classes, kHistogramBins});
    require_no_more_images(block.open, gates, block.channels, name + ".open", tensors.file);
    require_no_more_images(block.closed, gates, block.channels, name + ".closed", tensors.file);
    require_sums_in_range(block, gates, tensors.file);
    require_histogram(block, gates, tensors.file);
    block.evict();
    read_energies(tensors, gates, block);
}

void read_predictions(const StateDict& tensors, std::int64_t classes, Predictions& predictions) {
    const auto read = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
        auto counts = values_of<std::uint64_t>(tensors, name, shape);
        require_counts(counts, name, tensors.file);
        return counts;
    };
    predictions.images = read("predictions.images", {classes});
    predictions.top1 = read("predictions.top1", {classes});
    predictions.top5 = read("predictions.top5", {classes});
    predictions.confusion = read("predictions.confusion", {classes, predictions.head_classes});
}

// All classes, or those that the file has rows of.
ClassRows read_rows(const StateDict& tensors, std::size_t classes) {
    const TensorEntry* listed = tensors.find("classes");
    if (listed == nullptr) {
        ClassRows all(classes);
        std::iota(all.begin(), all.end(), 0);
        return all;
    }
    if (listed->shape.size() != 1 || listed->shape[0] > std::int64_t(classes)) {
        refuse(tensors.file, "tensor classes lists more of them than there are");
    }
    ClassRows rows = values_of<std::int64_t>(tensors, "classes", listed->shape);
    const bool ascending = std::ranges::adjacent_find(rows, std::greater_equal{}) == rows.end();
    if (!rows.empty() && (!ascending || rows.front() < 0 || rows.back() >= std::int64_t(classes))) {
        refuse(tensors.file, "tensor classes lists classes twice, or some that are not there");
    }
    return rows;
}

// Every image that is done is counted or skipped; of a run that stops early, some are spared. A
// partial profile that says otherwise would be gone on from at another image than the next.
void require_done(const ExcitationProfile& profile, const fs::path& path) {
    if (!profile.partial() || profile.origin.covered.empty()) return;
    std::uint64_t done = 0;
    for (const auto& part : profile.origin.covered) done += part.done;
    const std::uint64_t seen = profile.images() + profile.skipped.size();
    if (profile.origin.until ? seen <= done : seen == done) return;
    refuse(path, text("says that {} images are done, and counts {}", done, seen));
}

ProfilePart read_part(const StateDict& tensors, const fs::path& path) {
    const auto description = tensors.metadata.find("sescope");
    if (description == tensors.metadata.end()) {
        throw Error(ErrorKind::data, "holds tensors, but is not a profile of SE Scope", path,
                    "sescope info opens networks; sescope analyze makes profiles");
    }
    ProfilePart part{profile_from_json(description->second, path), {}};
    part.rows = read_rows(tensors, part.profile.classes.size());
    GateTally& gates = part.profile.gates;
    gates.classes = int(part.rows.size());
    gates.images = values_of<std::uint64_t>(tensors, "images", {gates.classes});
    require_counts(gates.images, "images", path);
    std::set<std::string> names;
    for (auto& block : gates.blocks) {
        if (!names.insert(block.block).second)
            refuse(path, text("block {} is there twice", block.block));
        read_block(tensors, gates, block);
    }
    read_predictions(tensors, gates.classes, part.profile.predictions);
    require_done(part.profile, path);
    return part;
}

}  // namespace

ProfilePart read_profile_part(const fs::path& path) {
    const StateDict tensors = open_tensors(path);
    try {
        ProfilePart part = read_part(tensors, path);
        require_unchanged(tensors);
        return part;
    } catch (const Error&) {
        // What changed under our eyes looks damaged, but needs other advice.
        require_unchanged(tensors);
        throw;
    }
}

std::shared_ptr<const ExcitationProfile> load_profile(const fs::path& path) {
    return std::make_shared<const ExcitationProfile>(spread_out(read_profile_part(path)));
}

}  // namespace sescope
