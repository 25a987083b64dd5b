// SPDX-License-Identifier: GPL-3.0-or-later
#include "golden_profile.h"

#include <cstring>
#include <fstream>
#include <numeric>
#include <sstream>
#include <stdexcept>

namespace sescope::testing {
namespace {

std::string read_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// Read by hand, so that our own reader does not test itself.
class SafetensorsText {
  public:
    explicit SafetensorsText(const std::string& bytes) : bytes_(bytes.begin(), bytes.end()) {
        std::uint64_t header = 0;
        std::memcpy(&header, bytes_.data(), sizeof header);
        begin_ = sizeof header + header;
        header_ = nlohmann::json::parse(bytes_.begin() + sizeof header, bytes_.begin() + begin_);
    }

    std::vector<float> floats(const std::string& name) const {
        const auto offsets = header_.at(name).at("data_offsets").get<std::vector<std::size_t>>();
        std::vector<float> values((offsets[1] - offsets[0]) / sizeof(float));
        std::memcpy(values.data(), bytes_.data() + begin_ + offsets[0], offsets[1] - offsets[0]);
        return values;
    }

  private:
    std::vector<char> bytes_;
    std::size_t begin_ = 0;
    nlohmann::json header_;
};

}  // namespace

GoldenProfile read_golden_profile(const std::string& name) {
    const std::string base = std::string(SESCOPE_GOLDEN) + "/profile/" + name;
    const auto json = nlohmann::json::parse(read_text(base + ".json"));
    const SafetensorsText tensors(read_text(base + ".safetensors"));
    GoldenProfile golden;
    golden.top1 = json.at("top1");
    golden.top5 = json.at("top5");
    golden.table = json.at("blocks");
    golden.confusion = json.at("confusion").get<std::vector<std::vector<std::uint64_t>>>();
    for (const auto& row : golden.confusion) {
        golden.images.push_back(std::accumulate(row.begin(), row.end(), std::uint64_t{0}));
    }
    for (const auto& [block, row] : golden.table.items()) {
        golden.blocks[block] = {row.at("channels"), tensors.floats(block + ".mean"),
                                tensors.floats(block + ".variance")};
    }
    return golden;
}

}  // namespace sescope::testing
