// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/json_fields.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/json_text.h"

namespace sescope {
namespace {

constexpr std::size_t kLongestText = 4096;

}  // namespace

JsonFields::JsonFields(const nlohmann::json& value, std::string path)
    : value_(value), path_(std::move(path)) {
    if (!value.is_object()) fail("", "is not an object");
}

std::string JsonFields::path_of(std::string_view name) const {
    if (path_.empty() || name.empty()) return path_ + std::string(name);
    return path_ + "." + std::string(name);
}

void JsonFields::fail(std::string_view name, std::string_view what) const {
    throw Error(ErrorKind::data,
                sescope::text("the description of the network is damaged: {} {}",
                              path_of(name).empty() ? "it" : "'" + path_of(name) + "'", what),
                {}, "write the file again with this version of SE Scope");
}

const nlohmann::json& JsonFields::at(const char* name) const {
    const auto found = value_.find(name);
    if (found == value_.end()) fail(name, "is missing");
    return *found;
}

int JsonFields::integer(const char* name, int least, int most) const {
    const auto& value = at(name);
    // Unsigned values beyond the signed range must not wrap around.
    const bool fits = value.is_number_integer() &&
                      !(value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX);
    const auto number = fits ? value.get<std::int64_t>() : 0;
    if (!fits || number < least || number > most) {
        fail(name, fmt::format("should be a whole number from {} to {}, found {}", least, most,
                               shown(value)));
    }
    return static_cast<int>(number);
}

std::int64_t JsonFields::count(const char* name) const {
    const auto& value = at(name);
    const bool fits = value.is_number_integer() &&
                      !(value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX);
    const auto number = fits ? value.get<std::int64_t>() : -1;
    if (number < 0) fail(name, fmt::format("should be a count, found {}", shown(value)));
    return number;
}

double JsonFields::real(const char* name, double least, double most) const {
    const auto& value = at(name);
    const auto number = value.is_number() ? value.get<double>() : least;
    if (!value.is_number() || !(number >= least && number <= most)) {
        fail(name,
             fmt::format("should be a number from {} to {}, found {}", least, most, shown(value)));
    }
    return number;
}

bool JsonFields::boolean(const char* name) const {
    const auto& value = at(name);
    if (!value.is_boolean()) fail(name, "should be true or false, found " + shown(value));
    return value.get<bool>();
}

std::string JsonFields::text(const char* name) const {
    const auto& value = at(name);
    if (!value.is_string()) fail(name, "should be text, found " + shown(value));
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > kLongestText) fail(name, "is too long");
    return text;
}

JsonFields JsonFields::object(const char* name) const {
    return {at(name), path_of(name)};
}

const nlohmann::json& JsonFields::array(const char* name, std::size_t least,
                                        std::size_t most) const {
    const auto& value = at(name);
    if (!value.is_array() || value.size() < least || value.size() > most) {
        fail(name, fmt::format("should be a list of {} to {} items", least, most));
    }
    return value;
}

std::vector<std::string> JsonFields::texts(const char* name, std::size_t most) const {
    std::vector<std::string> texts;
    for (const auto& item : array(name, 0, most)) {
        if (!item.is_string() || item.get_ref<const std::string&>().size() > kLongestText) {
            fail(name, "should hold short texts only");
        }
        texts.push_back(item.get<std::string>());
    }
    return texts;
}

std::array<float, 3> JsonFields::colour(const char* name, double least, double most) const {
    array(name, 3, 3);
    const auto numbers = reals(name, least, most, 3);
    return {numbers[0], numbers[1], numbers[2]};
}

std::vector<float> JsonFields::reals(const char* name, double least, double most,
                                     std::size_t most_of_them) const {
    std::vector<float> numbers;
    const auto& all = array(name, 1, most_of_them);
    for (const auto& value : all) {
        if (!value.is_number() || !(value.get<double>() >= least) ||
            !(value.get<double>() <= most)) {
            fail(name,
                 fmt::format("should be numbers of {} to {}, found {}", least, most, shown(all)));
        }
        numbers.push_back(value.get<float>());
    }
    return numbers;
}

}  // namespace sescope
