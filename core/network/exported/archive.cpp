// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/archive.h"

#include <algorithm>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

constexpr std::string_view kModels = "models/";
constexpr std::string_view kJson = ".json";
constexpr std::string_view kFlat = "serialized_exported_program.json";

// The folder before `part`, where that is at the top or in one folder.
bool at_top(std::string_view name, std::size_t part) {
    const auto root = name.substr(0, part);
    return root.empty() || root.find('/') == root.size() - 1;
}

bool is_program(std::string_view name) {
    if (name.ends_with(kFlat)) return at_top(name, name.size() - kFlat.size());
    if (!name.ends_with(kJson)) return false;
    const auto slash = name.rfind('/');
    if (slash == std::string_view::npos || slash + 1 < kModels.size()) return false;
    const auto folder = slash + 1 - kModels.size();
    return name.substr(folder, kModels.size()) == kModels && at_top(name, folder);
}

bool is_machine_code(std::string_view name) {
    return name.find("data/aotinductor/") != std::string_view::npos;
}

std::string existing(const ZipArchive& archive, std::string name) {
    return archive.contains(name) ? name : std::string();
}

ExportedLayout flat_layout(const ZipArchive& archive, const std::string& program) {
    const auto root = program.substr(0, program.size() - kFlat.size());
    ExportedLayout layout;
    layout.program = program;
    layout.pickled_weights = existing(archive, root + "serialized_state_dict.pt");
    layout.pickled_constants = existing(archive, root + "serialized_constants.pt");
    return layout;
}

ExportedLayout folder_layout(const ZipArchive& archive, const std::string& program) {
    const auto slash = program.rfind('/');
    const auto root = program.substr(0, slash + 1 - kModels.size());
    ExportedLayout layout;
    layout.program = program;
    layout.name = program.substr(slash + 1, program.size() - slash - 1 - kJson.size());
    layout.byte_order = existing(archive, root + "byteorder");
    const auto weights = root + "data/weights/";
    const auto constants = root + "data/constants/";
    const auto config = [&](const std::string& folder, const std::string& kind) {
        return archive.contains(folder + layout.name + "_" + kind + "_config.json");
    };
    if (config(weights, "weights")) layout.weights = weights;
    if (config(constants, "constants")) layout.constants = constants;
    if (layout.weights.empty()) {
        layout.pickled_weights = existing(archive, weights + layout.name + ".pt");
    }
    if (layout.constants.empty()) {
        layout.pickled_constants = existing(archive, constants + layout.name + ".pt");
    }
    return layout;
}

}  // namespace

bool holds_program(const ZipArchive& archive) {
    return std::ranges::any_of(archive.names(), [](std::string_view name) {
        return is_program(name) || is_machine_code(name);
    });
}

ExportedLayout layout_of(const ZipArchive& archive, const std::filesystem::path& file) {
    std::vector<std::string> programs;
    bool has_code = false;
    for (const auto name : archive.names()) {
        if (is_program(name)) programs.emplace_back(name);
        has_code = has_code || is_machine_code(name);
    }
    if (programs.empty() && has_code) {
        throw Error(ErrorKind::model,
                    "is a package of AOTInductor: it holds machine code, which is not run here",
                    file, kHowToExport);
    }
    if (programs.empty()) {
        throw Error(ErrorKind::model, "holds no program of torch.export", file, kHowToExport);
    }
    if (programs.size() > 1) {
        throw Error(ErrorKind::model,
                    text("holds several programs: {}, {}{}", printable(programs[0]),
                         printable(programs[1]), Text(programs.size() > 2 ? ", .." : "")),
                    file, "save one program a file");
    }
    const auto& program = programs[0];
    auto layout =
        program.ends_with(kFlat) ? flat_layout(archive, program) : folder_layout(archive, program);
    if (!layout.byte_order.empty()) {
        const auto order = archive.contents(layout.byte_order);
        const auto* first = reinterpret_cast<const char*>(order->bytes.data());
        if (std::string_view(first, order->bytes.size()).starts_with("big")) {
            throw Error(ErrorKind::model, "was written on a big-endian machine, which is not read",
                        file, kHowToExport);
        }
    }
    return layout;
}

}  // namespace sescope
