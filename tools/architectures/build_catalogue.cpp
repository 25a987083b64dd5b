// SPDX-License-Identifier: GPL-3.0-or-later
// build_catalogue FOLDER CATALOGUE: makes resources/architectures/catalogue of what
// export_architectures.py wrote into FOLDER. Says of each architecture that cannot be read why.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/network/architectures/catalogue_file.h"
#include "tools/architectures/architecture_file.h"

namespace {

using namespace sescope;

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

// What tells graphs apart, constants included.
std::string identity(const CatalogueGraph& graph) {
    auto text = graph.text;
    for (const auto& constant : graph.constants) {
        text += constant.name;
        text.append(reinterpret_cast<const char*>(constant.bytes.data()), constant.bytes.size());
    }
    return text;
}

// The number of `item` in `items`, where it is put if it is new.
template <typename Key, typename Item>
std::size_t number_of(std::map<Key, std::size_t>& numbers, Key key, std::vector<Item>& items,
                      Item item) {
    const auto [at, is_new] = numbers.try_emplace(std::move(key), items.size());
    if (is_new) items.push_back(std::move(item));
    return at->second;
}

int build(const std::filesystem::path& folder, const std::filesystem::path& target) {
    CatalogueContents contents;
    std::map<std::string, std::size_t> graphs;
    std::map<std::vector<std::string>, std::size_t> keys;
    int failed = 0;
    int fixed = 0;
    for (const auto& file : files_of(folder)) {
        try {
            auto architecture = read_architecture(file);
            architecture.entry.keys =
                number_of(keys, architecture.keys, contents.keys, architecture.keys);
            architecture.entry.graph = number_of(graphs, identity(architecture.graph),
                                                 contents.graphs, architecture.graph);
            fixed += architecture.entry.only_this_size ? 1 : 0;
            contents.entries.push_back(std::move(architecture.entry));
        } catch (const std::exception& error) {
            ++failed;
            fmt::print("{}: {}\n", file.stem().string(), error.what());
        }
    }
    write_catalogue(target, contents);
    fmt::print(
        "{} architectures, {} graphs, {} sets of keys, {} for one size only, {} failed: {} bytes\n",
        contents.entries.size(), contents.graphs.size(), contents.keys.size(), fixed, failed,
        std::filesystem::file_size(target));
    return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        fmt::print(stderr, "build_catalogue FOLDER CATALOGUE\n");
        return 2;
    }
    try {
        return build(arguments[1], arguments[2]);
    } catch (const std::exception& error) {
        fmt::print(stderr, "build_catalogue: {}\n", error.what());
        return 1;
    }
}
