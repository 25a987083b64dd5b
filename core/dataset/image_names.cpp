// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/image_names.h"

#include <algorithm>
#include <array>

#include "core/dataset/text.h"

namespace sescope {
namespace {

constexpr std::array<std::string_view, 16> known_extensions{
    ".png",  ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".bmp", ".dib",
    ".webp", ".tif", ".tiff", ".ppm", ".pgm",  ".pbm", ".pnm", ".npy"};

// Of macOS, Windows, Synology, Jupyter and Linux file systems; in lower case.
constexpr std::array<std::string_view, 11> litter{"thumbs.db",
                                                  "ehthumbs.db",
                                                  ".ds_store",
                                                  "desktop.ini",
                                                  "__macosx",
                                                  "@eadir",
                                                  "lost+found",
                                                  ".ipynb_checkpoints",
                                                  "$recycle.bin",
                                                  ".directory",
                                                  "system volume information"};

constexpr std::size_t kLongestExtension = 12;

}  // namespace

bool is_image_name(const std::filesystem::path& path) {
    return std::ranges::find(known_extensions, lower_case(path.extension().string())) !=
           known_extensions.end();
}

bool is_array_name(const std::filesystem::path& path) {
    return lower_case(path.extension().string()) == ".npy";
}

bool is_litter(std::string_view name) {
    return name.starts_with("._") || std::ranges::find(litter, lower_case(name)) != litter.end();
}

std::string kind_of_left_out(std::string_view name) {
    if (name.starts_with('.')) return "hidden";
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot + 1 == name.size()) return "no extension";
    const std::string extension = lower_case(name.substr(dot));
    const bool plain = extension.size() <= kLongestExtension &&
                       std::all_of(extension.begin() + 1, extension.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                       });
    return plain ? extension : "other names";
}

}  // namespace sescope
