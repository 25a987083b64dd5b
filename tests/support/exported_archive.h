// SPDX-License-Identifier: GPL-3.0-or-later
// The fixtures of ../shared/reference/graphs as .pt2 files: the whole one where there is one, else
// put together from its program, its description of the weights, and their formula.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/inflate.h"
#include "tests/support/formula_weights.h"

namespace sescope::test {

inline std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("is missing: " + path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::path graph_fixture(const std::string& name) {
    return std::filesystem::path(SESCOPE_SHARED) / "reference/graphs" / name;
}

inline nlohmann::json graph_expectations(const std::string& name) {
    return nlohmann::json::parse(file_text(graph_fixture(name) / "expected.json"));
}

/// Writes stored entries of a zip archive one after the other.
class ZipWriter {
  public:
    explicit ZipWriter(const std::filesystem::path& path) : file_(path, std::ios::binary) {}

    void add(const std::string& name, std::string_view bytes) {
        const auto header = static_cast<std::uint64_t>(file_.tellp());
        const auto sum = checksum(std::as_bytes(std::span(bytes)));
        const std::string common = number(0, 8) + number(sum, 4) + number(bytes.size(), 4) +
                                   number(bytes.size(), 4) + number(name.size(), 2) + number(0, 2);
        file_ << "PK\x03\x04" << number(20, 2) << common << name << bytes;
        directory_ += "PK\x01\x02" + number(20, 2) + number(20, 2) + common + number(0, 10) +
                      number(header, 4) + name;
        ++count_;
    }
    void finish() {
        const auto offset = static_cast<std::uint64_t>(file_.tellp());
        file_ << directory_ << "PK\x05\x06" << number(0, 4) << number(count_, 2)
              << number(count_, 2) << number(directory_.size(), 4) << number(offset, 4)
              << number(0, 2);
        file_.close();
        if (!file_) throw std::runtime_error("cannot write an archive");
    }

  private:
    static std::string number(std::uint64_t value, int size) {
        std::string bytes;
        for (int i = 0; i < size; ++i, value >>= 8) bytes += static_cast<char>(value & 0xff);
        return bytes;
    }

    std::ofstream file_;
    std::string directory_;
    std::uint64_t count_ = 0;
};

inline std::string_view as_characters(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A .pt2 file of the program, the description of its weights and their values; what has no values
/// (num_batches_tracked) is 0.
inline void write_exported(const std::filesystem::path& path, const std::string& program,
                           const std::string& weights_config, const std::string& constants_config,
                           const StateDict& weights) {
    ZipWriter zip(path);
    zip.add("archive/archive_format", "pt2");
    zip.add("archive/byteorder", "little");
    const auto config = nlohmann::json::parse(weights_config);
    for (const auto& [name, entry] : config.at("config").items()) {
        const auto to = "archive/data/weights/" + entry.at("path_name").get<std::string>();
        const auto* tensor = weights.find(name);
        zip.add(to, tensor != nullptr ? as_characters(tensor->bytes)
                                      : std::string_view("\0\0\0\0\0\0\0", 8));
    }
    zip.add("archive/data/weights/model_weights_config.json", weights_config);
    zip.add("archive/data/constants/model_constants_config.json", constants_config);
    zip.add("archive/models/model.json", program);
    zip.finish();
}

/// The .pt2 file of a fixture, written into `folder` where it is not there whole.
inline std::filesystem::path exported_fixture(const std::string& name,
                                              const std::filesystem::path& folder) {
    const auto fixture = graph_fixture(name);
    if (exists(fixture / (name + ".pt2"))) return fixture / (name + ".pt2");
    const auto path = folder / (name + ".pt2");
    write_exported(path, file_text(fixture / "model.json"),
                   file_text(fixture / "model_weights_config.json"),
                   file_text(fixture / "model_constants_config.json"),
                   formula_weights(graph_expectations(name)));
    return path;
}

}  // namespace sescope::test
