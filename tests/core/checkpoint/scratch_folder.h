// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"

namespace sescope {

/// A test with an empty folder of its own, removed at the end.
class ScratchFolder : public testing::Test {
  protected:
    ScratchFolder() {
        std::string name = testing::TempDir() + "checkpoint-XXXXXX";
        folder_ = ::mkdtemp(name.data());
    }
    ~ScratchFolder() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path write(const std::string& name, std::string_view bytes) const {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }

    /// What is said when a file is refused as it should be: by Error{model} that names `file`.
    static std::string refusal(const std::filesystem::path& path,
                               const std::filesystem::path& file) {
        try {
            open_checkpoint(path);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::model);
            EXPECT_EQ(error.file(), file);
            EXPECT_FALSE(error.hint().empty());
            return error.what();
        }
        return "was opened";
    }
    static std::string refusal(const std::filesystem::path& path) { return refusal(path, path); }
    std::string refusal_of(std::string_view bytes) const { return refusal(write("file", bytes)); }

    std::filesystem::path folder_;
};

}  // namespace sescope
