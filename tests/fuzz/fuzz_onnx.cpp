// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "core/checkpoint/tensor_layout.h"
#include "core/network/onnx/read_onnx.h"
#include "tests/fuzz/fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sescope;
    const auto input = std::as_bytes(std::span(data, size));
    if (!is_onnx(input)) return -1;
    try {
        // A folder that is not there: no input reads files of this machine.
        const auto network = read_onnx(input, nullptr, "no such folder/fuzzed.onnx");
        graph::validate(network.graph);
        for (const auto& value : network.graph.values) {
            if (value.kind != graph::ValueKind::weight) continue;
            require(network.weights.at(value.name).shape == value.shape);
        }
        for (const auto& tensor : network.weights.tensors()) {
            const auto reach = checked_reach(tensor.shape, tensor.strides);
            require(reach.has_value() && static_cast<std::size_t>(*reach) * size_of(tensor.dtype) <=
                                             tensor.bytes.size());
            unsigned sum = 0;
            for (const auto byte : tensor.bytes) sum += std::to_integer<unsigned>(byte);
            require(sum <= 255 * tensor.bytes.size());
        }
        require(graph::from_text(graph::to_text(network.graph)) == network.graph);
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::model);
    }
    return 0;
}
