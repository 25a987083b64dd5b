// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/checkpoint.h"

#include <array>
#include <system_error>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/hub_folder.h"
#include "core/checkpoint/mapped_file.h"
#include "core/checkpoint/network_names.h"
#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// safetensors comes last: it has no magic number, so its test is the weakest.
constexpr std::array<ContainerReader, 3> kReaders{
    {{"torch zip", is_torch_zip, read_torch_zip},
     {"torch legacy", is_torch_legacy, read_torch_legacy},
     {"safetensors", is_safetensors, read_safetensors}}};

// Names go to terminals, tables and JSON further on, so they are checked once, here.
void refuse_odd_names(const StateDict& tensors, const fs::path& path) {
    for (const auto& tensor : tensors.tensors()) {
        if (is_plain_text(tensor.name)) continue;
        throw broken_file(path,
                          text("names a tensor \"{}\", with letters that no network's names have",
                               printable(tensor.name)));
    }
}

// Views may show the same few bytes again and again, and what is made of them is as large as they
// say.
void refuse_endless_views(const StateDict& tensors, std::size_t file_size, const fs::path& path) {
    constexpr double most_times = 16;  // weights that are shared are so a few times over
    constexpr double always_allowed = 64 << 20;
    double size = 0;
    for (const auto& tensor : tensors.tensors()) {
        size += double(tensor.numel()) * double(size_of(tensor.dtype));
    }
    if (size <= always_allowed + most_times * double(file_size)) return;
    throw broken_file(path,
                      text("shows the same values again and again: its tensors would take {} MiB, "
                           "and the file has {} KiB (16 times that, and 64 MiB, are the most)",
                           std::uint64_t(size) >> 20, file_size >> 10),
                      "save it again with contiguous tensors");
}

StateDict read_file(const fs::path& file, std::string_view weights) {
    const MappedFile mapped = map_file(file);
    StateDict tensors;
    try {
        tensors = read_checkpoint(mapped.bytes, mapped.owner, file, weights);
    } catch (const Error&) {
        // What changed under our eyes looks broken, but needs other advice.
        require_unchanged(mapped.owner);
        throw;
    }
    require_unchanged(mapped.owner);
    return tensors;
}

}  // namespace

std::span<const ContainerReader> container_readers() {
    return kReaders;
}

StateDict read_checkpoint(std::span<const std::byte> bytes,
                          const std::shared_ptr<const void>& owner, const fs::path& path,
                          std::string_view weights) {
    for (const auto& reader : kReaders) {
        if (!reader.recognises(bytes)) continue;
        StateDict tensors = reader.read(bytes, owner, path, weights);
        if (tensors.empty()) throw broken_file(path, "holds no tensors", "give another checkpoint");
        if (tensors.container.empty()) tensors.container = reader.name;
        refuse_odd_names(tensors, path);
        refuse_endless_views(tensors, bytes.size(), path);
        return tensors;
    }
    throw not_a_checkpoint(bytes, path);
}

StateDict open_checkpoint(const fs::path& path, std::string_view weights) {
    std::error_code ignored;
    std::vector<fs::path> files{path};
    if (fs::is_directory(path, ignored)) {
        files = weight_files(path);
    } else if (is_weight_index(path)) {
        files = listed_parts(path);
    }
    StateDict tensors = read_file(files.front(), weights);
    for (std::size_t i = 1; i < files.size(); ++i) {
        const StateDict part = read_file(files[i], weights);
        for (const auto& tensor : part.tensors()) tensors.add(tensor);
    }
    tensors.file = files.front();
    tensors = find_network(std::move(tensors), weights);
    tensors.config_json = config_beside(files.front());
    return tensors;
}

void require_unchanged(const StateDict& tensors) {
    const void* checked = nullptr;
    for (const auto& tensor : tensors.tensors()) {
        // Tensors of one file stand together.
        if (tensor.owner.get() == checked) continue;
        checked = tensor.owner.get();
        require_unchanged(tensor.owner);
    }
}

}  // namespace sescope
