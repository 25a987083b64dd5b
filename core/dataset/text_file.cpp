// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/text_file.h"

#include <cstdint>
#include <fstream>
#include <iterator>

#include "core/base/error.h"
#include "core/base/text_encoding.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLongest = std::uintmax_t{512} << 20;
std::string read_bytes(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        throw Error(ErrorKind::data, fs::exists(path, error) ? "not a file" : "no such file", path,
                    "check the path of the table");
    }
    if (fs::file_size(path, error) > kLongest) {
        throw Error(ErrorKind::data, "too long for a table: more than 512 MB", path,
                    "give a .csv or .tsv file");
    }
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad()) {
        throw Error(ErrorKind::data, "cannot be read", path, "check its permissions");
    }
    return bytes;
}

}  // namespace

std::string read_text_file(const fs::path& path) {
    std::string text = without_byte_order_mark(read_bytes(path));
    if (text.find('\0') != std::string::npos) {
        throw Error(ErrorKind::data, "not a text table", path, "give a .csv or .tsv file");
    }
    return text;
}

}  // namespace sescope
