// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/open_network.h"

namespace sescope {

/// Prints, for each step of the network in fp32 on the CPU, milliseconds of a batch, what it
/// multiplies a second, and what it reads and writes.
void print_step_times(const ReadNetwork& network, int batch, int threads, int size);

}  // namespace sescope
