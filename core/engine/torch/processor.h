// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sescope {

/// The processor's name as the system tells it ("AMD EPYC 7763"), or "processor".
std::string processor_name();

/// Cores that this process may use.
int usable_cores();

/// Whether the processor multiplies bf16 in hardware (AVX512-BF16, AMX; Arm's BF16). Without it
/// bf16 is several times slower than fp32.
bool processor_has_bf16();

}  // namespace sescope
