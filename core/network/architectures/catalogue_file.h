// SPDX-License-Identifier: GPL-3.0-or-later
// The file resources/architectures/catalogue: an index, lists of keys, graphs, and the values of
// constants, each compressed on its own, so that opening it reads the index alone. What is equal
// is there once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/architectures/key_set.h"
#include "core/network/preprocessing.h"

namespace sescope {

/// An architecture by its name in the package that defines it.
struct CatalogueEntry {
    std::string name;                                ///< "efficientnet_b0"
    std::string package;                             ///< "timm"
    std::string version;                             ///< of the package: "1.0.31"
    std::array<std::int64_t, 3> input{3, 224, 224};  ///< channels, height, width it was made for
    Preprocessing preprocessing;                     ///< the package's default
    int classes = 0;
    FreeExtents free;
    bool only_this_size = false;  ///< the graph holds literals that are right for `input` only
    std::size_t graph = 0;        ///< which; entries that compute the same share one
    std::size_t keys = 0;         ///< which list of keys
    std::string hash_of_keys;     ///< see key_set.h
    std::string hash_of_keys_without_head;
    std::string hash_of_shapes;
    std::string hash_of_shapes_without_head;
    bool operator==(const CatalogueEntry&) const = default;

    std::string full_name() const { return package + "/" + name; }
};

/// A graph as text, and what it reads that no state dict holds.
struct CatalogueGraph {
    std::string text;                    ///< see graph::to_text
    std::vector<TensorEntry> constants;  ///< their bytes are contiguous
};

/// All of it, for writing. `keys`: sorted lists.
struct CatalogueContents {
    std::vector<CatalogueEntry> entries;
    std::vector<CatalogueGraph> graphs;
    std::vector<std::vector<std::string>> keys;
};

/// Throws Error{output}.
void write_catalogue(const std::filesystem::path& path, const CatalogueContents& contents);

/// The file, opened; it throws Error{internal} naming it where it is not what was written.
class CatalogueFile {
  public:
    explicit CatalogueFile(const std::filesystem::path& path);

    const std::vector<CatalogueEntry>& entries() const noexcept { return entries_; }
    std::size_t graphs() const noexcept { return graphs_.size(); }
    CatalogueGraph graph(std::size_t index) const;
    std::vector<std::vector<std::string>> keys() const;

  private:
    struct Piece {
        std::size_t offset = 0;
        std::size_t packed = 0;
        std::size_t size = 0;
    };
    std::string unpacked(const Piece& piece) const;
    std::string unpacked(std::size_t piece) const;
    [[noreturn]] void fail() const;

    std::filesystem::path path_;
    std::span<const std::byte> bytes_;  ///< of the pieces
    std::shared_ptr<const void> owner_;
    std::vector<CatalogueEntry> entries_;
    std::vector<Piece> pieces_;
    std::vector<std::size_t> graphs_;  ///< which piece
    std::size_t keys_ = 0;             ///< which piece
};

}  // namespace sescope
