// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/origin_names.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <set>
#include <string_view>

namespace sescope {

std::string name_only(const std::filesystem::path& path) {
    const auto normal = path.lexically_normal();
    return (normal.has_filename() ? normal : normal.parent_path()).filename().string();
}

std::string network_name(const std::filesystem::path& file) {
    const std::string stem = file.stem().string();
    const bool hub = (stem == "model" || stem == "pytorch_model") && file.has_parent_path();
    return name_only(hub ? file.parent_path() : file);
}

std::string now_utc() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

double whole_milliseconds(double seconds) {
    return std::round(seconds * 1000) / 1000;
}

void add_name(std::string& names, const std::string& name) {
    constexpr std::string_view between = ", ";
    std::set<std::string> all;
    for (const std::string& list : {names, name}) {
        for (std::size_t at = 0; at < list.size();) {
            const std::size_t end = std::min(list.find(between, at), list.size());
            all.insert(list.substr(at, end - at));
            at = end + between.size();
        }
    }
    names.clear();
    for (const std::string& each : all) names += (names.empty() ? "" : ", ") + each;
}

}  // namespace sescope
