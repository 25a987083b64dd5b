// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/dataset.h"

namespace sescope {

/// A folder of a test's own that goes when the test ends.
class Scratch {
  public:
    Scratch() {
        std::string name = std::filesystem::temp_directory_path() / "sescope-test-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder");
        root_ = name;
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(root_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::filesystem::path& root() const { return root_; }

    /// Writes a file and the folders above it.
    std::filesystem::path write(const std::string& name, std::string_view content = "x") const {
        const std::filesystem::path path = root_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }

    /// Writes a PNG of one colour.
    std::filesystem::path write_image(const std::string& name, std::uint8_t level, int width = 8,
                                      int height = 8) const {
        const std::filesystem::path path = root_ / name;
        std::filesystem::create_directories(path.parent_path());
        const auto bytes = static_cast<std::size_t>(width * height) * 3;
        write_png(path, {width, height, std::vector<std::uint8_t>(bytes, level)});
        return path;
    }

  private:
    std::filesystem::path root_;
};

/// Options that keep these classes.
inline DatasetOptions choose(std::vector<std::string> classes, int per_class = 0,
                             std::uint64_t seed = 0) {
    DatasetOptions options;
    options.classes = std::move(classes);
    options.per_class = per_class;
    options.seed = seed;
    return options;
}

/// Options that sample every class.
inline DatasetOptions sample(int per_class, std::uint64_t seed) {
    return choose({}, per_class, seed);
}

/// Options with a table of labels.
inline DatasetOptions labelled(std::filesystem::path table) {
    DatasetOptions options;
    options.labels = std::move(table);
    return options;
}

/// The ids of a data set's images, in order.
inline std::vector<std::string> ids_of(const Dataset& dataset) {
    std::vector<std::string> ids;
    for (const auto& image : dataset.images) ids.push_back(image.id);
    return ids;
}

/// Runs `work` and returns the Error it throws; fails the test where it throws none.
template <typename Work>
Error error_of(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error(ErrorKind::internal, "nothing was thrown");
}

}  // namespace sescope
