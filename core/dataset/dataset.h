// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/network/preprocessing.h"

namespace sescope {

/// One image of a data set: where it is and which class it belongs to.
struct LabelledImage {
    std::filesystem::path path;  ///< as opened
    std::string id;  ///< relative to the data set's root, '/' separated: stable across machines
    std::int32_t label = 0;  ///< index into Dataset::classes
};

struct DatasetClass {
    std::string name;      ///< folder name or label in the table: "n01440764"
    std::string readable;  ///< "tench"; equals `name` where nothing better is known
    int head_row = -1;     ///< row of the network's head that means this class; -1: not matched
};

/// Files that are not read: how many of a kind (".gif", "no extension", "hidden").
struct LeftOutFiles {
    std::string kind;
    std::int64_t count = 0;
    bool operator==(const LeftOutFiles&) const = default;
};
/// "9 files are not read: 4 .gif, 3 without extension, 2 .txt"; empty where there are none.
std::string describe(std::span<const LeftOutFiles> left_out);

/// A way in which classes may be matched to the rows of the head. It is not known to be the right
/// one: a person chooses it by its name (DatasetOptions::match).
struct MatchCandidate {
    std::string name;       ///< "sorted"
    std::string how;        ///< "in the order of ImageFolder: 0, 1, 10, 11, .."
    std::vector<int> rows;  ///< one for each class
};

/// Labelled images in a fixed order: by class, then by path (natural order), or interleaved.
struct Dataset {
    std::filesystem::path root;
    std::vector<DatasetClass> classes;
    std::vector<LabelledImage> images;
    std::string fingerprint;  ///< SHA-256 over ids, labels and file sizes
    Text head_note;           ///< how classes were matched to the head, or why they were not
    std::vector<MatchCandidate> candidates;  ///< ways to match them, where nothing says which
    std::vector<LeftOutFiles> left_out;      ///< of the chosen classes' folders and beside them
    std::vector<Text> remarks;               ///< what people should know of how they were read
    bool matched() const noexcept;  ///< every class has a head row, so accuracy can be reported
};

/// Halves of every class, so that what was found on one is proven on the other. Which half an image
/// belongs to follows from its name and the seed, and does not change with `per_class`; of an odd
/// number the profile half has one more.
enum class Split { all, profile, proof };
std::string_view name_of(Split split) noexcept;  ///< "all", "profile", "proof"

struct DatasetOptions {
    std::vector<std::string> classes;  ///< keep only these (name or readable name); empty: all
    /// The same as lists: names separated by commas, which names may hold themselves; quoted where
    /// more than one reading is possible.
    std::vector<std::string> class_lists;
    int per_class = 0;             ///< sample so many of each class; 0: all
    std::uint64_t seed = 0;        ///< of the sampling and the split
    Split split = Split::all;      ///< keep only this half of each class
    std::filesystem::path labels;  ///< what classes or rows are called (label_file.h); may be empty
    std::string match;             ///< name of the MatchCandidate to take; empty: what is certain
    std::string image_column;      ///< of a table: heading or number from 1; empty: found
    std::string label_column;
    /// This part of `shards`, from 0: a run of neighbouring images, class by class, so that a shard
    /// is of as few classes as can be.
    int shard = 0;
    int shards = 1;
    /// Classes take turns, so that the first images are of all of them; otherwise class by class.
    /// The same images (and so the same fingerprint and shards) in another order.
    bool interleaved = false;
    /// As interleaved, and the images of a class come in the order of their lots: the first n are a
    /// random sample, the very one of `per_class` n.
    bool shuffled = false;
};

/// What the head's rows mean, for matching.
struct HeadLabels {
    int rows = 0;
    std::vector<std::string> names;         ///< as in Network::label_names; may be empty
    std::vector<std::string> descriptions;  ///< may be empty
    std::string source{};  ///< file that the names are from; empty: the network's own
};

/// Reads a folder of class folders, or a table of path and label (.csv, .tsv, .txt, .json, .jsonl).
/// Throws Error{data} when there is no image, a class asked for is not there, a class folder is
/// empty, naming it, or the folder holds train/ and val/ rather than classes.
Dataset open_dataset(const std::filesystem::path& root, const DatasetOptions& options,
                     const HeadLabels& head);

/// `whole` without the images that `used` has too (told by id), and of what is left a sample of
/// `per_class` of each class (0: all). Classes stay as they are, with or without images.
Dataset without_images(Dataset whole, const Dataset& used, int per_class, std::uint64_t seed);

/// Natural order of names: "class2" before "class10"; ties by bytes.
bool natural_less(std::string_view a, std::string_view b) noexcept;

/// A decoded image: height x width x 3 bytes, RGB.
struct RgbImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;
};

/// Decodes a file to RGB without EXIF rotation, as Pillow's convert("RGB") does: grey, CMYK,
/// palette and alpha become RGB. Throws Error{data} naming the file and the reason; an image of
/// more than `max_pixels` is refused before it is decoded.
RgbImage decode_image(const std::filesystem::path& path, std::int64_t max_pixels = 256'000'000);

/// Pillow's resize (antialiased, uint8 intermediate), to the bit. See
/// docs/preprocessing and Pillow's Resample.c.
RgbImage resize_like_pillow(const RgbImage& image, int width, int height,
                            Interpolation interpolation);

/// Resize of the short side and centre crop: the network's input as size x size x 3 bytes.
RgbImage resize_and_crop(const RgbImage& image, const Preprocessing& preprocessing);

/// The network's input from a file: resize_and_crop of decode_image, in shades of grey (Pillow's
/// convert("L") before the resize) where `preprocessing.channels` is 1. With
/// `preprocessing.fast_decode` a JPEG that is large enough is decoded at a part of its size. Throws
/// as decode_image.
RgbImage load_input(const std::filesystem::path& path, const Preprocessing& preprocessing,
                    std::int64_t max_pixels = 256'000'000);

/// Writes a PNG, whole or not at all.
void write_png(const std::filesystem::path& path, const RgbImage& image);

/// An image that could not be used, and why.
struct SkippedImage {
    std::string id;
    Text reason;
};

/// Images ready for the network.
struct LoadedBatch {
    std::vector<std::uint8_t> pixels;  ///< count x size x columns x 3; or
    std::vector<float> values;         ///< count x channels x size x columns (see input_values.h)
    std::vector<std::int32_t> labels;
    std::vector<std::int32_t> indices;  ///< into Dataset::images
    std::vector<SkippedImage> skipped;  ///< met while this batch was filled
    int count = 0;
};

struct LoaderSettings {
    int batch = 16;
    int workers = 1;
    int ahead = 3;          ///< finished batches waiting at most: bounds the memory
    std::size_t first = 0;  ///< position in Dataset::images to begin at (resuming)
    /// Decode only while `next` waits, one batch at a time: for workers that share their cores with
    /// what is done with the batches. Files of the next batch are asked of the disk meanwhile.
    bool on_demand = false;
};

/// Decodes and preprocesses a data set in order on worker threads. Batches come out in the order
/// of the data set whatever the number of workers; batch b holds the images of positions
/// [first + b * batch, first + (b + 1) * batch) that could be read. The data set must outlive the
/// loader. A failure that is not one image's own is thrown by `next`.
class BatchLoader {
  public:
    BatchLoader(const Dataset& dataset, const Preprocessing& preprocessing,
                const LoaderSettings& settings);
    ~BatchLoader();  ///< stops, then joins
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    /// The next batch, or nothing at the end or once `stop` was requested.
    std::optional<LoadedBatch> next(const std::stop_token& stop = {});

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sescope
