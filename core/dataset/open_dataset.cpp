// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/dataset/data_fingerprint.h"
#include "core/dataset/dataset.h"
#include "core/dataset/label_table.h"
#include "core/dataset/listing.h"
#include "core/dataset/sampling.h"
#include "core/dataset/text.h"
#include "core/dataset/turns.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

Listing list_images(const fs::path& root) {
    std::error_code error;
    const auto status = fs::status(root, error);
    if (!fs::exists(status)) {
        throw Error(ErrorKind::data, "no such file or folder", root,
                    "check the path of the images");
    }
    if (fs::is_directory(status)) return list_class_folders(root);
    const std::string extension = lower_case(root.extension().string());
    if (extension == ".csv" || extension == ".tsv") return list_table(root);
    throw Error(ErrorKind::data, "neither a folder of class folders nor a .csv or .tsv", root,
                "give a folder with one folder of images for each class");
}

// Edits (insert, delete, replace) that turn one name into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
        }
    }
    return row.back();
}

// Up to three names that were perhaps meant.
std::string near_matches(std::string_view wanted, const std::vector<DatasetClass>& classes) {
    const std::string low = lower_case(wanted);
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const auto& each : classes) {
        for (const auto& name : {each.name, each.readable}) {
            const std::string candidate = lower_case(name);
            const bool part = low.size() >= 3 && (candidate.find(low) != std::string::npos);
            const std::size_t distance = part ? 0 : edit_distance(low, candidate);
            if (part || distance <= 1 + low.size() / 4) near.emplace_back(distance, name);
        }
    }
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(near.size(), 3); ++i) {
        text += (i == 0 ? "" : ", ") + near[i].second;
    }
    return text;
}

// Which classes stay, in the data set's order.
std::vector<bool> choose_classes(const std::vector<DatasetClass>& classes,
                                 const std::vector<std::string>& wanted, const fs::path& root) {
    std::vector<bool> keep(classes.size(), wanted.empty());
    for (const auto& name : wanted) {
        const std::string low = lower_case(name);
        bool found = false;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            if (classes[i].name != name && lower_case(classes[i].readable) != low) continue;
            keep[i] = true;
            found = true;
        }
        if (found) continue;
        const std::string near = near_matches(name, classes);
        throw Error(ErrorKind::data, "there is no class '" + name + "'", root,
                    near.empty() ? "see the names of its " + std::to_string(classes.size()) +
                                       " class folders"
                                 : "did you mean " + near + "?");
    }
    return keep;
}

void apply_labels(Dataset& dataset, const fs::path& table, int head_rows) {
    if (table.empty()) return;
    const auto labels = read_class_labels(table, head_rows);
    bool used = false;
    for (auto& each : dataset.classes) {
        const auto it = labels.find(each.name);
        if (it == labels.end()) continue;
        used = true;
        if (!it->second.readable.empty()) each.readable = it->second.readable;
        each.head_row = it->second.head_row;
    }
    if (!used) {
        throw Error(
            ErrorKind::data, "names none of the data set's classes", table,
            "its first column must hold names such as '" + dataset.classes.front().name + "'");
    }
}

void keep_shard(std::vector<LabelledImage>& images, int shard, int shards) {
    if (shards == 1) return;
    const auto cut = [all = images.size(), shards](int at) {
        return std::ptrdiff_t(all * std::size_t(at) / std::size_t(shards));
    };
    images.erase(images.begin() + cut(shard + 1), images.end());
    images.erase(images.begin(), images.begin() + cut(shard));
}

// Drops the classes that are not wanted and fills in the images of the others.
void fill(Dataset& dataset, Listing& listing, const DatasetOptions& options) {
    const std::vector<bool> keep = choose_classes(dataset.classes, options.classes, dataset.root);
    std::vector<DatasetClass> classes;
    for (std::size_t i = 0; i < listing.classes.size(); ++i) {
        if (!keep[i]) continue;
        auto& files = listing.classes[i].files;
        if (files.empty()) {
            throw Error(ErrorKind::data, "the class folder has no image",
                        dataset.root / listing.classes[i].name,
                        "add images (png, jpg, bmp, webp, tif) or remove the folder");
        }
        keep_half(files, options.split, options.seed);
        sample_files(files, options.per_class, options.seed);
        const auto label = static_cast<std::int32_t>(classes.size());
        for (auto& file : files) {
            fs::path path = dataset.root / file;
            dataset.images.push_back({std::move(path), std::move(file), label});
        }
        classes.push_back(std::move(dataset.classes[i]));
    }
    dataset.classes = std::move(classes);
}

}  // namespace

bool Dataset::matched() const noexcept {
    return !classes.empty() && std::all_of(classes.begin(), classes.end(),
                                           [](const auto& each) { return each.head_row >= 0; });
}

Dataset open_dataset(const fs::path& root, const DatasetOptions& options, const HeadLabels& head) {
    if (options.shards < 1 || options.shard < 0 || options.shard >= options.shards) {
        throw Error(ErrorKind::usage,
                    "there is no shard " + std::to_string(options.shard) + " of " +
                        std::to_string(options.shards),
                    {}, "shards are counted from 0");
    }
    Listing listing = list_images(root);
    Dataset dataset;
    dataset.root = listing.root;
    for (const auto& each : listing.classes) dataset.classes.push_back({each.name, each.name, -1});
    apply_labels(dataset, options.labels, head.rows);
    const HeadMatch match = match_to_head(dataset.classes, head);
    fill(dataset, listing, options);
    dataset.head_note = describe(match, dataset.classes);
    dataset.fingerprint = data_fingerprint(dataset);
    keep_shard(dataset.images, options.shard, options.shards);
    if (options.interleaved || options.drawn) let_classes_take_turns(dataset);
    if (options.drawn) order_by_lots(dataset.images, options.seed);
    return dataset;
}

}  // namespace sescope
