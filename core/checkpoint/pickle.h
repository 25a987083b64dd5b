// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a Python pickle describes, as plain records. Nothing is imported, called or built: a call
// is kept as the record of a call. What the records mean is for the readers to say.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sescope {

/// Names a value of a Pickle. Values refer to each other by index, so that loops and shared values
/// need no ownership, and even the deepest nesting is freed without recursion. 0 is None.
using PickleIndex = std::uint32_t;

struct PickleText {
    std::string_view text;
};
/// A bytes object, or a whole number of more than 64 bits (little-endian, two's complement).
struct PickleBytes {
    std::span<const std::byte> bytes;
};
struct PickleList {  ///< a list or a set
    std::vector<PickleIndex> items;
};
struct PickleTuple {
    std::vector<PickleIndex> items;
};
struct PickleDict {
    std::vector<std::pair<PickleIndex, PickleIndex>> items;
};
/// A name to import: a class or a function.
struct PickleGlobal {
    std::string_view module;
    std::string_view name;
};
/// callable(*arguments), or an instance of a class; with the state that BUILD would set and the
/// entries that item assignment would add.
struct PickleObject {
    PickleIndex callable = 0;
    PickleIndex arguments = 0;
    PickleIndex state = 0;
    std::vector<std::pair<PickleIndex, PickleIndex>> items;
};
/// Something outside the pickle, known by an id (torch: a storage).
struct PicklePersistent {
    PickleIndex id = 0;
};
using PickleValue =
    std::variant<std::monostate, bool, std::int64_t, double, PickleText, PickleBytes, PickleList,
                 PickleTuple, PickleDict, PickleGlobal, PickleObject, PicklePersistent>;

/// The values of one pickle; texts and bytes are views of the file.
class Pickle {
  public:
    PickleIndex root = 0;
    std::size_t length = 0;  ///< bytes that the pickle takes in the file

    Pickle() { values_.emplace_back(); }
    PickleIndex add(PickleValue value) {
        values_.push_back(std::move(value));
        return static_cast<PickleIndex>(values_.size() - 1);
    }
    std::size_t size() const noexcept { return values_.size(); }

    /// The value as a T, or null when it is something else.
    template <typename T>
    const T* get(PickleIndex index) const {
        return std::get_if<T>(&values_[index]);
    }
    template <typename T>
    T* get(PickleIndex index) {
        return std::get_if<T>(&values_[index]);
    }

    std::optional<std::string_view> text(PickleIndex index) const;
    std::optional<std::int64_t> integer(PickleIndex index) const;
    /// Items of a list or tuple; empty for anything else.
    std::span<const PickleIndex> items(PickleIndex index) const;
    bool is_global(PickleIndex index, std::string_view module, std::string_view name) const;
    /// Entries of a dict, an OrderedDict or any other object that was given keyed items; empty
    /// (not an empty vector) for anything else.
    std::optional<std::vector<std::pair<PickleIndex, PickleIndex>>> entries(
        PickleIndex index) const;
    /// What a person would call the value: "a list", "an object of class a.B", ..
    std::string describe(PickleIndex index) const;

  private:
    std::deque<PickleValue> values_;
};

/// Reads one pickle of protocol 2 to 5 from the beginning of `bytes`. `memory` bounds the size of
/// the records, in bytes. Throws Error{model} naming `path` when the pickle is malformed, cut
/// short, or describes more than the bound.
Pickle read_pickle(std::span<const std::byte> bytes, std::size_t memory,
                   const std::filesystem::path& path);

}  // namespace sescope
