// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>
#include <system_error>
#include <utility>

#include "core/base/message.h"
#include "core/dataset/dataset.h"
#include "core/dataset/image_names.h"
#include "core/dataset/listing.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr const char* layout_hint =
    "give a folder with one folder of images for each class (ROOT/CLASS/IMAGE.jpg), or a .csv or "
    ".tsv of path and label";

struct FolderEntry {
    std::string name;
    bool is_folder = false;
};

// The folders and images in natural order. What is neither is counted in `left_out`.
std::vector<FolderEntry> entries_of(const fs::path& folder, LeftOutCounts& left_out) {
    std::error_code error;
    std::vector<FolderEntry> entries;
    fs::directory_iterator it(folder, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        FolderEntry entry{it->path().filename().string(), false};
        if (is_litter(entry.name)) continue;
        // A link that leads nowhere is no folder: it is met later, as an image that cannot be read.
        std::error_code leads_nowhere;
        entry.is_folder = it->is_directory(leads_nowhere);
        const bool hidden = entry.name.starts_with('.');
        if (!hidden && (entry.is_folder || is_image_name(entry.name))) {
            entries.push_back(std::move(entry));
        } else {
            ++left_out[hidden && entry.is_folder ? "hidden folder" : kind_of_left_out(entry.name)];
        }
    }
    if (error) {
        throw Error(ErrorKind::data, text("folder cannot be read: {}", word(error.message())),
                    folder, "check its permissions");
    }
    std::sort(entries.begin(), entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
        return natural_less(a.name, b.name);
    });
    return entries;
}

// Collects the images below one class folder.
class ClassWalk {
  public:
    ClassWalk(const fs::path& root, ClassListing& found) : root_(root), found_(found) {
        first_visit(root_);  // a link back to the root would bring in every other class
    }

    // `relative` to the root.
    void enter(const std::string& relative) {
        if (!first_visit(root_ / relative)) return;
        for (const auto& entry : entries_of(root_ / relative, found_.left_out)) {
            const std::string inner = relative + "/" + entry.name;
            if (entry.is_folder) {
                enter(inner);
            } else {
                found_.files.push_back(inner);
            }
        }
    }

  private:
    // Folders are told apart by device and inode: names do not show that a link leads back.
    bool first_visit(const fs::path& folder) {
        struct stat info {};
        if (::stat(folder.c_str(), &info) != 0) return false;
        return visited_.emplace(info.st_dev, info.st_ino).second;
    }

    fs::path root_;
    ClassListing& found_;
    std::set<std::pair<dev_t, ino_t>> visited_;
};

// Names of the parts of a data set, each of which holds the class folders.
bool is_part_name(std::string_view name) {
    static constexpr std::array<std::string_view, 14> known{
        "train", "training",   "val",  "valid",    "validation", "test",     "testing",
        "dev",   "evaluation", "eval", "trainval", "train_set",  "test_set", "holdout"};
    return std::ranges::find(known, lower_case(name)) != known.end();
}

bool all_in_folders(const ClassListing& each) {
    return !each.files.empty() && std::ranges::all_of(each.files, [&](const std::string& file) {
        return file.find('/', each.name.size() + 1) != std::string::npos;
    });
}

// A root whose folders with images are called train, val, .. and hold folders of images themselves
// is that of a whole data set: its classes lie a level deeper.
bool holds_parts(const Listing& listing) {
    bool deeper = false;
    for (const auto& each : listing.classes) {
        if (each.files.empty()) continue;
        if (!is_part_name(each.name)) return false;
        deeper = deeper || all_in_folders(each);
    }
    return deeper;
}

[[noreturn]] void refuse_parts(const Listing& listing) {
    std::string names;
    std::string last;
    for (const auto& each : listing.classes) {
        if (each.files.empty()) continue;
        names += (names.empty() ? "" : " and ") + each.name + "/";
        last = each.name;
    }
    throw Error(
        ErrorKind::data,
        text("is the root of a data set: it holds {}, whose folders are the classes", names),
        listing.root, text("give one of them, such as {}", (listing.root / last).string()));
}

}  // namespace

Listing list_class_folders(const fs::path& root) {
    Listing listing;
    listing.root = root;
    std::int64_t images_in_root = 0;
    for (const auto& entry : entries_of(root, listing.left_out)) {
        if (!entry.is_folder) {
            ++images_in_root;
            ++listing.left_out[kind_of_left_out(entry.name)];
            continue;
        }
        ClassListing found{entry.name, {}, {}};
        ClassWalk(root, found).enter(entry.name);
        std::sort(found.files.begin(), found.files.end(), natural_less);
        listing.classes.push_back(std::move(found));
    }
    if (listing.classes.empty()) {
        throw Error(ErrorKind::data,
                    images_in_root > 0
                        ? "its images lie in no class folder, so their classes are unknown"
                        : "there is no class folder in it",
                    root, layout_hint);
    }
    if (holds_parts(listing)) refuse_parts(listing);
    if (listing.classes.size() == 1 && all_in_folders(listing.classes.front())) {
        listing.remarks.push_back(
            text("the only class folder, {}, holds folders: give it itself if "
                 "those are the classes",
                 listing.classes.front().name));
    }
    if (images_in_root > 0) {
        listing.remarks.push_back(
            text("{} images lie in no class folder and are not read", images_in_root));
    }
    return listing;
}

}  // namespace sescope
