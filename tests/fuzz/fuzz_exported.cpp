// SPDX-License-Identifier: GPL-3.0-or-later
// Archives of torch.export, and the programs inside them: an input that begins like JSON is taken
// as the models/model.json of an archive, so that mutations need not keep the archive in order.
#include "core/graph/graph.h"
#include "core/network/exported/archive.h"
#include "core/network/exported/exported.h"
#include "tests/fuzz/fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sescope;
    const auto input = std::as_bytes(std::span(data, size));
    const bool is_json = size > 0 && data[0] == '{';
    if (!is_json && !is_exported(input)) return -1;
    try {
        if (is_json) {
            const std::string_view text(reinterpret_cast<const char*>(data), size);
            graph::validate(graph_of_exported(text, "fuzzed.pt2").graph);
        } else {
            const auto network = read_archive({input, nullptr}, "fuzzed.pt2", std::nullopt);
            graph::validate(network.graph);
            for (const auto& tensor : network.weights.tensors()) to_contiguous_bytes(tensor);
        }
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::model);
    }
    return 0;
}
