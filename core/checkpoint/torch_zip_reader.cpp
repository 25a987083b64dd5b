// SPDX-License-Identifier: GPL-3.0-or-later
// The archives of torch.save since 1.6 and of TorchScript: NAME/data.pkl, NAME/data/KEY
// (caffe2/serialize/inline_container.h).
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/byte_cursor.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/script_code.h"
#include "core/checkpoint/torch_weights.h"
#include "core/checkpoint/zip_archive.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// The folder inside the archive that holds data.pkl, with its slash.
std::optional<std::string> archive_folder(const ZipArchive& archive) {
    constexpr std::string_view pickle = "data.pkl";
    for (const auto name : archive.names()) {
        if (!name.ends_with(pickle)) continue;
        const auto folder = name.substr(0, name.size() - pickle.size());
        // At the top, or in one folder.
        if (folder.empty() || folder.find('/') == folder.size() - 1) return std::string(folder);
    }
    return std::nullopt;
}

// What a zip archive is that torch.save did not write.
Error other_archive(const ZipArchive& archive, const fs::path& path) {
    const auto any = [&](auto&& test) { return std::ranges::any_of(archive.names(), test); };
    const auto ends = [](std::string_view end) {
        return [end](std::string_view name) { return name.ends_with(end); };
    };
    if (any(ends("model.weights.h5"))) {
        return broken_file(path, "is a Keras model, not a checkpoint of PyTorch",
                           "give a checkpoint of PyTorch");
    }
    if (any(ends(".npy"))) {
        return broken_file(path, "is a NumPy archive (.npz), not a checkpoint of PyTorch",
                           "save its arrays as safetensors");
    }
    if (any(ends("serialized_exported_program.json")) || any(ends("archive_format"))) {
        return broken_file(path, "is a program of torch.export, not a checkpoint",
                           "save the module's state_dict() with torch.save");
    }
    if (any(ends(".pth")) || any(ends(".pt")) || any(ends(".bin")) || any(ends(".safetensors"))) {
        return broken_file(path, "is a zip archive with a checkpoint inside", "unpack it (unzip)");
    }
    if (any(ends(".png")) || any(ends(".jpg")) || any(ends(".jpeg")) || any(ends(".JPEG"))) {
        return broken_file(path, "is a zip archive of images, not a checkpoint",
                           "give the checkpoint first, the unpacked folder of images after it");
    }
    const std::string first =
        archive.names().empty() ? "nothing" : printable(archive.names().front());
    return broken_file(path, text("is a zip archive, but none of torch.save: it holds {}", first),
                       "give a file of torch.save or a safetensors file");
}

void refuse_big_endian(const ZipArchive& archive, const std::string& folder, const fs::path& path) {
    const auto order = archive.find(folder + "byteorder");
    if (order && as_text(*order).starts_with("big")) {
        throw broken_file(path, "was written on a big-endian machine, which is not read here",
                          "load and save it again on a common (little-endian) machine");
    }
}

// A frozen module has its weights among the constants, without names.
bool is_frozen(const ZipArchive& archive, const std::string& folder) {
    const auto constants = archive.find(folder + "constants.pkl");
    return constants && as_text(*constants).find("_rebuild_tensor") != std::string_view::npos;
}

}  // namespace

bool is_torch_zip(FileBytes file) {
    return ZipArchive::recognises(file);
}

StateDict read_torch_zip(FileBytes file, const std::shared_ptr<const void>& owner,
                         const fs::path& path, std::string_view weights) {
    const ZipArchive archive(file, path);
    const auto folder = archive_folder(archive);
    if (!folder) throw other_archive(archive, path);
    refuse_big_endian(archive, *folder, path);
    const bool is_script = archive.contains(*folder + "constants.pkl");
    const auto bytes = archive.find(*folder + "data.pkl");
    const Pickle pickle = read_pickle(*bytes, pickle_memory(file.size()), path);
    const StorageLookup storages = [&](const StorageRecord& storage) {
        return archive.find(*folder + "data/" + std::string(storage.key));
    };
    try {
        auto tensors = torch_weights(pickle, storages, owner,
                                     is_script ? "TorchScript" : "torch zip", path, weights);
        if (is_script) {
            add_script_code(tensors.module_attributes, [&](std::string_view name) {
                return archive.find(*folder + "code/" + std::string(name));
            });
        }
        return tensors;
    } catch (const Error&) {
        if (!is_script || !is_frozen(archive, *folder)) throw;
        throw broken_file(path, "is a frozen TorchScript module, whose weights have no names",
                          "save the module before torch.jit.freeze, or its state_dict()");
    }
}

}  // namespace sescope
