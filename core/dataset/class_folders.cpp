// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>
#include <system_error>
#include <utility>

#include "core/dataset/dataset.h"
#include "core/dataset/listing.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr const char* layout_hint =
    "give a folder with one folder of images for each class (ROOT/CLASS/IMAGE.jpg), or a .csv or "
    ".tsv of path and label";

bool is_image_name(const fs::path& path) {
    static constexpr std::array<std::string_view, 7> known{".png",  ".jpg", ".jpeg", ".bmp",
                                                           ".webp", ".tif", ".tiff"};
    return std::find(known.begin(), known.end(), lower_case(path.extension().string())) !=
           known.end();
}

struct FolderEntry {
    std::string name;
    bool is_folder = false;
};

// The visible entries in natural order. What is neither a folder nor looks like an image is left
// out.
std::vector<FolderEntry> entries_of(const fs::path& folder) {
    std::error_code error;
    std::vector<FolderEntry> entries;
    fs::directory_iterator it(folder, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) {
        FolderEntry entry{it->path().filename().string(), false};
        if (entry.name.starts_with('.')) continue;
        // A link that leads nowhere is no folder: it is met later, as an image that cannot be read.
        std::error_code leads_nowhere;
        entry.is_folder = it->is_directory(leads_nowhere);
        if (entry.is_folder || is_image_name(entry.name)) entries.push_back(std::move(entry));
    }
    if (error) {
        throw Error(ErrorKind::data, "folder cannot be read: " + error.message(), folder,
                    "check its permissions");
    }
    std::sort(entries.begin(), entries.end(), [](const FolderEntry& a, const FolderEntry& b) {
        return natural_less(a.name, b.name);
    });
    return entries;
}

// Collects the images below one class folder.
class ClassWalk {
  public:
    ClassWalk(const fs::path& root, std::vector<std::string>& files) : root_(root), files_(files) {
        first_visit(root_);  // a link back to the root would bring in every other class
    }

    // `relative` to the root.
    void enter(const std::string& relative) {
        if (!first_visit(root_ / relative)) return;
        for (const auto& entry : entries_of(root_ / relative)) {
            const std::string inner = relative + "/" + entry.name;
            if (entry.is_folder) {
                enter(inner);
            } else {
                files_.push_back(inner);
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
    std::vector<std::string>& files_;
    std::set<std::pair<dev_t, ino_t>> visited_;
};

}  // namespace

Listing list_class_folders(const fs::path& root) {
    Listing listing{root, {}};
    bool images_in_root = false;
    for (const auto& entry : entries_of(root)) {
        if (!entry.is_folder) {
            images_in_root = true;
            continue;
        }
        ClassListing found{entry.name, {}};
        ClassWalk(root, found.files).enter(entry.name);
        std::sort(found.files.begin(), found.files.end(), natural_less);
        listing.classes.push_back(std::move(found));
    }
    if (listing.classes.empty()) {
        throw Error(ErrorKind::data,
                    images_in_root
                        ? "its images lie in no class folder, so their classes are unknown"
                        : "there is no class folder in it",
                    root, layout_hint);
    }
    return listing;
}

}  // namespace sescope
