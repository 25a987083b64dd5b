// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/weight_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {

std::vector<float> WeightReader::read(const std::string& key,
                                      const std::vector<std::int64_t>& shape) const {
    const TensorEntry& tensor = weights_.at(key);
    if (tensor.shape != shape) {
        throw Error(ErrorKind::model,
                    text("{} has the shape [{}] where the network needs [{}]", key,
                         fmt::format("{}", fmt::join(tensor.shape, ", ")),
                         fmt::format("{}", fmt::join(shape, ", "))),
                    weights_.file,
                    "the weights are not those of this architecture: see `sescope info`");
    }
    return to_float32(tensor);
}

}  // namespace sescope
