// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/results.h"

#include <fmt/format.h>

#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/figures/figure.h"
#include "core/report/table.h"
#include "core/report/tables.h"

namespace sescope::cli {
namespace {

namespace fs = std::filesystem;

void write_table(const Table& table, const fs::path& stem, FilesTogether& files) {
    for (const std::string format : {"csv", "json"}) {
        files.write(stem.string() + "." + format,
                    [&](std::ostream& out) { find_table_writer(format).write(table, out); });
    }
}

// Maps of 1,000 classes would be hundreds of megabytes of text; they can be had by
// `sescope figure --csv`.
constexpr std::size_t kMostNumbers = 500'000;

void write_figure(const Figure& figure, const fs::path& stem, const FigureRenderer* renderer,
                  FilesTogether& files) {
    if (value_count(figure) <= kMostNumbers) {
        files.write(stem.string() + ".csv",
                    [&](std::ostream& out) { write_figure_csv(figure, out); });
    }
    if (renderer == nullptr) return;
    for (const auto& [format, extension] :
         {std::pair(FigureFormat::png, ".png"), std::pair(FigureFormat::svg, ".svg"),
          std::pair(FigureFormat::pdf, ".pdf")}) {
        RenderSettings settings;
        settings.format = format;
        files.write(stem.string() + extension, renderer->bytes(figure, settings));
    }
}

// Null, with a warning, on a build without Qt: the numbers are worth having all the same.
const FigureRenderer* renderer_if_there() {
    try {
        return &load_figure_renderer();
    } catch (const Error& error) {
        warn(std::string("figures are left out: ") + error.what());
        return nullptr;
    }
}

}  // namespace

void make_folder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        throw Error(ErrorKind::output, "the folder cannot be made: " + failed.message(), folder,
                    "choose another place");
    }
}

void write_results(const ExcitationProfile& profile, const fs::path& folder,
                   const Session& session) {
    make_folder(folder);
    if (profile.gates.blocks.empty()) {
        warn("the network has no SE block: there is no figure to draw");
        return;
    }
    FilesTogether files;
    write_table(blocks_table(profile), folder / "blocks", files);
    const FigureRenderer* renderer = renderer_if_there();
    for (const auto& row : figure_table()) {
        write_figure(row.build(profile, {}), folder / (std::string(row.name) + "_figure"), renderer,
                     files);
    }
    files.commit();
    remark(session, fmt::format("figures and numbers are in {}", folder.string()));
}

}  // namespace sescope::cli
