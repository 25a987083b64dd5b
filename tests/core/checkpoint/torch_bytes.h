// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pickles and archives made by hand, so that tests can say exactly what is odd about a file.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sescope::made {

/// Little-endian bytes of a number.
inline std::string number(std::uint64_t value, int size) {
    std::string bytes;
    for (int i = 0; i < size; ++i, value >>= 8) bytes += static_cast<char>(value & 0xff);
    return bytes;
}

// ---- instructions of a pickle that push one value
inline std::string text(std::string_view value) {
    return "X" + number(value.size(), 4) + std::string(value);
}
inline std::string integer(std::int64_t value) {
    return "\x8a\x08" + number(static_cast<std::uint64_t>(value), 8);
}
inline std::string global(std::string_view module, std::string_view name) {
    return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}
inline std::string tuple(const std::vector<std::string>& items) {
    std::string bytes = "(";
    for (const auto& item : items) bytes += item;
    return bytes + "t";
}
inline std::string integers(const std::vector<std::int64_t>& values) {
    std::vector<std::string> items;
    for (const auto value : values) items.push_back(integer(value));
    return tuple(items);
}
using Entries = std::vector<std::pair<std::string, std::string>>;
inline std::string dict(const Entries& entries) {
    std::string bytes = "}(";
    for (const auto& [key, value] : entries) bytes += text(key) + value;
    return bytes + "u";
}
inline std::string call(const std::string& callable, const std::vector<std::string>& arguments) {
    return callable + tuple(arguments) + "R";
}
inline std::string instance(const std::string& type, const Entries& attributes) {
    return type + ")\x81" + dict(attributes) + "b";
}
inline std::string storage(std::string_view key, std::int64_t elements,
                           std::string_view type = "FloatStorage",
                           const std::string& view = std::string()) {
    std::vector<std::string> fields{text("storage"), global("torch", type), text(key), text("cpu"),
                                    integer(elements)};
    if (!view.empty()) fields.push_back(view);
    return tuple(fields) + "Q";
}
inline std::string tensor(const std::string& from, std::int64_t offset,
                          const std::vector<std::int64_t>& shape,
                          const std::vector<std::int64_t>& strides) {
    return call(global("torch._utils", "_rebuild_tensor_v2"),
                {from, integer(offset), integers(shape), integers(strides), "\x89", "N"});
}
/// Two floats of storage "0".
inline std::string two_floats() {
    return tensor(storage("0", 2), 0, {2}, {1});
}

inline std::string pickle(const std::string& value) {
    return "\x80\x02" + value + ".";
}

// ---- archives
struct ZipEntry {
    std::string name;
    std::string bytes;
    int method = 0;
};

/// A zip archive; with zip64 records for every number where asked for.
inline std::string zip(const std::vector<ZipEntry>& entries, bool zip64 = false) {
    std::string file;
    std::string directory;
    for (const auto& entry : entries) {
        const auto header = file.size();
        const auto size = entry.bytes.size();
        const std::string common = number(0, 2) + number(entry.method, 2) + number(0, 8);
        const std::string sizes = number(size, 4) + number(size, 4);
        const std::string name_length = number(entry.name.size(), 2);
        file += "PK\x03\x04" + number(20, 2) + common + sizes + name_length + number(0, 2) +
                entry.name + entry.bytes;
        const std::string extra = zip64 ? number(1, 2) + number(24, 2) + number(size, 8) +
                                              number(size, 8) + number(header, 8)
                                        : "";
        const std::string elsewhere(4, '\xff');
        directory += "PK\x01\x02" + number(20, 2) + number(20, 2) + common +
                     (zip64 ? elsewhere + elsewhere : sizes) + name_length +
                     number(extra.size(), 2) + number(0, 2 + 2 + 2 + 4) +
                     (zip64 ? elsewhere : number(header, 4)) + entry.name + extra;
    }
    const auto offset = file.size();
    file += directory;
    const auto end = file.size();
    if (zip64) {
        file += "PK\x06\x06" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) +
                number(entries.size(), 8) + number(entries.size(), 8) +
                number(directory.size(), 8) + number(offset, 8);
        file += "PK\x06\x07" + number(0, 4) + number(end, 8) + number(1, 4);
        return file + "PK\x05\x06" + number(0, 4) + std::string(12, '\xff') + number(0, 2);
    }
    return file + "PK\x05\x06" + number(0, 4) + number(entries.size(), 2) +
           number(entries.size(), 2) + number(directory.size(), 4) + number(offset, 4) +
           number(0, 2);
}

/// 1.0 and 2.0
inline std::string two_float_bytes() {
    return number(0x3f800000, 4) + number(0x40000000, 4);
}

/// An archive of torch.save: the value, and storage "0" of two floats.
inline std::string torch_zip(const std::string& value) {
    return zip({{"m/data.pkl", pickle(value)}, {"m/data/0", two_float_bytes()}});
}

/// A legacy file: the value, and the storages by key, with their elements and bytes.
inline std::string torch_legacy(const std::string& value, const std::string& keys,
                                const std::string& storages, bool little_endian = true) {
    const std::string magic = "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
    return pickle(magic) + pickle(integer(1001)) +
           pickle(dict({{"little_endian", little_endian ? "\x88" : "\x89"}})) + pickle(value) +
           pickle("](" + keys + "e") + storages;
}

}  // namespace sescope::made
