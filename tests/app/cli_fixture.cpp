// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli_fixture.h"

#include <algorithm>

#include "core/checkpoint/checkpoint.h"
#include "tests/support/tiny_network.h"

namespace sescope::test {

void CommandLine::make_network() const {
    std::filesystem::create_directories(file("net"));
    write_safetensors(file("net/model.safetensors"), tiny_network(), {});
    write("net/config.json", tiny_config({"bricks", "dots", "rings"}));
}

void CommandLine::make_images(int per_class) const {
    const auto drawn = sescope({"demo", "--images", path("all"), "--per-class",
                                std::to_string(per_class), "--side", "32"});
    ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
    std::filesystem::create_directories(file("images"));
    for (const auto* name : {"bricks", "dots", "rings"}) {
        std::filesystem::rename(file("all") / name, file("images") / name);
    }
}

void expect_one_line_naming(const ProgramResult& result, const std::string& file) {
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_NE(result.err.find(file), std::string::npos) << result.err;
}

}  // namespace sescope::test
