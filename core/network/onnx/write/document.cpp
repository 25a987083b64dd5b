// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/write/document.h"

#include "core/base/error.h"

namespace sescope::onnx {

namespace fs = std::filesystem;

std::string data_name_of(const fs::path& network) {
    return network.filename().string() + ".data";
}

fs::path write(const Document& document, const fs::path& network, FilesTogether& files) {
    constexpr std::uint64_t most = (std::uint64_t{1} << 31) - 1;
    if (document.model.size() > most) {
        throw Error(ErrorKind::output, "would be an ONNX file of 2 GB or more, which nothing reads",
                    network, "keep the weights of the original beside it (external data)");
    }
    if (document.data.size() > 0) {
        files.write(network.parent_path() / data_name_of(network),
                    [&](std::ostream& out) { document.data.write_to(out); });
    }
    return files.write(network, [&](std::ostream& out) { document.model.write_to(out); });
}

void write(const Document& document, const fs::path& network) {
    FilesTogether files;
    write(document, network, files);
    files.commit();
}

}  // namespace sescope::onnx
