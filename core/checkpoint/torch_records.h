// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the records of a pickle mean to torch: storages and tensors (torch/_utils.py,
// torch/serialization.py).

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "core/checkpoint/pickle.h"
#include "core/checkpoint/state_dict.h"

namespace sescope {

/// A storage that a pickle refers to: ("storage", class, key, device, elements[, view]).
struct StorageRecord {
    std::string_view key;          ///< its name in the file
    std::string_view type_name;    ///< "FloatStorage", ..
    DType dtype = DType::u8;       ///< u8 when untyped
    bool is_known_type = true;     ///< false for element types that are not read here
    std::size_t element_size = 1;  ///< in bytes; 0 when the type is wholly unknown
    std::int64_t elements = 0;
    std::int64_t view_offset = 0;  ///< in elements of the stored one, for a view of it
};
std::optional<StorageRecord> storage_record(const Pickle& pickle, PickleIndex index);

/// A tensor as torch._utils._rebuild_tensor and its kin would make it, still unchecked.
struct TensorRecord {
    StorageRecord storage;
    DType dtype = DType::f32;
    std::int64_t offset = 0;  ///< in elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};

/// Whether a value is a tensor or a parameter, of whatever kind.
bool is_tensor(const Pickle& pickle, PickleIndex index);

/// Number of axes of a tensor, as far as its record tells; else 0.
std::size_t axes_of(const Pickle& pickle, PickleIndex index);

/// The tensor behind a value for which `is_tensor` holds. Throws Error{model} naming `path` and the
/// tensor when its record is malformed or of an element type that is not read here.
TensorRecord tensor_record(const Pickle& pickle, PickleIndex index, std::string_view name,
                           const std::filesystem::path& path);

}  // namespace sescope
