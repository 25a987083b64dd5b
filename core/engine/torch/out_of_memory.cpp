// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/out_of_memory.h"

#include "core/base/message.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {

int halved_batch(int batch, at::Device device, const NoticeCallback& notice,
                 const std::exception& error) {
    if (batch == 1) rethrow_as_ours(error);
    const int half = batch / 2;
    if (notice) {
        notice(text("out of memory on {}: going on in batches of {}", device.str(), half));
    }
    return half;
}

}  // namespace sescope
