// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/Device.h>

#include <exception>

#include "core/base/progress.h"

namespace sescope {

/// Half of `batch`, and a notice of it. With one image there is nothing to halve: then throws
/// Error{device} for `error`, which said that memory ran out.
int halved_batch(int batch, at::Device device, const NoticeCallback& notice,
                 const std::exception& error);

}  // namespace sescope
