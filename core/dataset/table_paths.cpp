// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/table_paths.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/image_names.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// %20 and its kin.
std::string percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        const bool coded =
            text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(&text[i + 1], &text[i + 1] + 2, code, 16).ptr == &text[i + 1] + 2;
        plain += coded ? static_cast<char>(code) : text[i];
        if (coded) i += 2;
    }
    return plain;
}

std::string without_scheme(const std::string& text) {
    constexpr std::string_view scheme = "file://";
    if (!text.starts_with(scheme)) return text;
    std::string_view rest = std::string_view(text).substr(scheme.size());
    if (rest.starts_with("localhost/")) rest.remove_prefix(std::string_view("localhost").size());
    return percent_decoded(rest);
}

std::string with_home(std::string text) {
    if (!text.starts_with("~/")) return text;
    const char* home = std::getenv("HOME");
    return home == nullptr ? text : home + text.substr(1);
}

std::string with_slashes(std::string text) {
    std::replace(text.begin(), text.end(), '\\', '/');
    return text;
}

bool is_file(const fs::path& path) {
    std::error_code error;
    // Not only regular ones: a pipe or a broken link is met later, as an image that is skipped.
    return !path.empty() && fs::exists(path, error) && !fs::is_directory(path, error);
}

// Paths below the table's folder become relative to it, so that ids are the same on machines that
// keep the data elsewhere.
std::string id_of(const std::string& path, const fs::path& folder) {
    const fs::path given(path);
    if (given.is_relative()) return given.lexically_normal().generic_string();
    const fs::path inside = given.lexically_relative(fs::absolute(folder).lexically_normal());
    const bool below = !inside.empty() && *inside.begin() != "..";
    return (below ? inside : given.lexically_normal()).generic_string();
}

}  // namespace

// Images by name without extension, folder by folder, each of which is read once.
struct TablePaths::Folders {
    using Images = std::unordered_map<std::string, std::vector<std::string>>;
    std::map<std::string, Images> read;

    const Images& of(const fs::path& folder) {
        const auto [it, is_new] = read.try_emplace(folder.string());
        if (!is_new) return it->second;
        std::error_code error;
        for (fs::directory_iterator file(folder, error), end; !error && file != end;
             file.increment(error)) {
            const fs::path name = file->path().filename();
            if (is_image_name(name)) it->second[name.stem().string()].push_back(name.string());
        }
        return it->second;
    }
};

TablePaths::TablePaths(const fs::path& table)
    : folder_(table.has_parent_path() ? table.parent_path() : fs::path(".")),
      stem_(table.stem().string()),
      folders_(std::make_unique<Folders>()) {}

TablePaths::~TablePaths() = default;

std::string TablePaths::plain(const std::string& text) const {
    std::string path = with_home(without_scheme(text));
    if (path.find('/') == std::string::npos) path = with_slashes(std::move(path));
    return id_of(fs::path(path).is_absolute() ? path : base_ + path, folder_);
}

std::optional<std::string> TablePaths::find(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const std::string meant = with_home(without_scheme(text));
    for (const std::string& path : {text, meant, with_slashes(meant)}) {
        const std::string below = fs::path(path).is_absolute() ? path : base_ + path;
        if (is_file(folder_ / below)) return id_of(below, folder_);
    }
    const fs::path below = id_of(base_ + with_slashes(meant), folder_);
    if (is_image_name(below)) return std::nullopt;
    const auto& images = folders_->of((folder_ / below).parent_path());
    const auto found = images.find(below.filename().string());
    if (found == images.end()) return std::nullopt;
    if (found->second.size() > 1) {
        throw Error(ErrorKind::data,
                    sescope::text("'{}' may be {} or {}", text, found->second[0], found->second[1]),
                    folder_, "write the extension into the table");
    }
    return (below.parent_path() / found->second.front()).generic_string();
}

std::size_t TablePaths::count(std::span<const std::string> texts) {
    return static_cast<std::size_t>(
        std::count_if(texts.begin(), texts.end(), [&](const auto& text) { return find(text); }));
}

std::size_t TablePaths::settle(std::span<const std::string> texts) {
    std::size_t most = 0;
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code leads_nowhere;
        const std::string name = entry->path().filename().string();
        if (!name.starts_with('.') && entry->is_directory(leads_nowhere)) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    std::vector<std::string> best;
    for (const auto& name : names) {
        base_ = name + "/";
        const std::size_t hits = count(texts);
        if (hits == 0 || hits < most) continue;
        if (hits > most) best.clear();
        most = hits;
        best.push_back(base_);
    }
    base_ = best.empty() ? "" : best.front();
    if (best.size() > 1) {
        base_ = stem_ + "/";
        if (std::find(best.begin(), best.end(), base_) == best.end()) {
            throw Error(ErrorKind::data,
                        text("the images of a table may be those of {} or of {}", best[0], best[1]),
                        folder_, "write the folder into the table's paths");
        }
    }
    return most;
}

}  // namespace sescope
