// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/checkpoint/pickle.h"
#include "core/checkpoint/state_dict.h"
#include "core/checkpoint/torch_records.h"

namespace sescope {

/// The bytes of a storage, or nothing when the file has none under its key.
using StorageLookup =
    std::function<std::optional<std::span<const std::byte>>(const StorageRecord&)>;

/// The tensors that a pickle of torch holds as weights, as views of their storages, each checked to
/// lie inside, and what the pickle states beside them; of several sets, the one that `weights`
/// names. `container` (and whether a whole module) is set. Throws Error{model} naming `path` when
/// there are no weights or a tensor does not fit its storage.
StateDict torch_weights(const Pickle& pickle, const StorageLookup& storages,
                        const std::shared_ptr<const void>& owner, std::string container,
                        const std::filesystem::path& path, std::string_view weights = {});

/// Bound on the records of a pickle in a file of this size.
constexpr std::size_t pickle_memory(std::size_t file_size) {
    return file_size + (std::size_t{64} << 20);
}

}  // namespace sescope
