// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/network_spec.h"

namespace sescope {

/// Reads layers off a state dict by name and shape, and remembers which keys were read, so that
/// what is left over can be named. Every error is an Error{model} that names the key, what was
/// expected and what was found. Values are never looked at.
class KeyReader {
  public:
    explicit KeyReader(const StateDict& weights);

    bool has(std::string_view key) const { return names_.contains(key); }
    /// Whether any key begins with `prefix`.
    bool has_prefix(std::string_view prefix) const;
    /// Number of children "prefixN." counted to the highest N: 4 when "layer1.3." is there.
    /// Throws when N is beyond any real network.
    int children(std::string_view prefix) const;

    /// conv.weight [out, in / groups, k, k] for an input of `in` channels (0: take the shape's word
    /// and one group), and its batch norm's four vectors; `norm` may be empty. Padding is k / 2,
    /// stride 1: those that are not are set by the caller.
    ConvUnit conv(const std::string& conv, const std::string& norm, int in);
    /// A squeeze-excitation pair of FCs, 1x1 convolutions or 2-D; `channels` and `hidden` as found.
    SeSpec se(const std::string& fc1, const std::string& fc2);
    /// The classifier on `in` features.
    HeadSpec head(const std::string& fc, int in);

    /// What was not read yet, in the file's order.
    std::vector<const TensorEntry*> unread() const;
    /// Counts a key as read, though nothing was taken from it.
    void leave(const std::string& key) { read_.insert(key); }
    /// Throws when a key was not read, naming the first few of them.
    void expect_all_read() const;

    /// Two layers of C -> h and h -> C channels that alone are left unread below `prefix`, by their
    /// key prefixes, the first one first; empty where there are others.
    std::optional<std::pair<std::string, std::string>> only_pair(const std::string& prefix) const;

    [[noreturn]] void fail(Text message, Text hint) const;
    const std::string& known_as() const noexcept { return known_as_; }
    /// How the network is called in messages ("the layout of timm").
    void set_known_as(std::string text) { known_as_ = std::move(text); }

  private:
    const TensorEntry& take(const std::string& key);
    bool take_bias(const std::string& prefix, int extent);
    void take_vector(const std::string& key, int extent);
    void norm(const std::string& prefix, int channels);
    bool read_already(std::string_view key) const { return read_.contains(key); }

    const StateDict& weights_;
    std::set<std::string_view> names_;
    std::set<std::string, std::less<>> read_;
    std::string known_as_;
};

}  // namespace sescope
