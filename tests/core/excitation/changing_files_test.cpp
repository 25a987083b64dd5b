// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are written to while they are read: an error, and never a number of both contents.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/excitation/profile.h"
#include "made_profile.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::made_profile;
using testing::ScratchFolder;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// As `cp` over a file does: the same file, with other bytes one after the other.
void overwrite(const fs::path& file, const std::string& bytes, bool cut_first) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | (cut_first ? O_TRUNC : 0));
    ASSERT_GE(descriptor, 0);
    constexpr std::size_t piece = 1000;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const std::size_t size = std::min(piece, bytes.size() - at);
        ASSERT_EQ(::write(descriptor, bytes.data() + at, size), ssize_t(size));
    }
    ::close(descriptor);
}

TEST(ChangingFiles, FingerprintIsOfWhatWasOpenedOrNone) {
    const ScratchFolder folder;
    StateDict weights;
    weights.add(StateDict::make_tensor("a", {2}, std::vector<float>{1, 2}));
    write_safetensors(folder / "a.safetensors", weights, {});
    const StateDict opened = open_checkpoint(folder / "a.safetensors");
    EXPECT_EQ(network_fingerprint(opened), network_fingerprint(weights));
    std::string bytes = text_of(folder / "a.safetensors");
    bytes.back() = char(bytes.back() ^ 1);
    overwrite(folder / "a.safetensors", bytes, false);
    EXPECT_THROW(network_fingerprint(opened), Error);
    // A new file under the name leaves the open one as it was.
    overwrite(folder / "a.safetensors", text_of(folder / "a.safetensors"), false);
    const StateDict again = open_checkpoint(folder / "a.safetensors");
    const std::string print = network_fingerprint(again);
    write_safetensors(folder / "a.safetensors", weights, {});
    EXPECT_EQ(network_fingerprint(again), print);
}

TEST(ChangingFiles, AProfileIsOneOrTheOtherOrAnError) {
    const ScratchFolder folder;
    const fs::path file = folder / "a.profile";
    ExcitationProfile other = made_profile();
    std::ranges::fill(other.gates.blocks[0].sum, 0);
    std::ranges::fill(other.gates.blocks[1].sum, 0);
    save_profile(other, file);
    const std::string second = text_of(file);
    save_profile(made_profile(), file);
    const std::string first = text_of(file);
    ASSERT_EQ(first.size(), second.size());
    std::jthread writer([&](const std::stop_token& end) {
        for (int i = 0; i < 40 && !end.stop_requested(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20 + i));
            overwrite(file, i % 2 == 0 ? second : first, i % 3 == 0);
        }
    });
    for (int i = 0; i < 400; ++i) {
        try {
            const auto profile = load_profile(file);
            const GateTally& gates = profile->gates;
            EXPECT_TRUE(gates == other.gates || gates == made_profile().gates);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::data);
        }
    }
}

}  // namespace
}  // namespace sescope
