// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/channel_option.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <string_view>

#include "core/excitation/channels.h"

namespace sescope::cli {
namespace {

constexpr std::string_view kClosed = "closed";

[[noreturn]] void refuse(const std::string& text) {
    throw Error(ErrorKind::usage, fmt::format("--channels cannot be '{}'", text), {},
                "give closed, or closed:0.01");
}

/// What stands behind "closed:"; nothing where that is left out.
std::vector<double> numbers_of(const std::string& text) {
    std::vector<double> numbers;
    if (!std::string_view(text).starts_with(kClosed)) refuse(text);
    std::string_view rest = std::string_view(text).substr(kClosed.size());
    for (char before = ':'; !rest.empty(); before = ',') {
        if (rest.front() != before) refuse(text);
        rest.remove_prefix(1);
        ChannelThresholds thresholds;
        const auto [at, failed] =
            std::from_chars(rest.data(), rest.data() + rest.size(), thresholds.closed);
        if (failed != std::errc()) refuse(text);
        require_sensible(thresholds);
        numbers.push_back(thresholds.closed);
        rest.remove_prefix(std::size_t(at - rest.data()));
    }
    return numbers;
}

}  // namespace

void ChannelOption::add_to(CLI::App& command, const std::string& what) {
    command.add_option("--channels", text, what);
}

std::optional<double> ChannelOption::closed() const {
    if (text.empty()) return std::nullopt;
    const auto numbers = numbers_of(text);
    if (numbers.size() > 1) refuse(text);
    return numbers.empty() ? ChannelThresholds{}.closed : numbers.front();
}

std::vector<double> ChannelOption::thresholds() const {
    if (text.empty()) return {};
    const auto numbers = numbers_of(text);
    return numbers.empty() ? std::vector<double>{0.01, 0.02, 0.05, 0.1} : numbers;
}

Error no_channel_is_closed(double threshold) {
    return {ErrorKind::usage,
            fmt::format("no channel stays within {:g} of 0 for every image", threshold),
            {},
            "`sescope verdicts` counts them; give a larger threshold: closed:0.1"};
}

}  // namespace sescope::cli
