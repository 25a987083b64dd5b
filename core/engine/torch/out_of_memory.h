// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/Device.h>

#include <exception>

#include "core/base/progress.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {

/// Half of `batch`, and a notice of it. With one image there is nothing to halve: then throws
/// Error{device} for `error`, which said that memory ran out.
int halved_batch(int batch, at::Device device, const NoticeCallback& notice,
                 const std::exception& error);

/// What fails behind a pass is not to be taken for a pass without memory and done again: some of
/// its images may have been counted.
template <class Work>
void without_retry(const Work& work) {
    try {
        work();
    } catch (const std::exception& error) {
        rethrow_as_ours(error);
    }
}

}  // namespace sescope
