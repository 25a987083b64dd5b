// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/price.h"

#include "core/cost/cost.h"

namespace sescope {

NetworkPrice price_of(const Network& model, const StateDict& weights) {
    const CostReport cost = cost_of(model, model.preprocessing.size, CostConvention::macs);
    NetworkPrice price{cost.parameters(), cost.se_parameters(), cost.operations(), 0};
    for (const TensorEntry& tensor : weights.tensors()) {
        price.bytes += tensor.numel() * std::int64_t(size_of(tensor.dtype));
    }
    return price;
}

}  // namespace sescope
