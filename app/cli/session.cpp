// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include <spdlog/spdlog.h>

namespace sescope::cli {

void remark(const Session& session, const std::string& text) {
    if (!session.quiet) spdlog::info("{}", text);
}

void warn(const std::string& text) {
    spdlog::warn("{}", text);
}

}  // namespace sescope::cli
