// SPDX-License-Identifier: GPL-3.0-or-later
// The layouts of .pt2 archives: PyTorch 2.8 and later under one root folder, 2.6 and 2.7 flat.
#pragma once

#include <string>
#include <string_view>

#include "core/checkpoint/mapped_file.h"
#include "core/checkpoint/zip_archive.h"
#include "core/network/exported/program.h"

namespace sescope {

/// Where the parts of one program lie in its archive; empty where there is none of the name.
struct ExportedLayout {
    std::string program;            ///< "archive/models/model.json"
    std::string weights;            ///< "archive/data/weights/": config and raw files, or empty
    std::string constants;          ///< "archive/data/constants/", or empty
    std::string name;               ///< "model"
    std::string pickled_weights;    ///< "serialized_state_dict.pt", "archive/data/weights/model.pt"
    std::string pickled_constants;  ///< "serialized_constants.pt", ..
    std::string byte_order;         ///< "archive/byteorder"
};

/// Whether an archive is one of torch.export, or of AOTInductor.
bool holds_program(const ZipArchive& archive);

/// Throws Error{model} naming `file` where there is no program, or more than one, or machine code
/// instead of it.
ExportedLayout layout_of(const ZipArchive& archive, const std::filesystem::path& file);

/// What `read_exported` does, of a file that is mapped.
ImportedNetwork read_archive(const MappedFile& mapped, const std::filesystem::path& file,
                             std::optional<InputSize> size);

/// The tensors of a program, by key of the state dict or name of the constant. Throws Error{model}
/// naming `file` and the tensor that is missing, does not fit its bytes, or is a pickled object.
StateDict exported_weights(const ZipArchive& archive, const ExportedLayout& layout,
                           const MappedFile& mapped, const std::filesystem::path& file);

}  // namespace sescope
