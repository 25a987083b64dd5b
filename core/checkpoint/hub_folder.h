// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Folders in the layout of a model hub: weights, whole or in parts, and config.json beside them.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

/// The weight files of a folder: model.safetensors or pytorch_model.bin; else the parts that
/// model.safetensors.index.json (or that of pytorch_model.bin) lists; else the only file of the
/// folder with the extension of a checkpoint. Throws Error{model} naming the folder when there is
/// none, or more than one to choose from.
std::vector<std::filesystem::path> weight_files(const std::filesystem::path& folder);

/// Whether a folder is in that layout, rather than one of class folders in which a checkpoint lies:
/// by the usual names of weights; of others, where there is one checkpoint and no folder beside it.
bool is_hub_folder(const std::filesystem::path& folder);

/// Extensions that checkpoints usually have, with their points. Files are told by content: these
/// are for finding them.
std::span<const std::string_view> checkpoint_extensions();

/// Whether a file is an index of weight files, by its name ("model.safetensors.index.json").
bool is_weight_index(const std::filesystem::path& file);
/// The weight files that an index lists, in its own folder. Throws Error{model} naming it.
std::vector<std::filesystem::path> listed_parts(const std::filesystem::path& index);

/// The text of config.json beside a weight file; empty where there is none.
std::string config_beside(const std::filesystem::path& file);

}  // namespace sescope
