// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace sescope::cli {

/// Which channels are to go: "closed", "closed:0.01", or for a search "closed:0.01,0.05".
struct ChannelOption {
    std::string text;

    void add_to(CLI::App& command, const std::string& what);
    bool given() const { return !text.empty(); }
    /// The one threshold; nothing where the flag was not given. Throws Error{usage} for another
    /// text.
    std::optional<double> closed() const;
    /// All of them: those that a search tries where none is said; empty where the flag was not
    /// given.
    std::vector<double> thresholds() const;
};

/// What a command says that is to take out channels alone where none is closed: Error{usage}.
Error no_channel_is_closed(double threshold);

/// For `ChannelOption::add_to` of a command that takes one threshold.
inline constexpr const char* kChannelsHelp =
    "Also take out channels that no image opens: closed, or closed:0.01 (the farthest that a gate "
    "is from 0)";

}  // namespace sescope::cli
