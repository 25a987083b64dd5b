// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/site_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/network/gates/strides.h"

namespace sescope::gates {
namespace {

constexpr std::size_t kFarthestConvolution = 16;

// The leading parts, between dots, that both have.
std::string common_path(const std::string& a, const std::string& b) {
    std::size_t length = 0;
    for (std::size_t i = 0;; ++i) {
        const bool ends = (i == a.size() || a[i] == '.') && (i == b.size() || b[i] == '.');
        if (ends) length = i;
        if (i == a.size() || i == b.size() || a[i] != b[i]) break;
    }
    return a.substr(0, length);
}

// Whether the first convolution reads the images through a permutation that takes the last
// dimension to the channels: [N, H, W, C].
bool takes_channels_last(const SearchedGraph& g, ValueId input) {
    const auto rank = g.shape(input).size();
    for (const auto& op : g.graph.operators) {
        if (!std::holds_alternative<graph::Convolution>(op.kind)) continue;
        auto value = op.inputs.front();
        std::size_t channels = 1;
        for (std::size_t steps = 0; value != input && steps < kFarthestConvolution; ++steps) {
            const auto* before = g.computing(value);
            if (before == nullptr || before->inputs.empty() ||
                before->inputs.front() == graph::kAbsent ||
                g.shape(before->inputs.front()).size() != rank) {
                return false;
            }
            if (const auto* permute = std::get_if<graph::Permute>(&before->kind)) {
                channels = static_cast<std::size_t>(permute->order[channels]);
            }
            value = before->inputs.front();
        }
        return value == input && channels == rank - 1;
    }
    return false;
}

std::string letters_of(int branch) {
    std::string letters(1, static_cast<char>('a' + branch % 26));
    return branch < 26 ? letters : letters_of(branch / 26 - 1) + letters;
}

void make_ids_unique(std::vector<GateSite>& sites) {
    std::map<std::string, int> times;
    for (const auto& site : sites) ++times[site.id];
    std::set<std::string> taken;
    std::map<std::string, int> next;
    for (auto& site : sites) {
        const auto base = site.id;
        if (times[base] > 1) {
            do {
                site.id = fmt::format("{}[{}]", base, next[base]++);
            } while (times.contains(site.id) || taken.contains(site.id));
        }
        taken.insert(site.id);
    }
}

}  // namespace

std::string common_module(const SearchedGraph& g, std::span<const std::size_t> operators) {
    std::string path;
    bool first = true;
    for (const auto op : operators) {
        const auto& module = g.at(op).module;
        if (module.empty()) continue;
        path = first ? module : common_path(path, module);
        first = false;
    }
    return path;
}

std::string called(const SearchedGraph& g, std::size_t op) {
    const auto& at = g.at(op);
    if (!at.module.empty()) return at.module;
    if (!at.name.empty()) return at.name;
    return g.graph.value(at.outputs.front()).name;
}

Shape positions_of_images(const SearchedGraph& g) {
    for (const auto input : g.graph.inputs) {
        const auto& shape = g.shape(input);
        if (shape.size() < 3) continue;
        if (takes_channels_last(g, input)) return {shape.begin() + 1, shape.end() - 1};
        return {shape.begin() + 2, shape.end()};
    }
    return {};
}

int stage_of(const Shape& images, const Shape& map, int channel, int branch) {
    Shape positions;
    for (int i = 1; i < static_cast<int>(map.size()); ++i) {
        if (i != channel && i != branch) positions.push_back(map[static_cast<std::size_t>(i)]);
    }
    double ratio = 1;
    if (positions.size() == images.size()) {
        for (std::size_t i = 0; i < images.size(); ++i) {
            ratio =
                std::max(ratio, static_cast<double>(images[i]) /
                                    static_cast<double>(std::max<std::int64_t>(1, positions[i])));
        }
    } else if (!images.empty()) {
        // Positions in a row, as tokens are: the stride follows from how many there are.
        const auto area = static_cast<double>(elements_of(images)) /
                          static_cast<double>(std::max<std::int64_t>(1, elements_of(positions)));
        ratio = std::pow(area, 1 / static_cast<double>(images.size()));
    }
    return std::max(0, static_cast<int>(std::lround(std::log2(ratio))));
}

void set_stages(const SearchedGraph& g, std::vector<GateSite>& sites) {
    if (sites.empty()) return;
    const auto strides = strides_of(g);
    const auto images = positions_of_images(g);
    for (auto& site : sites) {
        const auto scaled = site.place.scaled;
        const auto& stride = strides[static_cast<std::size_t>(scaled)];
        site.stage = stride.known ? std::max(0, static_cast<int>(std::lround(stride.largest())))
                                  : stage_of(images, g.shape(scaled), site.place.channel_dimension,
                                             site.place.branch_dimension);
    }
}

void name_sites(std::vector<GateSite>& sites) {
    std::map<int, int> count;
    for (std::size_t i = 0; i < sites.size(); ++i) {
        auto& site = sites[i];
        site.order = static_cast<int>(i);
        if (site.branch <= 0) ++count[site.stage];
        site.index = count[site.stage];
        site.label = fmt::format("SE_{}_{}{}", site.stage, site.index,
                                 site.branch >= 0 ? letters_of(site.branch) : std::string{});
    }
    make_ids_unique(sites);
}

}  // namespace sescope::gates
