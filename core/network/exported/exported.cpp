// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/exported.h"

#include "core/base/message.h"
#include "core/checkpoint/byte_cursor.h"
#include "core/checkpoint/printable.h"
#include "core/network/exported/archive.h"
#include "core/network/exported/import.h"

namespace sescope {
namespace {

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const auto extent : shape) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    }
    return text + "]";
}

// Every weight of the graph has to be there, as the program says.
void require_weights(const ImportedNetwork& network, const std::filesystem::path& file) {
    for (const auto& value : network.graph.values) {
        if (value.kind != graph::ValueKind::weight) continue;
        const auto* entry = network.weights.find(value.name);
        if (entry == nullptr) {
            throw Error(
                ErrorKind::model,
                text("has no weights for {}, which its program reads", printable(value.name)), file,
                "copy or download it again");
        }
        if (entry->shape != value.shape) {
            throw Error(
                ErrorKind::model,
                text("has weights {} of the shape {}, and its program reads {}",
                     printable(value.name), shape_text(entry->shape), shape_text(value.shape)),
                file, "copy or download it again");
        }
    }
}

}  // namespace

bool is_exported(std::span<const std::byte> file) {
    if (!ZipArchive::recognises(file)) return false;
    try {
        return holds_program(ZipArchive(file, {}));
    } catch (const Error&) {
        return false;
    }
}

ImportedNetwork graph_of_exported(std::string_view model_json, const std::filesystem::path& file,
                                  std::optional<InputSize> size) {
    const auto program = parse_program(model_json, file, size);
    try {
        return Import(program).run();
    } catch (const Error& error) {
        // A graph does not know the file that it is of.
        if (!error.file().empty()) throw;
        throw program.refused(error.message(), error.hint());
    } catch (const nlohmann::json::exception& error) {
        throw program.refused(
            std::string("holds a damaged program of torch.export: ") + printable(error.what()),
            "copy or download it again");
    }
}

ImportedNetwork read_exported(const std::filesystem::path& file, std::optional<InputSize> size) {
    return read_archive(map_file(file), file, size);
}

ImportedNetwork read_archive(const MappedFile& mapped, const std::filesystem::path& file,
                             std::optional<InputSize> size) {
    const ZipArchive archive(mapped.bytes, file);
    const auto layout = layout_of(archive, file);
    const auto text = archive.contents(layout.program);
    auto network = graph_of_exported(as_text(text->bytes), file, size);
    network.weights = exported_weights(archive, layout, mapped, file);
    require_weights(network, file);
    return network;
}

}  // namespace sescope
