// SPDX-License-Identifier: GPL-3.0-or-later
// Weights beside the file (docs/ExternalData.md of ONNX). A file from a stranger must not make us
// read what lies elsewhere: a location is a path below the file's folder, also once links are
// followed.
#include <optional>
#include <system_error>

#include "core/base/message.h"
#include "core/base/parsed_number.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"
#include "core/network/onnx/tensor_reader.h"

namespace sescope::onnx {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostExternalFiles = 512;
constexpr const char* kOneFolder = "put the files of the network into one folder";

bool is_below(const fs::path& file, const fs::path& folder) {
    auto at = file.begin();
    for (const auto& part : folder) {
        if (at == file.end() || *at != part) return false;
        ++at;
    }
    return at != file.end();
}

}  // namespace

const MappedFile& TensorReader::external_file(const std::string& location,
                                              const std::string& tensor) {
    if (const auto known = external_.find(location); known != external_.end()) {
        return known->second;
    }
    const std::string what = tensor + " lies in \"" + printable(location) + "\"";
    const fs::path relative(location);
    bool leaves =
        location.empty() || relative.is_absolute() || location.find('\0') != std::string::npos;
    for (const auto& part : relative) leaves = leaves || part == "..";
    if (leaves) {
        throw broken_file(path_,
                          text("{}, which is not a file below the network's own folder", what),
                          kOneFolder);
    }
    if (external_.size() >= kMostExternalFiles) {
        throw broken_file(path_, "spreads its weights over more than 512 files", kOneFolder);
    }
    std::error_code error;
    const fs::path parent = path_.has_parent_path() ? path_.parent_path() : fs::path(".");
    const fs::path folder = fs::canonical(parent, error);
    const fs::path file = fs::canonical(parent / relative, error);
    if (error) {
        throw broken_file(path_, text("{}, which is not there", what),
                          "keep that file beside the network's, under this name");
    }
    if (!is_below(file, folder)) {
        throw broken_file(path_, text("{}, a link that leads out of the network's folder", what),
                          kOneFolder);
    }
    return external_.emplace(location, map_file(file)).first->second;
}

std::vector<fs::path> TensorReader::external_files() const {
    std::vector<fs::path> files;
    for (const auto& [location, file] : external_) files.push_back(path_.parent_path() / location);
    return files;
}

TensorEntry TensorReader::external(const Tensor& tensor, TensorEntry entry, std::int64_t size) {
    const std::string named = "tensor " + printable(tensor.name);
    const auto offset = tensor.offset.empty() ? std::optional(std::uint64_t{0})
                                              : parsed_number<std::uint64_t>(tensor.offset);
    const auto wanted = static_cast<std::uint64_t>(size);
    const auto length =
        tensor.length.empty() ? std::optional(wanted) : parsed_number<std::uint64_t>(tensor.length);
    if (!offset || !length) {
        throw broken_file(path_, text("{} has an offset or a length that is no number", named));
    }
    if (*length != wanted) {
        throw broken_file(
            path_, text("{} has {} bytes, but its dims and type need {}", named, *length, wanted));
    }
    const MappedFile& file = external_file(std::string(tensor.location), named);
    if (*offset > file.bytes.size() || file.bytes.size() - *offset < wanted) {
        throw broken_file(path_, text("{} reaches beyond the end of \"{}\", which has {} bytes",
                                      named, printable(tensor.location), file.bytes.size()));
    }
    entry.bytes = file.bytes.subspan(*offset, wanted);
    entry.owner = file.owner;
    return entry;
}

}  // namespace sescope::onnx
