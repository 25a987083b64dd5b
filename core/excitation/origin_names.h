// SPDX-License-Identifier: GPL-3.0-or-later
// How results name where they came from: no folder of the machine is told.
#pragma once

#include <filesystem>
#include <string>

namespace sescope {

/// "photos" of "/data/photos/".
std::string name_only(const std::filesystem::path& path);
/// "net" of "net.pth"; in a hub folder all files are called the same, and the folder has the name.
std::string network_name(const std::filesystem::path& file);
/// "2026-01-31T23:59:59Z".
std::string now_utc();

/// A number of seconds to the millisecond, so that sums of parts do not hang on their order.
double whole_milliseconds(double seconds);

/// "cpu" and "cuda:0" become "cpu, cuda:0": each once, in the order of the alphabet, whichever was
/// added first.
void add_name(std::string& names, const std::string& name);

}  // namespace sescope
