// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/shelf.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/page/overview.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExtension = ".profile";

// Another one for every file that took the name, and for every change of one. Empty where there is
// none.
std::string revision_of(const fs::path& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return {};
    return fmt::format("{:x}-{:x}-{:x}-{:x}", found.st_ino, found.st_size, found.st_mtim.tv_sec,
                       found.st_mtim.tv_nsec);
}

PageJson entry_of(const std::string& name, const std::string& revision, const fs::path& path) {
    PageJson entry{{"name", page_text(name)}, {"revision", revision}};
    try {
        entry.update(page_progress(*load_profile(path)));
    } catch (const Error& error) {
        entry["error"] = page_text(error.message());
    }
    return entry;
}

}  // namespace

Shelf::Shelf(fs::path place) : place_(std::move(place)), folder_(fs::is_directory(place_)) {
    if (!folder_ && revision_of(place_).empty()) {
        throw Error(ErrorKind::data, "is neither a profile nor a folder of profiles", place_,
                    "make a profile with: sescope analyze; or give the folder in which one is "
                    "about to be written");
    }
}

std::vector<std::string> Shelf::names() const {
    if (!folder_) return {place_.filename().string()};
    std::vector<std::string> found;
    std::error_code gone;  // the folder may go while it is read
    for (auto entry = fs::directory_iterator(place_, gone);
         !gone && entry != fs::directory_iterator(); entry.increment(gone)) {
        const fs::path& path = entry->path();
        const bool hidden = path.filename().string().starts_with('.');
        if (!hidden && path.extension() == kExtension && !revision_of(path).empty()) {
            found.push_back(path.filename().string());
        }
    }
    std::ranges::sort(found);
    return found;
}

fs::path Shelf::path_of(const std::string& name) const {
    return folder_ ? place_ / name : place_;
}

PageJson Shelf::entries() {
    std::map<std::string, PageJson> now;
    PageJson list = PageJson::array();
    for (const auto& name : names()) {
        const std::string revision = revision_of(path_of(name));
        const auto before = known_.find(name);
        const bool same = before != known_.end() && before->second["revision"] == revision;
        list.push_back(same ? before->second : entry_of(name, revision, path_of(name)));
        now[name] = list.back();
    }
    known_ = std::move(now);
    return list;
}

std::shared_ptr<const ShelvedProfile> Shelf::open(const std::string& name) {
    const auto there = names();
    const auto found = std::ranges::find_if(
        there, [&](const std::string& each) { return each == name || page_text(each) == name; });
    if (found == there.end()) {
        throw Error(ErrorKind::usage, "there is no such profile here", {}, "load the page again");
    }
    const std::string revision = revision_of(path_of(*found));
    if (opened_ && opened_name_ == *found && opened_->revision == revision) return opened_;
    opened_.reset();  // two large ones need not be in memory together
    ShelvedProfile shelved{revision, load_profile(path_of(*found)), {}};
    shelved.blocks = summarise(*shelved.profile);
    opened_ = std::make_shared<const ShelvedProfile>(std::move(shelved));
    opened_name_ = *found;
    return opened_;
}

}  // namespace sescope
