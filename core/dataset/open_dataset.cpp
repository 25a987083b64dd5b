// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <map>

#include "core/base/message.h"
#include "core/dataset/chosen_classes.h"
#include "core/dataset/data_fingerprint.h"
#include "core/dataset/dataset.h"
#include "core/dataset/image_names.h"
#include "core/dataset/interleave.h"
#include "core/dataset/label_file.h"
#include "core/dataset/label_table.h"
#include "core/dataset/left_out.h"
#include "core/dataset/listing.h"
#include "core/dataset/sampling.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

Listing list_images(const fs::path& root, const DatasetOptions& options) {
    std::error_code error;
    const auto status = fs::status(root, error);
    if (!fs::exists(status)) {
        throw Error(ErrorKind::data, "no such file or folder", root,
                    "check the path of the images");
    }
    if (fs::is_directory(status)) return list_class_folders(root);
    const std::string extension = lower_case(root.extension().string());
    const auto is_one_of = [&](auto... known) { return ((extension == known) || ...); };
    if (is_one_of(".csv", ".tsv", ".txt", ".lst", ".json", ".jsonl")) {
        return list_table(root, {options.image_column, options.label_column, false});
    }
    if (is_one_of(".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".parquet", ".lmdb",
                  ".mdb", ".tfrecord", ".arrow", ".rec", ".h5", ".hdf5")) {
        throw Error(ErrorKind::data, "an archive or a data base of images, which is not read", root,
                    "unpack it into a folder with one folder of images for each class");
    }
    throw Error(ErrorKind::data,
                is_image_name(root) ? "one image, whose class is unknown"
                                    : "neither a folder of class folders nor a table of images",
                root,
                "give a folder with one folder of images for each class, or a .csv or .tsv of path "
                "and label");
}

// Folders that are numbers, and a list of numbers with names: the names are theirs to be read, but
// whether a folder's number is the row of the head is another question.
bool name_by_number(Dataset& dataset, const LabelFile& labels) {
    std::map<int, std::string> names;
    for (const auto& name : labels.rows) names.emplace(static_cast<int>(names.size()), name);
    for (const auto& [name, label] : labels.classes) names.emplace(label.head_row, name);
    std::vector<std::string> readable;
    for (const auto& each : dataset.classes) {
        // The file speaks of folders that are numbers: their rows are another number.
        const auto is_its_name = [&](const auto& name) { return name.second == each.name; };
        if (std::ranges::any_of(names, is_its_name)) return false;
        int number = -1;
        const char* const end = each.name.data() + each.name.size();
        if (std::from_chars(each.name.data(), end, number).ptr != end) return false;
        const auto found = names.find(number - (labels.counted_from_one ? 1 : 0));
        if (found == names.end()) return false;
        readable.push_back(found->second);
    }
    for (std::size_t i = 0; i < readable.size(); ++i) dataset.classes[i].readable = readable[i];
    return true;
}

void apply_label_file(Dataset& dataset, HeadLabels& head, const fs::path& file) {
    if (file.empty()) return;
    const LabelFile labels = read_label_file(file, head.rows);
    if (labels.counted_from_one) {
        dataset.remarks.push_back(
            text("{} counts the rows of the head from 1", file.filename().string()));
    }
    if (labels.numbered && name_by_number(dataset, labels)) return;
    if (!labels.rows.empty()) {
        head.names = labels.rows;
        head.descriptions = labels.row_descriptions;
        head.source = file.filename().string();
        return;
    }
    bool used = false;
    for (auto& each : dataset.classes) {
        const auto it = labels.classes.find(each.name);
        if (it == labels.classes.end()) continue;
        used = true;
        if (!it->second.readable.empty()) each.readable = it->second.readable;
        each.head_row = it->second.head_row;
    }
    if (!used) {
        throw Error(
            ErrorKind::data, "names none of the data set's classes", file,
            text("its first column must hold names such as '{}'", dataset.classes.front().name));
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

[[noreturn]] void refuse_empty(const fs::path& root, const ClassListing& found) {
    const std::string others = describe(listed(found.left_out));
    throw Error(ErrorKind::data,
                others.empty() ? Text("the class folder has no image")
                               : text("the class folder has no image: {}", others),
                root / found.name, text("add images ({}) or remove the folder", kImageExtensions));
}

void keep_rows(std::vector<int>& rows, const std::vector<bool>& keep) {
    std::vector<int> kept;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (keep[i]) kept.push_back(rows[i]);
    }
    rows = std::move(kept);
}

// Drops the classes that are not wanted and fills in the images of the others.
void fill(Dataset& dataset, Listing& listing, const DatasetOptions& options) {
    const std::vector<bool> keep = choose_classes(dataset.classes, options, dataset.root);
    std::vector<DatasetClass> classes;
    LeftOutCounts left_out = listing.left_out;
    for (std::size_t i = 0; i < listing.classes.size(); ++i) {
        if (!keep[i]) continue;
        auto& files = listing.classes[i].files;
        for (const auto& [kind, count] : listing.classes[i].left_out) left_out[kind] += count;
        if (files.empty()) refuse_empty(dataset.root, listing.classes[i]);
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
    for (auto& candidate : dataset.candidates) keep_rows(candidate.rows, keep);
    dataset.left_out = listed(left_out);
}

}  // namespace

bool Dataset::matched() const noexcept {
    return !classes.empty() && std::all_of(classes.begin(), classes.end(),
                                           [](const auto& each) { return each.head_row >= 0; });
}

Dataset open_dataset(const fs::path& root, const DatasetOptions& options, const HeadLabels& head) {
    if (options.shards < 1 || options.shard < 0 || options.shard >= options.shards) {
        throw Error(ErrorKind::usage,
                    text("there is no shard {} of {}", options.shard, options.shards), {},
                    "shards are counted from 0");
    }
    Listing listing = list_images(root, options);
    Dataset dataset;
    dataset.root = listing.root;
    dataset.remarks = listing.remarks;
    for (const auto& each : listing.classes) dataset.classes.push_back({each.name, each.name, -1});
    HeadLabels named = head;
    apply_label_file(dataset, named, options.labels);
    HeadMatch match =
        match_to_head(dataset.classes, named, {options.match, listing.numbers_are_rows});
    dataset.candidates = match.candidates;
    fill(dataset, listing, options);
    if (dataset.matched()) dataset.candidates.clear();
    dataset.head_note = describe(match, dataset.classes);
    dataset.fingerprint = data_fingerprint(dataset);
    keep_shard(dataset.images, options.shard, options.shards);
    if (options.interleaved || options.shuffled) interleave_classes(dataset);
    if (options.shuffled) order_by_lots(dataset.images, options.seed);
    return dataset;
}

}  // namespace sescope
