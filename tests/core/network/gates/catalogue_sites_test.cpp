// SPDX-License-Identifier: GPL-3.0-or-later
// Sites of all architectures of the catalogue that the shared reference lists: timm's, but for
// those whose convolutions choose their weights by the image, which have no graph.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/network/architectures/catalogue_file.h"
#include "core/network/gates/find_gates.h"

namespace sescope::test {
namespace {

using nlohmann::json;

// The words of the reference.
std::string kind_of(GateKind kind) {
    if (kind == GateKind::split_attention) return "split";
    if (kind == GateKind::selective_kernel) return "SK";
    if (kind == GateKind::global_context) return "GC";
    return std::string(name_of(kind));
}

// "blocks.0.0.se SE 32": one line a unit. Of a selective kernel the reference has what the module
// reads, which is no branch yet: no channels.
std::string line(const std::string& id, const std::string& kind, std::int64_t channels) {
    return kind == "SK" ? id + " SK" : fmt::format("{} {} {}", id, kind, channels);
}

std::vector<std::string> found_units(const FoundGates& found) {
    std::vector<std::string> lines;
    for (const auto& site : found.sites) {
        if (site.branch > 0) continue;
        const auto id = site.competitive() ? site.id.substr(0, site.id.rfind('[')) : site.id;
        lines.push_back(line(id, kind_of(site.kind), site.channels));
    }
    return lines;
}

std::vector<std::string> expected_units(const json& sites) {
    std::vector<std::string> lines;
    for (const auto& site : sites) lines.push_back(line(site[0], site[1], site[3][0]));
    return lines;
}

// Global contexts that only add: each is listed by the reference, and is a near miss.
bool only_adds(const json& sites, const FoundGates& found) {
    const auto is_addition = [](const NearMiss& miss) {
        return miss.reason == "what follows from its pool is added, not multiplied";
    };
    return found.sites.empty() && found.near_misses.size() == sites.size() &&
           std::ranges::all_of(found.near_misses, is_addition);
}

TEST(CatalogueSites, AreThoseOfTheReference) {
    std::ifstream in(SESCOPE_SHARED "/reference/gated.json");
    ASSERT_TRUE(in.good());
    const auto reference = json::parse(in);
    const CatalogueFile catalogue(SESCOPE_SOURCE "/resources/architectures/catalogue");
    std::size_t seen = 0;
    int adding = 0;
    for (const auto& entry : catalogue.entries()) {
        if (entry.package != "timm" || !reference.contains(entry.name)) continue;
        SCOPED_TRACE(entry.name);
        ++seen;
        const auto& sites = reference.at(entry.name).at("sites");
        const auto graph = graph::from_text(catalogue.graph(entry.graph).text);
        const std::vector<graph::Shape> images{{2, entry.input[0], entry.input[1], entry.input[2]}};
        const auto found = find_gates(graph, images);
        if (only_adds(sites, found) && !sites.empty()) {
            ++adding;
            continue;
        }
        EXPECT_EQ(found_units(found), expected_units(sites));
    }
    constexpr std::size_t kChoosing = 6;  // efficientnet_cc_*, tf_efficientnet_cc_*
    EXPECT_EQ(seen + kChoosing, reference.size());
    EXPECT_EQ(adding, 4);  // gcresnet33ts, gcresnet50t, gcresnext26ts, gcresnext50ts
}

}  // namespace
}  // namespace sescope::test
