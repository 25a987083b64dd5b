// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/added_context.h"

namespace sescope::gates {

Text added_context(const SearchedGraph& g, std::size_t op) {
    const auto& inputs = g.at(op).inputs;
    const auto out = g.at(op).outputs.front();
    for (const int side : {0, 1}) {
        const auto map = inputs[static_cast<std::size_t>(side)];
        const auto added = inputs[static_cast<std::size_t>(1 - side)];
        if (g.shape(map) != g.shape(out)) continue;
        const auto context = without_shape(g, added, nullptr);
        if (elements_of(g.shape(context)) >= elements_of(g.shape(out))) continue;
        const auto variation = variation_of(g, context, added, out);
        std::size_t channel = 0;
        if (!variation || !fault_of(*variation, g.shape(out), channel).empty()) continue;
        if (unit_before(g, context, {g.root(map), {}}).unit) {
            return "what follows from its pool is added, not multiplied";
        }
    }
    return {};
}

}  // namespace sescope::gates
