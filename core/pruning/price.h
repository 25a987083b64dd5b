// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/checkpoint/state_dict.h"
#include "core/network/network_value.h"

namespace sescope {

/// What a network costs, by counting.
struct NetworkPrice {
    std::int64_t parameters = 0;     ///< learnable ones
    std::int64_t se_parameters = 0;  ///< of them in SE units
    std::int64_t macs = 0;           ///< multiply-accumulates of an image (CostConvention::macs)
    std::int64_t bytes = 0;          ///< of all its tensors, as stored
    bool operator==(const NetworkPrice&) const = default;
};

/// At the network's own input size. Throws as `cost_of`.
NetworkPrice price_of(const Network& model, const StateDict& weights);

}  // namespace sescope
