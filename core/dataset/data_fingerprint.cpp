// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/data_fingerprint.h"

#include <sys/stat.h>

#include <string_view>

#include "core/base/sha256.h"

namespace sescope {

std::string data_fingerprint(const Dataset& dataset) {
    Sha256 hash;
    for (const auto& image : dataset.images) {
        struct stat info {};
        const bool there = ::stat(image.path.c_str(), &info) == 0;
        hash.add(image.id);
        hash.add(std::string_view("\0", 1));
        hash.add(dataset.classes[static_cast<std::size_t>(image.label)].name);
        hash.add(std::string_view("\0", 1));
        hash.add(there ? std::to_string(info.st_size) : "missing");
        hash.add("\n");
    }
    return hash.hex();
}

}  // namespace sescope
