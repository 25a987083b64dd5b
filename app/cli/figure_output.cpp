// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/figure_output.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "core/base/error.h"

namespace sescope::cli {

FigureFormat figure_format_of(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return std::tolower(c); });
    if (extension == ".png") return FigureFormat::png;
    if (extension == ".svg") return FigureFormat::svg;
    if (extension == ".pdf") return FigureFormat::pdf;
    throw Error(ErrorKind::usage, "is no format of figures", path,
                "end the name in .png, .svg or .pdf");
}

}  // namespace sescope::cli
