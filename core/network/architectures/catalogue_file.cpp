// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: two lines of text (what the file is; sizes of the index, packed and not), the packed
// index, and the pieces at the offsets that the index gives, counted from its end.
#include "core/network/architectures/catalogue_file.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoint/mapped_file.h"
#include "core/network/architectures/catalogue_json.h"
#include "core/network/architectures/compression.h"
#include "core/network/architectures/key_lists.h"

namespace sescope {
namespace {

using nlohmann::json;

constexpr std::string_view kMagic = "SE Scope catalogue 1\n";
// Far more than any catalogue has; a broken file must not ask for all memory.
constexpr std::size_t kMostBytes = std::size_t{1} << 28;
constexpr std::array kTypes{DType::f64,     DType::f32,     DType::f16, DType::bf16,
                            DType::f8_e4m3, DType::f8_e5m2, DType::i64, DType::i32,
                            DType::i16,     DType::i8,      DType::u8,  DType::boolean};

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Texts one behind the other, each packed; equal ones once.
class Pieces {
  public:
    std::size_t add(const std::string& text) {
        const auto [at, is_new] = numbers_.try_emplace(text, places.size());
        if (!is_new) return at->second;
        const auto packed = compressed(text);
        places.push_back({bytes_.size(), packed.size(), text.size()});
        bytes_ += packed;
        return at->second;
    }
    const std::string& bytes() const noexcept { return bytes_; }
    json places = json::array();

  private:
    std::string bytes_;
    std::map<std::string, std::size_t> numbers_;
};

// The constants' descriptions on a line, and the graph.
std::string text_of(const CatalogueGraph& graph, Pieces& pieces) {
    json constants = json::array();
    for (const auto& constant : graph.constants) {
        const auto contents = to_contiguous_bytes(constant);
        constants.push_back({{"key", constant.name},
                             {"type", name_of(constant.dtype)},
                             {"shape", constant.shape},
                             {"piece", pieces.add(std::string(text_of(std::span(contents))))}});
    }
    return constants.dump() + "\n" + graph.text;
}

DType type_called(const std::string& name) {
    for (const auto type : kTypes) {
        if (name_of(type) == name) return type;
    }
    throw std::out_of_range(name);
}

TensorEntry tensor_from(const json& described, std::shared_ptr<const std::string> owner) {
    TensorEntry tensor;
    described.at("key").get_to(tensor.name);
    described.at("shape").get_to(tensor.shape);
    tensor.dtype = type_called(described.at("type"));
    tensor.strides.assign(tensor.shape.size(), 1);
    for (std::size_t i = tensor.shape.size(); i-- > 1;) {
        tensor.strides[i - 1] = tensor.strides[i] * tensor.shape[i];
    }
    if (owner->size() != static_cast<std::size_t>(tensor.numel()) * size_of(tensor.dtype)) {
        throw std::out_of_range(tensor.name);
    }
    tensor.bytes = std::as_bytes(std::span(*owner));
    tensor.owner = std::move(owner);
    return tensor;
}

}  // namespace

void write_catalogue(const std::filesystem::path& path, const CatalogueContents& contents) {
    Pieces pieces;
    json index;
    index["keys"] = pieces.add(key_lists_to_text(contents.keys));
    for (const auto& graph : contents.graphs) {
        index["graphs"].push_back(pieces.add(text_of(graph, pieces)));
    }
    for (const auto& entry : contents.entries) index["entries"].push_back(entry_to_json(entry));
    index["pieces"] = pieces.places;
    const auto text = index.dump();
    const auto packed = compressed(text);
    write_file_atomically(path, fmt::format("{}{} {}\n{}{}", kMagic, packed.size(), text.size(),
                                            packed, pieces.bytes()));
}

CatalogueFile::CatalogueFile(const std::filesystem::path& path) : path_(path) {
    const auto file = map_file(path, ErrorKind::internal);
    owner_ = file.owner;
    auto text = text_of(file.bytes);
    const auto line = text.find('\n', kMagic.size());
    if (!text.starts_with(kMagic) || line == std::string_view::npos) fail();
    const auto sizes = text.substr(kMagic.size(), line - kMagic.size());
    Piece index;
    const char* const end = sizes.data() + sizes.size();
    const auto first = std::from_chars(sizes.data(), end, index.packed);
    if (first.ec != std::errc{} || first.ptr == end) fail();
    if (std::from_chars(first.ptr + 1, end, index.size).ptr != end) fail();
    bytes_ = file.bytes.subspan(line + 1);
    const auto unpacked_index = unpacked(index);
    bytes_ = bytes_.subspan(index.packed);
    try {
        const auto json = json::parse(unpacked_index);
        for (const auto& piece : json.at("pieces")) {
            pieces_.push_back({piece.at(0), piece.at(1), piece.at(2)});
        }
        json.at("keys").get_to(keys_);
        json.at("graphs").get_to(graphs_);
        for (const auto& entry : json.at("entries")) entries_.push_back(entry_from_json(entry));
    } catch (const json::exception&) {
        fail();
    }
}

std::string CatalogueFile::unpacked(const Piece& piece) const {
    if (piece.offset > bytes_.size() || piece.packed > bytes_.size() - piece.offset ||
        piece.size > kMostBytes) {
        fail();
    }
    auto text = decompressed(bytes_.subspan(piece.offset, piece.packed), piece.size);
    if (!text) fail();
    return *std::move(text);
}

std::string CatalogueFile::unpacked(std::size_t piece) const {
    if (piece >= pieces_.size()) fail();
    return unpacked(pieces_[piece]);
}

CatalogueGraph CatalogueFile::graph(std::size_t index) const {
    if (index >= graphs_.size()) fail();
    const auto text = unpacked(graphs_[index]);
    const auto line = text.find('\n');
    if (line == std::string::npos) fail();
    CatalogueGraph graph{text.substr(line + 1), {}};
    std::map<std::size_t, std::shared_ptr<const std::string>> contents;  // many constants are equal
    try {
        for (const auto& constant : json::parse(text.substr(0, line))) {
            auto& owner = contents[constant.at("piece")];
            if (!owner) {
                owner = std::make_shared<const std::string>(
                    unpacked(constant.at("piece").get<std::size_t>()));
            }
            graph.constants.push_back(tensor_from(constant, owner));
        }
    } catch (const json::exception&) {
        fail();
    } catch (const std::out_of_range&) {
        fail();
    }
    return graph;
}

std::vector<std::vector<std::string>> CatalogueFile::keys() const {
    auto lists = key_lists_from_text(unpacked(keys_));
    if (!lists) fail();
    return *std::move(lists);
}

void CatalogueFile::fail() const {
    throw Error(ErrorKind::internal, "is no catalogue of architectures, or a broken one", path_,
                "install SE Scope again");
}

}  // namespace sescope
