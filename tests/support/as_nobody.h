// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>

#include <cstdlib>

namespace sescope::test {

/// Root may write anywhere, so a test steps down to nobody for a moment.
class AsNobody {
  public:
    AsNobody() : was_root_(::geteuid() == 0 && ::seteuid(65534) == 0) {}
    ~AsNobody() {
        if (was_root_ && ::seteuid(0) != 0) std::abort();
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;

  private:
    bool was_root_;
};

}  // namespace sescope::test
