// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/cost/cost.h"

namespace sescope {

std::span<const CostConvention> cost_conventions() {
    static constexpr std::array conventions{CostConvention::macs, CostConvention::fvcore,
                                            CostConvention::flops, CostConvention::paper};
    return conventions;
}

std::string_view name_of(CostConvention convention) noexcept {
    switch (convention) {
        case CostConvention::macs:
            return "macs";
        case CostConvention::fvcore:
            return "fvcore";
        case CostConvention::flops:
            return "flops";
        case CostConvention::paper:
            return "paper";
    }
    return "macs";
}

std::int64_t CostReport::parameters() const noexcept {
    std::int64_t sum = 0;
    for (const auto& layer : layers) sum += layer.parameters;
    return sum;
}

std::int64_t CostReport::stored() const noexcept {
    std::int64_t sum = 0;
    for (const auto& layer : layers) sum += layer.parameters + layer.statistics;
    return sum;
}

std::int64_t CostReport::operations() const noexcept {
    std::int64_t sum = 0;
    for (const auto& layer : layers) sum += layer.operations;
    return sum;
}

std::int64_t CostReport::se_parameters() const noexcept {
    std::int64_t sum = 0;
    for (const auto& layer : layers) sum += layer.se ? layer.parameters : 0;
    return sum;
}

std::int64_t CostReport::se_operations() const noexcept {
    std::int64_t sum = 0;
    for (const auto& layer : layers) sum += layer.se ? layer.operations : 0;
    return sum;
}

}  // namespace sescope
