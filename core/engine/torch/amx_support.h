// SPDX-License-Identifier: GPL-3.0-or-later
// Whether there is AMX, and its tiles for a thread (Intel's manual, volume 1, chapter 18).
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && defined(__linux__)
#define SESCOPE_HAS_AMX_KERNELS 1
#else
#define SESCOPE_HAS_AMX_KERNELS 0
#endif

namespace sescope::amx {

/// Whether the processor has AMX for bf16 and the system lets this process use it, which is asked
/// for once.
bool is_usable();

/// Stands while this thread uses multiply(); sets its tiles up, and releases them.
class TilesInUse {
  public:
    TilesInUse();
    ~TilesInUse();
    TilesInUse(const TilesInUse&) = delete;
    TilesInUse& operator=(const TilesInUse&) = delete;
};

}  // namespace sescope::amx
