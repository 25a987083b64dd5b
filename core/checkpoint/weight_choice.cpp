// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_choice.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "core/base/message.h"
#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

// In the order of their claims. The first three are averaged weights.
constexpr std::array<std::string_view, 13> kUsual{
    "state_dict_ema", "model_ema", "ema_state_dict", "state_dict", "model",   "net",
    "model_state",    "network",   "params",         "weights",    "trainer", "learner",
    "encoder_q"};
constexpr int kUnknown = 100;
// The copy of a network that follows it: MoCo's keys, lightly's backbone_momentum.
constexpr int kFollower = 200;

std::vector<std::string> words_of(std::string_view name, auto&& splits) {
    std::vector<std::string> words(1);
    for (const char letter : name) {
        if (splits(letter)) {
            words.emplace_back();
        } else {
            words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        }
    }
    return words;
}

bool is_averaged(std::string_view component) {
    const auto words = words_of(component, [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) == 0;
    });
    return std::ranges::any_of(words, [](const std::string& word) {
        return word == "ema" || word == "swa" || word == "averaged" || word == "modelema";
    });
}

bool is_follower(const std::string& component) {
    return component == "encoder_k" || component.ends_with("_momentum") ||
           component.starts_with("momentum_");
}

int claim_of(const std::string& component) {
    if (component == "model_state_dict") return 3;
    const auto* usual = std::ranges::find(kUsual, component);
    if (usual != kUsual.end()) return static_cast<int>(usual - kUsual.begin());
    return is_follower(component) ? kFollower : kUnknown;
}

bool holds_averaged(const std::string& name) {
    return std::ranges::any_of(words_of(name, [](char letter) { return letter == '.'; }),
                               is_averaged);
}

// Compared from the left: whether averaged, then each component's claim, up to the first that is
// not known: below it, no name has a claim.
std::vector<int> claims_of(const std::string& name, bool averaged_in_state_dict) {
    std::vector<int> claims{holds_averaged(name) != averaged_in_state_dict ? 0 : 1};
    for (const auto& component : words_of(name, [](char letter) { return letter == '.'; })) {
        claims.push_back(claim_of(component));
        if (claims.back() == kUnknown) break;
    }
    return claims;
}

std::string listed(std::span<const std::string> names) {
    constexpr std::size_t most = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
        text += (i > 0 ? ", " : "") + (names[i].empty() ? "the file itself" : printable(names[i]));
    }
    return names.size() > most ? text + ", .." : text;
}

}  // namespace

bool is_named(std::string_view name, std::string_view wanted) {
    if (!name.ends_with(wanted)) return false;
    return name.size() == wanted.size() || name[name.size() - wanted.size() - 1] == '.';
}

std::optional<WeightChoice> usual_choice(std::span<const std::string> names,
                                         bool averaged_in_state_dict) {
    if (names.size() == 1) return WeightChoice{};
    std::vector<std::vector<int>> claims;
    claims.reserve(names.size());
    for (const auto& name : names) claims.push_back(claims_of(name, averaged_in_state_dict));
    const auto best = std::ranges::min_element(claims);
    if (std::ranges::count(claims, *best) > 1) return std::nullopt;
    const auto index = static_cast<std::size_t>(best - claims.begin());
    if (std::ranges::any_of(names, holds_averaged)) {
        return WeightChoice{index, averaged_in_state_dict
                                       ? "mmengine keeps the averaged weights there"
                                       : "averaged weights come first"};
    }
    const bool is_followed = std::ranges::any_of(names, [](const std::string& name) {
        return std::ranges::any_of(words_of(name, [](char letter) { return letter == '.'; }),
                                   is_follower);
    });
    return WeightChoice{index, is_followed ? "the other follows it" : "the usual name"};
}

Error several_weights(std::span<const std::string> names, const std::filesystem::path& path) {
    return {
        ErrorKind::model, text("holds several sets of weights: {}", listed(names)), path,
        text("say which one with {}, as in {} {}", Text::option("weights"), Text::option("weights"),
             printable(names.front().empty() ? names.back() : names.front()))};
}

Error no_such_weights(std::string_view wanted, std::span<const std::string> names,
                      const std::filesystem::path& path) {
    return {ErrorKind::usage, text("holds no set of weights named {}", printable(wanted)), path,
            text("give {} one of: {}", Text::option("weights"), listed(names))};
}

}  // namespace sescope
