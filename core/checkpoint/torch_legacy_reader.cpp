// SPDX-License-Identifier: GPL-3.0-or-later
// The files of torch.save from 0.1.10 to 1.5 (torch/serialization.py, _legacy_save): five pickles
// (magic number, protocol, facts of the machine, the object, the keys of the storages), then each
// storage as its 64-bit number of elements and its raw values.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/byte_cursor.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/torch_weights.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// LONG1 of ten bytes: 0x1950a86a20f9469cfc6c.
constexpr std::string_view kMagic = "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

// The same in pickle's protocols 0 and 1, which have no binary for it.
constexpr std::string_view kWrittenMagic = "L119547037146038801333356L\n.";

// Hands out one pickle after the other.
class PickleSequence {
  public:
    PickleSequence(FileBytes file, const fs::path& path) : rest_(file), path_(path) {}
    void skip(std::size_t bytes) { rest_ = rest_.subspan(bytes); }
    Pickle next() {
        Pickle pickle = read_pickle(rest_, pickle_memory(rest_.size()), path_);
        rest_ = rest_.subspan(pickle.length);
        return pickle;
    }
    FileBytes rest() const { return rest_; }

  private:
    FileBytes rest_;
    const fs::path& path_;
};

void refuse_big_endian(const Pickle& machine, const fs::path& path) {
    for (const auto& [key, value] :
         machine.entries(machine.root)
             .value_or(std::vector<std::pair<PickleIndex, PickleIndex>>())) {
        const auto* is_little = machine.get<bool>(value);
        if (machine.text(key) == "little_endian" && is_little != nullptr && !*is_little) {
            throw broken_file(path, "was written on a big-endian machine, which is not read here",
                              "load and save it again on a common (little-endian) machine");
        }
    }
}

// Bytes of an element of each storage, which only the object's pickle says.
std::unordered_map<std::string_view, std::size_t> element_sizes(const Pickle& object,
                                                                const fs::path& path) {
    std::unordered_map<std::string_view, std::size_t> sizes;
    for (PickleIndex index = 0; index < object.size(); ++index) {
        const auto storage = storage_record(object, index);
        if (!storage) continue;
        if (storage->element_size == 0) {
            throw broken_file(path,
                              text("has a storage of an element type that is not known here ({})",
                                   printable(storage->type_name)));
        }
        sizes.emplace(storage->key, storage->element_size);
    }
    return sizes;
}

std::unordered_map<std::string_view, FileBytes> find_storages(
    FileBytes data, const Pickle& keys,
    const std::unordered_map<std::string_view, std::size_t>& sizes, const fs::path& path) {
    std::unordered_map<std::string_view, FileBytes> storages;
    for (const PickleIndex item : keys.items(keys.root)) {
        const auto key = keys.text(item);
        const auto size = key ? sizes.find(*key) : sizes.end();
        if (size == sizes.end()) {
            throw broken_file(path, "lists a storage that nothing in it refers to");
        }
        const auto elements = number_at(data, 0, 8);
        if (!elements || *elements > (data.size() - 8) / size->second) {
            throw broken_file(path,
                              text("is truncated: the storage {} is cut short", printable(*key)));
        }
        storages[*key] = data.subspan(8, *elements * size->second);
        data = data.subspan(8 + *elements * size->second);
    }
    return storages;
}

}  // namespace

bool is_torch_legacy(FileBytes file) {
    // Before the magic number stand the protocol and, from protocol 4 on, a frame.
    const auto start = as_text(file.first(std::min<std::size_t>(file.size(), 32)));
    return start.starts_with(kWrittenMagic) ||
           (start.starts_with('\x80') && start.find(kMagic) != std::string_view::npos);
}

StateDict read_torch_legacy(FileBytes file, const std::shared_ptr<const void>& owner,
                            const fs::path& path, std::string_view weights) {
    PickleSequence sequence(file, path);
    if (as_text(file).starts_with(kWrittenMagic)) {
        sequence.skip(kWrittenMagic.size());
    } else {
        sequence.next();  // the magic number
    }
    sequence.next();  // the protocol
    refuse_big_endian(sequence.next(), path);
    const Pickle object = sequence.next();
    const Pickle keys = sequence.next();
    const auto storages = find_storages(sequence.rest(), keys, element_sizes(object, path), path);
    const StorageLookup lookup = [&](const StorageRecord& storage) -> std::optional<FileBytes> {
        const auto place = storages.find(storage.key);
        return place != storages.end() ? std::optional(place->second) : std::nullopt;
    };
    return torch_weights(object, lookup, owner, "torch legacy", path, weights);
}

}  // namespace sescope
