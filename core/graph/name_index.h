// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sescope::graph {

struct Value;

/// Finds values by name. It is a cache: copies start empty, any two are equal, and values that were
/// added or taken away behind its back are noticed when they are asked for. Whoever renames one in
/// place calls `forget`.
class NameIndex {
  public:
    NameIndex() = default;
    NameIndex(const NameIndex& /*other*/) {}
    NameIndex& operator=(const NameIndex& /*other*/) {
        forget();
        return *this;
    }
    NameIndex(NameIndex&& other) noexcept = default;
    NameIndex& operator=(NameIndex&& other) noexcept = default;
    ~NameIndex() = default;
    friend bool operator==(const NameIndex& /*a*/, const NameIndex& /*b*/) { return true; }

    /// Id of the value of this name, or -1.
    std::int32_t find(const std::vector<Value>& values, std::string_view name);

    void forget() {
        ids_.clear();
        known_ = 0;
    }

  private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> ids_;
    std::size_t known_ = 0;
};

}  // namespace sescope::graph
