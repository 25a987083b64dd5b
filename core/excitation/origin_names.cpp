// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/origin_names.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

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

}  // namespace sescope
