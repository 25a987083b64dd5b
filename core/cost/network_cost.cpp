// SPDX-License-Identifier: GPL-3.0-or-later

#include <span>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/cost/cost.h"

namespace sescope {
namespace {

bool is_below(std::string_view module, std::string_view parent) {
    return module.starts_with(parent) &&
           (module.size() == parent.size() || module[parent.size()] == '.');
}

/// The block and stage of the longest module path that the layer is below.
void put_in_place(LayerCost& layer, std::span<const ModulePlace> places) {
    const ModulePlace* place = nullptr;
    for (const ModulePlace& candidate : places) {
        const bool longer = place == nullptr || candidate.module.size() > place->module.size();
        if (longer && is_below(layer.name, candidate.module)) place = &candidate;
    }
    if (place == nullptr) return;
    layer.block = place->block;
    layer.stage = place->stage;
}

}  // namespace

CostReport cost_of(const Network& network, int size, CostConvention convention) {
    constexpr int kLargestSize = 1 << 16;
    if (size < 1 || size > kLargestSize) {
        throw Error(ErrorKind::usage, text("an image size of {} is out of range", size), {},
                    text("give {} between 1 and {}", Text::option("size"), kLargestSize));
    }
    Network resized = network;
    resized.preprocessing.size = size;
    const std::vector<graph::Shape> input{resized.input_shape(1)};
    try {
        CostReport report = cost_of(network.graph, network.sites, input, convention);
        for (LayerCost& layer : report.layers) {
            if (!layer.se) put_in_place(layer, network.places);
        }
        report.size = size;
        return report;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::usage) throw;
        throw Error(ErrorKind::usage,
                    text("an image of {} x {} is too small for {}: {}", size, size,
                         network.architecture, error.said()),
                    {}, text("give a larger {}, usually 224", Text::option("size")));
    }
}

}  // namespace sescope
