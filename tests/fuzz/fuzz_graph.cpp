// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/graph.h"
#include "tests/fuzz/fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sescope;
    const std::string text(data, data + size);
    try {
        const auto graph = graph::from_text(text);
        require(graph::from_text(graph::to_text(graph)) == graph);
        require(graph::fingerprint(graph::without_dead(graph)) == graph::fingerprint(graph));
        std::vector<graph::Shape> shapes;
        for (const auto id : graph.inputs) {
            shapes.push_back(graph.value(id).shape);
            for (auto& extent : shapes.back()) extent = extent == -1 ? 8 : extent;
        }
        graph::infer_shapes(graph, shapes);
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::model || error.kind() == ErrorKind::data);
    }
    return 0;
}
