// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope {

/// Opens a checkpoint of any container that we know: a file, or a folder in the layout of a model
/// hub (model.safetensors or pytorch_model.bin, and config.json), or the index of its parts. The
/// container is told by content, never by extension. Wrappers (`state_dict`, `model_ema`, ..) and
/// prefixes (`module.`, ..) are taken off, masks of torch.nn.utils.prune are multiplied in, and
/// what is no part of a network (counters, losses, queues) is left out and listed. Nothing in the
/// file is ever executed, and no more memory is used than the file's own size (safetensors and
/// torch zip are mapped). `weights` names one of several sets of weights in the file
/// (StateDict::weight_sets), or the end of its name; empty: the averaged weights where there are
/// any (in mmengine's files those are under `state_dict`), else the usual name, else the only set
/// with convolutions. Throws Error{model} that names the file and says what it is instead (empty,
/// truncated, a web page, a Git LFS pointer, ..), or lists the sets of weights where none is the
/// usual one; Error{usage} where no set is named `weights`.
StateDict open_checkpoint(const std::filesystem::path& path, std::string_view weights = {});

/// Throws Error{model} naming the file when one that the tensors are mapped from was written to or
/// cut short since it was opened. Call it after reading the weights: a file that is overwritten in
/// place shows its new content, or zeros, through the mapping.
void require_unchanged(const StateDict& tensors);

/// A reader of one container. The table is explicit; adding a container is adding a row.
struct ContainerReader {
    std::string_view name;
    bool (*recognises)(std::span<const std::byte> file);
    StateDict (*read)(std::span<const std::byte> file, const std::shared_ptr<const void>& owner,
                      const std::filesystem::path& path, std::string_view weights);
};
std::span<const ContainerReader> container_readers();

/// Writes tensors as safetensors (the metadata under `__metadata__`), whole or not at all.
/// Throws Error{output}.
void write_safetensors(const std::filesystem::path& path, const StateDict& tensors,
                       const std::map<std::string, std::string>& metadata);
/// The same bytes to a stream, for writers that compose files.
void write_safetensors(std::ostream& out, const StateDict& tensors,
                       const std::map<std::string, std::string>& metadata);

/// A tensor whose values need not be in memory all at once: they are asked for when it is their
/// turn in the file, and handed over in pieces, row-major.
struct StreamedTensor {
    using Write = std::function<void(std::span<const std::byte> piece)>;
    std::string name;
    DType dtype = DType::f32;
    std::vector<std::int64_t> shape;
    std::function<void(const Write& write)> values;
};
/// The file that the same tensors would make as a StateDict, to the byte. Throws Error{output}, and
/// Error{internal} where the pieces of a tensor are not as many bytes as its shape asks for.
void write_safetensors(const std::filesystem::path& path, std::span<const StreamedTensor> tensors,
                       const std::map<std::string, std::string>& metadata);

}  // namespace sescope
