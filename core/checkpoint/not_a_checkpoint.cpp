// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is that is no checkpoint. People hand over what a browser or git left behind.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "core/checkpoint/byte_cursor.h"
#include "core/checkpoint/containers.h"

namespace sescope {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLookedAt = 4096;

struct Signature {
    std::size_t offset;
    std::string_view bytes;
    const char* message;
    const char* hint;
};

constexpr const char* kUnpack = "unpack it first";
constexpr const char* kPyTorch = "give a checkpoint of PyTorch (torch.save or safetensors)";

constexpr const char* kImages = "give the checkpoint first, a folder of images after it";

constexpr std::array kSignatures{
    Signature{0, "version https://git-lfs"sv,
              "is a Git LFS pointer, not the file that it stands for",
              "fetch the file itself (git lfs pull, or the site's download link)"},
    Signature{0, "\x1f\x8b"sv, "is compressed with gzip", "unpack it first (gunzip)"},
    Signature{0, "BZh"sv, "is compressed with bzip2", "unpack it first (bunzip2)"},
    Signature{0,
              "\xfd"
              "7zXZ"sv,
              "is compressed with xz", "unpack it first (unxz)"},
    Signature{0, "\x28\xb5\x2f\xfd"sv, "is compressed with zstd", "unpack it first (unzstd)"},
    Signature{0, "7z\xbc\xaf\x27\x1c"sv, "is a 7z archive", kUnpack},
    Signature{0, "Rar!"sv, "is a RAR archive", kUnpack},
    Signature{257, "ustar"sv, "is a tar archive, not a checkpoint",
              "unpack it first (tar xf) and give the checkpoint inside; a file that PyTorch older "
              "than 0.1.10 saved has to be saved again"},
    Signature{0, "\x89HDF\r\n\x1a\n"sv, "is an HDF5 file (Keras)", kPyTorch},
    Signature{0, "\x93NUMPY"sv, "is a NumPy array", kPyTorch},
    Signature{0, "GGUF"sv, "is a GGUF file (a language model)", kPyTorch},
    Signature{4, "TFL3"sv, "is a TensorFlow Lite model", kPyTorch},
    Signature{0, "\x12\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv, "is a parameter file of MXNet",
              kPyTorch},
    Signature{0, "PAR1"sv, "is a Parquet table, not a checkpoint", kImages},
    Signature{16, "\xde\xc0\xef\xbe"sv, "is an LMDB database, not a checkpoint", kImages},
    Signature{0, "\x89PNG"sv, "is an image", "give the checkpoint first, the images after it"},
    Signature{0, "\xff\xd8\xff"sv, "is an image", "give the checkpoint first, the images after it"},
    Signature{0, "%PDF"sv, "is a PDF document", kPyTorch},
    Signature{0,
              "\x7f"
              "ELF"sv,
              "is a program or a library", kPyTorch},
};

std::string lower_start(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    std::string start(text.substr(std::min(first, text.size()), 16));
    std::ranges::transform(start, start.begin(),
                           [](unsigned char letter) { return std::tolower(letter); });
    return start;
}

bool is_text(std::string_view start) {
    return std::ranges::all_of(start, [](unsigned char letter) {
        return letter >= 0x20 ? letter != 0x7f : std::isspace(letter) != 0;
    });
}

// ONNX is a protobuf that begins with its version (field 1) and its producer (field 2) or its
// graph (field 7).
bool is_onnx(std::string_view start) {
    return start.size() > 16 && start[0] == '\x08' && start[1] > 0 && start[1] < 32 &&
           (start[2] == '\x12' || start[2] == '\x3a');
}

// Caffe's protobuf begins with the network's name (field 1) and its layers (field 100, or 2
// before).
bool is_caffe(std::string_view start) {
    if (start.size() < 4 || start[0] != '\x0a') return false;
    const auto rest =
        start.substr(std::min<std::size_t>(2 + static_cast<unsigned char>(start[1]), start.size()));
    return rest.starts_with("\xa2\x06") || rest.starts_with('\x12');
}

}  // namespace

Error not_a_checkpoint(FileBytes file, const std::filesystem::path& path) {
    const auto start = as_text(file.first(std::min(file.size(), kLookedAt)));
    for (const auto& signature : kSignatures) {
        if (start.size() > signature.offset &&
            start.substr(signature.offset).starts_with(signature.bytes)) {
            return broken_file(path, signature.message, signature.hint);
        }
    }
    const std::string text = lower_start(start);
    if (text.starts_with("<!doctype") || text.starts_with("<html") || text.starts_with("<?xml")) {
        return broken_file(path,
                           "is a web page, not the checkpoint that was meant to be downloaded",
                           "download the file itself (often behind \"raw\" or \"resolve\")");
    }
    if (start.size() > 1 && start[0] == '\x80' && start[1] >= 1 && start[1] <= 5) {
        if (start.find("numpy") != std::string_view::npos) {
            return broken_file(
                path,
                "is a pickle of NumPy arrays (as Paddle's .pdparams), not a checkpoint of PyTorch",
                "load it in Python and save its arrays as safetensors");
        }
        return broken_file(path, "is a plain pickle, not a checkpoint of torch.save",
                           "save the network's state_dict() with torch.save");
    }
    if (start.find_first_not_of('\0') == std::string_view::npos) {
        return broken_file(path, "begins with nothing but zeros: its download was not completed");
    }
    if (is_caffe(start)) {
        return broken_file(path, "is a model of Caffe (.caffemodel)",
                           "convert it to PyTorch, and give that checkpoint");
    }
    if (is_onnx(start))
        return broken_file(path, "is an ONNX model, which is not read yet", kPyTorch);
    if (is_text(start)) {
        const bool is_json = text.starts_with('{') || text.starts_with('[');
        return broken_file(
            path, is_json ? "is JSON text, not a checkpoint" : "is a text file, not a checkpoint",
            kPyTorch);
    }
    return broken_file(path, "is no checkpoint of a kind that is known here", kPyTorch);
}

}  // namespace sescope
