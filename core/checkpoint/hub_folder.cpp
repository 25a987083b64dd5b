// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/hub_folder.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <system_error>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/weight_index.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// Longer ones are none of a hub folder, and are left alone.
constexpr std::uintmax_t kLongestConfig = std::uintmax_t{1} << 20;
constexpr std::uintmax_t kLongestIndex = std::uintmax_t{16} << 20;
constexpr std::size_t kMostParts = 256;

std::optional<std::string> text_of(const fs::path& file, std::uintmax_t longest) {
    std::error_code error;
    // Only regular files: reading a pipe would wait for ever.
    if (!fs::is_regular_file(file, error) || fs::file_size(file, error) > longest) {
        return std::nullopt;
    }
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    return in.bad() ? std::nullopt : std::optional(std::move(text));
}

constexpr std::array<std::string_view, 6> kExtensions{".safetensors", ".pth",  ".pt",
                                                      ".bin",         ".ckpt", ".tar"};
constexpr std::array kWeightNames{"model.safetensors", "pytorch_model.bin"};
constexpr std::array kIndexNames{"model.safetensors.index.json", "pytorch_model.bin.index.json"};

std::vector<fs::path> files_like_checkpoints(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& item : fs::directory_iterator(folder, error)) {
        std::error_code ignored;
        // A hidden one is what a writing that was cut off left.
        if (item.path().filename().string().starts_with('.')) continue;
        if (item.is_regular_file(ignored) &&
            std::ranges::find(kExtensions, item.path().extension().string()) != kExtensions.end()) {
            files.push_back(item.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

bool is_weight_index(const fs::path& file) {
    return file.filename().string().ends_with(".index.json");
}

// {"weight_map": {"name of tensor": "file of the folder"}}
std::vector<fs::path> listed_parts(const fs::path& index) {
    const auto text = text_of(index, kLongestIndex);
    const std::set<std::string> names = files_of_index(text.value_or(""));
    if (names.empty()) {
        throw broken_file(index, "is no index of weight files: it has no weight_map");
    }
    for (const std::string& name : names) {
        // Plain names only: an index must not reach out of its folder.
        if (name.empty() || name == ".." || name.find('/') != std::string::npos) {
            throw broken_file(index, "lists a weight file that is not in its folder");
        }
    }
    if (names.size() > kMostParts) throw broken_file(index, "lists too many weight files");
    std::vector<fs::path> parts;
    parts.reserve(names.size());
    for (const auto& name : names) parts.push_back(index.parent_path() / name);
    return parts;
}

std::vector<fs::path> weight_files(const fs::path& folder) {
    std::error_code ignored;
    for (const char* name : kWeightNames) {
        if (fs::exists(folder / name, ignored)) return {folder / name};
    }
    for (const char* name : kIndexNames) {
        if (fs::exists(folder / name, ignored)) return listed_parts(folder / name);
    }
    auto files = files_like_checkpoints(folder);
    if (files.empty()) {
        throw Error(ErrorKind::model, "is a folder without weights (model.safetensors or the like)",
                    folder, "name the checkpoint file, or the folder that holds it");
    }
    if (files.size() > 1) {
        throw Error(ErrorKind::model, text("is a folder with {} checkpoints", files.size()), folder,
                    text("name one of them, such as {}", files.front().string()));
    }
    return files;
}

bool is_hub_folder(const fs::path& folder) {
    std::error_code ignored;
    const auto holds = [&](const char* name) { return fs::exists(folder / name, ignored); };
    if (std::ranges::any_of(kWeightNames, holds) || std::ranges::any_of(kIndexNames, holds)) {
        return true;
    }
    for (const auto& item : fs::directory_iterator(folder, ignored)) {
        std::error_code unknown;
        if (item.is_directory(unknown)) return false;
    }
    return files_like_checkpoints(folder).size() == 1;
}

std::span<const std::string_view> checkpoint_extensions() {
    return kExtensions;
}

std::string config_beside(const fs::path& file) {
    return text_of(file.parent_path() / "config.json", kLongestConfig).value_or("");
}

}  // namespace sescope
