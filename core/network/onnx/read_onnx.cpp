// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/read_onnx.h"

#include <memory>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/mapped_file.h"
#include "core/checkpoint/printable.h"
#include "core/network/onnx/class_names.h"
#include "core/network/onnx/image_input.h"
#include "core/network/onnx/import.h"
#include "core/network/onnx/nodes.h"
#include "core/network/onnx/operator_table.h"
#include "core/network/onnx/traced_file.h"
#include "core/network/onnx/views.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using namespace onnx;

constexpr std::int64_t kOldestOpset = 9;
constexpr std::int64_t kNewestOpset = 23;
constexpr std::int64_t kUsualSize = 224;
constexpr std::int64_t kLargestSize = 1 << 16;

void require_opset(const Model& model, const fs::path& path) {
    if (model.opset >= kOldestOpset && model.opset <= kNewestOpset) return;
    throw broken_file(path, text("is of ONNX opset {}, and opsets 9 to 23 are read", model.opset),
                      model.opset > kNewestOpset ? "export it with opset_version=20"
                                                 : "convert it to a newer opset");
}

InputSize size_for(const ImageInput& input, std::optional<InputSize> given, const fs::path& path) {
    InputSize size{input.height > 0 ? input.height : kUsualSize,
                   input.width > 0 ? input.width : kUsualSize};
    if (given) size = *given;
    if (size.height < 1 || size.width < 1 || size.height > kLargestSize ||
        size.width > kLargestSize) {
        throw broken_file(
            path,
            text("would take images of {} x {} pixels, which none has", size.height, size.width),
            "give a size");
    }
    return size;
}

// The outputs that are computed. In a batch of two or three images each has two or three times what
// one image gives; where not, images got mixed.
void take_outputs(Import& import, const GraphMessage& graph) {
    for (const auto& output : graph.outputs) {
        const Bound* bound = import.find(output.name);
        if (bound == nullptr) {
            throw broken_file(import.path(), text("has an output \"{}\" that nothing in it gives",
                                                  printable(output.name)));
        }
        if (bound->is_known()) continue;  // says nothing of images
        const bool has_batch =
            bound->rank() > 0 && bound->extents[0].at[0] * 3 == bound->extents[0].at[1] * 2;
        if (!has_batch && !import.single_images()) throw BatchMatters{"an output without a batch"};
        import.graph.outputs.push_back(bound->value);
    }
    if (import.graph.outputs.empty()) {
        throw broken_file(import.path(), "has no output that is computed from images",
                          "give a network that takes images");
    }
}

struct Reading {
    const Model& model;
    const std::vector<const Node*>& nodes;
    const std::unordered_map<std::string_view, std::size_t>& readers;
    const ImageInput& input;
};

Import imported(const Reading& reading, TensorReader& tensors, InputSize size, bool single_images) {
    Import import(tensors, reading.model.opset, single_images);
    import.declared_batch = reading.input.batch;
    import.readers = reading.readers;
    const std::string name(reading.input.name);
    Bound images =
        import.add_images(is_plain_text(name) ? name : "images", reading.input.channels, size);
    if (reading.input.channels_last) {
        Bound last = images;
        const std::vector<std::int64_t> order{0, 2, 3, 1};
        last = import.emit(graph::Permute{order}, {&images}, "", "");
        last.before_permute = std::make_shared<const Permuted>(
            Permuted{std::make_shared<const Bound>(images), order});
        images = std::move(last);
    }
    import.bind(reading.input.name, std::move(images));
    bind_initializers(import, reading.model.graph);
    import_nodes(import, reading.nodes);
    take_outputs(import, reading.model.graph);
    // What undid the turn of the images left it without a reader.
    import.graph = without_dead(import.graph);
    StateDict read;
    for (const auto& tensor : import.weights.tensors()) {
        if (import.graph.find(tensor.name) != graph::kAbsent) read.add(tensor);
    }
    import.weights = std::move(read);
    return import;
}

// For a symbolic batch where that can be; else, and where a file has the batch of its example in
// its numbers, for single images.
Import imported(const Reading& reading, TensorReader& tensors, InputSize size) {
    try {
        return imported(reading, tensors, size, false);
    } catch (const BatchMatters&) {
        // Read below for single images, where that is what the file has.
    } catch (const Error&) {
        if (reading.input.batch > 1) throw;
    }
    if (reading.input.batch > 1) {
        throw broken_file(
            tensors.path(),
            text("can only be computed for batches of {} images", reading.input.batch),
            "export it with a batch of one image, or of any number");
    }
    try {
        return imported(reading, tensors, size, true);
    } catch (const BatchMatters& matter) {
        throw broken_file(tensors.path(),
                          text("cannot be computed for single images: {}", matter.why),
                          "export it with a batch of one image, or of any number");
    }
}

std::string producer_of(const Model& model) {
    std::string text = printable(model.producer);
    if (!model.producer_version.empty()) text += " " + printable(model.producer_version);
    if (!text.empty()) text += ", ";
    return text + "opset " + std::to_string(model.opset);
}

std::string size_text(InputSize size) {
    return std::to_string(size.height) + " x " + std::to_string(size.width);
}

void assume_what_is_open(Import& import, const ImageInput& input, InputSize size, bool is_given) {
    if (!is_given && (input.height < 0 || input.width < 0)) {
        import.assume(
            {"image size", size_text(size), "the file leaves it open", Text::option("size")});
    }
    if (input.channels_are_assumed) {
        import.assume({"channels of images", "3", "the file does not say", ""});
    }
}

// Numbers of a file stand for the size that it was exported for.
void require_size(const Reading& reading, TensorReader& tensors, InputSize size) {
    const ImageInput& input = reading.input;
    if (input.height < 0 || input.width < 0) return;
    const InputSize declared{input.height, input.width};
    if (size == declared || imported(reading, tensors, declared).takes_other_size()) return;
    throw broken_file(tensors.path(),
                      text("can only be computed for images of {}", size_text(declared)),
                      "give that size, or export the network for another one");
}

// What fails for a size that nobody gave may well be right for the one that it was made for.
Import for_assumed_size(const Reading& reading, TensorReader& tensors, InputSize size) {
    try {
        return imported(reading, tensors, size);
    } catch (const Error& error) {
        throw Error(error.kind(), error.said(), tensors.path(),
                    error.hint().empty() ? text("the file leaves the size of images open, and {} "
                                                "was tried: give the right one ({})",
                                                size_text(size), Text::option("size"))
                                         : error.advice());
    }
}

Import import_model(const Model& model, TensorReader& tensors, std::optional<InputSize> given) {
    const fs::path& path = tensors.path();
    require_opset(model, path);
    std::unordered_map<std::string_view, std::size_t> readers;
    const auto nodes = nodes_in_order(model.graph, path, readers);
    require_operators(nodes, path);
    const ImageInput input = image_input(model.graph, nodes, path);
    const InputSize size = size_for(input, given, path);
    const Reading reading{model, nodes, readers, input};
    require_size(reading, tensors, size);
    const bool is_assumed = !given && (input.height < 0 || input.width < 0);
    Import import =
        is_assumed ? for_assumed_size(reading, tensors, size) : imported(reading, tensors, size);
    assume_what_is_open(import, input, size, given.has_value());
    graph::validate(import.graph);
    return import;
}

ImportedNetwork read_model(const Model& model, TensorReader& tensors,
                           std::optional<InputSize> given) {
    Import import = import_model(model, tensors, given);
    ImportedNetwork network;
    network.source = "ONNX";
    network.producer = producer_of(model);
    network.only_this_size = import.only_this_size();
    network.one_image_at_a_time = import.single_images();
    network.class_names = class_names(model.metadata);
    network.assumptions = std::move(import.assumptions);
    network.graph = std::move(import.graph);
    network.weights = std::move(import.weights);
    network.weights.file = tensors.path();
    network.weights.container = "ONNX";
    return network;
}

}  // namespace

ImportedNetwork read_onnx(std::span<const std::byte> file, const std::shared_ptr<const void>& owner,
                          const fs::path& path, std::optional<InputSize> size) {
    if (!is_onnx(file)) {
        throw broken_file(path, "is no ONNX file", "give a file that was exported as ONNX");
    }
    TensorReader tensors(owner, path);
    try {
        return read_model(parse_model(file, path), tensors, size);
    } catch (const Error& error) {
        // Graphs do not know which file they came from.
        if (!error.file().empty()) throw;
        throw Error(error.kind(), error.said(), path, error.advice());
    }
}

ImportedNetwork read_onnx(const fs::path& file, std::optional<InputSize> size) {
    const MappedFile mapped = map_file(file);
    try {
        ImportedNetwork network = read_onnx(mapped.bytes, mapped.owner, file, size);
        require_unchanged(mapped.owner);
        return network;
    } catch (const Error&) {
        // What changed under our eyes looks broken, but needs other advice.
        require_unchanged(mapped.owner);
        throw;
    }
}

}  // namespace sescope

namespace sescope::onnx {

TracedFile read_traced(const fs::path& file, InputSize size) {
    TracedFile traced;
    traced.file = map_file(file);
    if (!is_onnx(traced.file.bytes)) {
        throw broken_file(file, "is no ONNX file", "give a file that was exported as ONNX");
    }
    traced.model = std::make_unique<Model>(parse_model(traced.file.bytes, file));
    traced.tensors = std::make_unique<TensorReader>(traced.file.owner, file);
    Import import = import_model(*traced.model, *traced.tensors, size);
    traced.graph = std::move(import.graph);
    traced.weights = std::move(import.weights);
    traced.trace = std::move(import.trace);
    return traced;
}

}  // namespace sescope::onnx
