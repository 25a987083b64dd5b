// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

/// Fields of a JSON object from a file that may be hostile: each is read within bounds, and
/// whatever is missing, of another type or out of bounds throws Error{data} naming the field.
class JsonFields {
  public:
    /// `path` is how the object is called in messages: "blocks[3].se".
    JsonFields(const nlohmann::json& value, std::string path);

    bool has(const char* name) const { return value_.contains(name); }
    bool is_null(const char* name) const { return at(name).is_null(); }
    std::int64_t count(const char* name) const;  ///< a whole number, not negative
    int integer(const char* name, int least, int most) const;
    double real(const char* name, double least, double most) const;
    bool boolean(const char* name) const;
    std::string text(const char* name) const;
    JsonFields object(const char* name) const;
    const nlohmann::json& array(const char* name, std::size_t least, std::size_t most) const;
    std::vector<std::string> texts(const char* name, std::size_t most) const;
    std::array<float, 3> colour(const char* name, double least, double most) const;
    /// A list of 1 to `most_of_them` numbers.
    std::vector<float> reals(const char* name, double least, double most,
                             std::size_t most_of_them) const;

    /// The value among `all` whose name_of() is the text.
    template <typename Enum, std::size_t N>
    Enum choice(const char* name, const Enum (&all)[N]) const {
        const auto chosen = text(name);
        for (const auto value : all) {
            if (name_of(value) == chosen) return value;
        }
        fail(name, "is unknown: " + chosen.substr(0, 40));
    }

    [[noreturn]] void fail(std::string_view name, std::string_view what) const;
    std::string path_of(std::string_view name) const;

  private:
    const nlohmann::json& at(const char* name) const;

    const nlohmann::json& value_;
    std::string path_;
};

}  // namespace sescope
