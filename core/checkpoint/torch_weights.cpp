// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/torch_weights.h"

#include <algorithm>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/pickled_values.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"
#include "core/checkpoint/weight_search.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// A view may repeat its storage (expand), but only so far: a tensor that unfolds to far more than
// the file holds would exhaust memory when its values are read.
constexpr std::int64_t kMostRepeated = 1 << 16;

// The bytes that belong to the storage: of a view, the part that it shows.
FileBytes storage_bytes(const StorageRecord& storage, const StorageLookup& storages,
                        const std::string& tensor, const fs::path& path) {
    const auto whole = storages(storage);
    if (!whole) {
        throw broken_file(path, text("{} needs the storage {}, which is missing", tensor,
                                     printable(storage.key)));
    }
    const auto size = static_cast<std::int64_t>(size_of(storage.dtype));
    std::int64_t begin = 0;
    std::int64_t length = 0;
    std::int64_t end = 0;
    if (__builtin_mul_overflow(storage.view_offset, size, &begin) ||
        __builtin_mul_overflow(storage.elements, size, &length) ||
        __builtin_add_overflow(begin, length, &end) ||
        static_cast<std::uint64_t>(end) > whole->size()) {
        throw broken_file(
            path,
            text("is truncated: {} needs a storage of {} elements, and the file has {} bytes of it",
                 tensor, storage.elements, whole->size()));
    }
    return whole->subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(length));
}

TensorEntry entry_of(std::string name, TensorRecord record, const StorageLookup& storages,
                     const std::shared_ptr<const void>& owner, const fs::path& path) {
    const std::string tensor = "tensor " + printable(name);
    const auto bytes = storage_bytes(record.storage, storages, tensor, path);
    const auto size = size_of(record.dtype);
    const auto available = static_cast<std::int64_t>(bytes.size() / size);
    const auto numel = checked_numel(record.shape);
    const auto reach = checked_reach(record.shape, record.strides);
    if (!numel || !reach)
        throw broken_file(path, text("{} has sizes or strides out of bounds", tensor));
    if (record.offset < 0 || record.offset > available || *reach > available - record.offset) {
        throw broken_file(path, text("{} reaches beyond the end of its storage", tensor));
    }
    if (*numel > std::max(available, kMostRepeated)) {
        throw broken_file(path, text("{} repeats its storage to {} elements", tensor, *numel));
    }
    TensorEntry entry;
    entry.name = std::move(name);
    entry.dtype = record.dtype;
    entry.shape = std::move(record.shape);
    entry.strides = std::move(record.strides);
    entry.bytes = bytes.subspan(static_cast<std::size_t>(record.offset) * size,
                                static_cast<std::size_t>(*reach) * size);
    entry.owner = owner;
    return entry;
}

}  // namespace

StateDict torch_weights(const Pickle& pickle, const StorageLookup& storages,
                        const std::shared_ptr<const void>& owner, std::string container,
                        const fs::path& path, std::string_view weights) {
    auto found = find_weights(pickle, weights, path);
    if (found.tensors.size() > kMostTensors) {
        throw broken_file(path,
                          text("holds {} tensors, so it is no network", found.tensors.size()));
    }
    StateDict tensors;
    for (auto& [name, index] : found.tensors) {
        auto record = tensor_record(pickle, index, name, path);
        tensors.add(entry_of(std::move(name), std::move(record), storages, owner, path));
    }
    tensors.wrapper = std::move(found.wrapper);
    tensors.weight_sets = std::move(found.sets);
    tensors.left_out = std::move(found.left_out);
    tensors.module_attributes = std::move(found.modules);
    tensors.training = training_facts(pickle);
    tensors.container = std::move(container);
    // TorchScript holds nothing but modules.
    if (found.is_module && tensors.container != "TorchScript") {
        tensors.container += ", whole module";
    }
    return tensors;
}

}  // namespace sescope
