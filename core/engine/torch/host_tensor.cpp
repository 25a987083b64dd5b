// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/host_tensor.h"

#include <ATen/ops/from_blob.h>

namespace sescope {

at::Tensor to_device(std::span<const float> values, const std::vector<std::int64_t>& shape,
                     at::Device device) {
    // from_blob wants a mutable pointer, and the copy is made before `values` can go.
    auto* data = const_cast<float*>(values.data());
    return at::from_blob(data, shape, at::TensorOptions().dtype(at::kFloat))
        .to(at::TensorOptions().device(device), /*non_blocking=*/false, /*copy=*/true);
}

std::vector<float> to_host(const at::Tensor& tensor) {
    const at::Tensor host = tensor.to(at::kCPU, at::kFloat).contiguous();
    const auto* data = host.const_data_ptr<float>();
    return {data, data + host.numel()};
}

void append_rows(const at::Tensor& tensor, int count, std::vector<float>& to) {
    const std::vector<float> rows = to_host(tensor.narrow(0, 0, count));
    to.insert(to.end(), rows.begin(), rows.end());
}

}  // namespace sescope
