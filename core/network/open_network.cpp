// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/open_network.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/mapped_file.h"
#include "core/network/exported/exported.h"
#include "core/network/imported_network.h"
#include "core/network/onnx/read_onnx.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

std::optional<InputSize> size_said(const SpecOverrides& said) {
    if (!said.size) return std::nullopt;
    return InputSize{*said.size, said.width.value_or(*said.size)};
}

Preprocessing usual_preprocessing() {
    return preprocessing_presets().front().value;
}

ReadNetwork from_import(ImportedNetwork imported, const fs::path& path, const SpecOverrides& said) {
    ImportedAs as;
    as.architecture = path.stem().string();
    as.source = imported.producer.empty()
                    ? imported.source
                    : fmt::format("{} ({})", imported.source, imported.producer);
    as.preprocessing = usual_preprocessing();
    as.preprocessing_from = "usual for ImageNet; the file does not say";
    ReadNetwork read{network_of(imported, as, said), std::move(imported.weights)};
    read.weights.file = path;
    return read;
}

}  // namespace

ReadNetwork open_network(const fs::path& path, const SpecOverrides& said) {
    std::error_code unknown;
    if (fs::is_regular_file(path, unknown)) {
        const MappedFile file = map_file(path, ErrorKind::model);
        if (is_exported(file.bytes)) {
            return from_import(read_exported(path, size_said(said)), path, said);
        }
        if (is_onnx(file.bytes)) return from_import(read_onnx(path, size_said(said)), path, said);
    }
    ReadNetwork read;
    read.weights = open_checkpoint(path, said.weights.value_or(std::string()));
    read.model = read_network(read.weights, said);
    return read;
}

}  // namespace sescope
