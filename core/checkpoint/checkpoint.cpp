// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/checkpoint.h"

#include <array>
#include <fstream>
#include <iterator>
#include <system_error>

#include "core/checkpoint/containers.h"
#include "core/checkpoint/mapped_file.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<ContainerReader, 1> kReaders{
    {{"safetensors", is_safetensors, read_safetensors}}};

// A longer config.json is none of a network.
constexpr std::uintmax_t kLongestConfig = 1 << 20;

std::string config_beside(const fs::path& file) {
    const fs::path config = file.parent_path() / "config.json";
    std::error_code ignored;
    if (!fs::is_regular_file(config, ignored) || fs::file_size(config, ignored) > kLongestConfig) {
        return {};
    }
    std::ifstream in(config, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

fs::path weights_in(const fs::path& folder) {
    std::error_code ignored;
    for (const char* name : {"model.safetensors", "pytorch_model.bin"}) {
        if (fs::exists(folder / name, ignored)) return folder / name;
    }
    throw Error(ErrorKind::model, "is a folder without weights (model.safetensors)", folder,
                "name the checkpoint file itself");
}

}  // namespace

std::span<const ContainerReader> container_readers() {
    return kReaders;
}

StateDict open_checkpoint(const fs::path& path) {
    std::error_code ignored;
    const fs::path file = fs::is_directory(path, ignored) ? weights_in(path) : path;
    const MappedFile mapped = map_file(file);
    for (const auto& reader : kReaders) {
        if (!reader.recognises(mapped.bytes)) continue;
        StateDict tensors = reader.read(mapped.bytes, mapped.keeper, file);
        tensors.file = file;
        tensors.container = reader.name;
        tensors.config_json = config_beside(file);
        return tensors;
    }
    throw Error(ErrorKind::model, "is no checkpoint that is known here", file,
                "give a safetensors file or a file of torch.save");
}

}  // namespace sescope
