// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include <spdlog/spdlog.h>

#include "core/base/plain_text.h"

namespace sescope::cli {

void remark(const Session& session, const std::string& text) {
    if (!session.quiet) spdlog::info("{}", plain_line(text));
}

void warn(const std::string& text) {
    spdlog::warn("{}", plain_line(text));
}

void tell_error(const std::string& text) {
    spdlog::error("{}", plain_line(text));
}

}  // namespace sescope::cli
