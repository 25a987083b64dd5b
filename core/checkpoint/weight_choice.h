// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which of several sets of weights is the network, by their names.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace sescope {

/// Whether `wanted` is a set's name, or the end of it at a dot.
bool is_named(std::string_view name, std::string_view wanted);

struct WeightChoice {
    std::size_t index = 0;
    std::string why;
};
/// The set that is usually meant. Averaged weights come first (a name with "ema", "swa",
/// "averaged"), unless `averaged_in_state_dict`: mmengine's EMAHook swaps them before saving. Then
/// come the names that training programs use, outer names before inner ones; then MoCo's encoder_q.
/// Empty where two names have the same claim, as student and teacher have.
std::optional<WeightChoice> usual_choice(std::span<const std::string> names,
                                         bool averaged_in_state_dict);

/// Error{model} that lists the sets: none of them is the usual one.
Error several_weights(std::span<const std::string> names, const std::filesystem::path& path);
/// Error{usage}: no set has the name that was asked for.
Error no_such_weights(std::string_view wanted, std::span<const std::string> names,
                      const std::filesystem::path& path);

}  // namespace sescope
