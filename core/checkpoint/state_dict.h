// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/checkpoint/stated_facts.h"

namespace sescope {

/// Element types that checkpoints hold.
enum class DType { f64, f32, f16, bf16, f8_e4m3, f8_e5m2, i64, i32, i16, i8, u8, boolean };

std::size_t size_of(DType dtype) noexcept;       ///< bytes of an element
std::string_view name_of(DType dtype) noexcept;  ///< torch's name: "float32", "bfloat16", ..
bool is_floating(DType dtype) noexcept;

/// One tensor of a checkpoint: a view of bytes that are mapped from the file or owned.
struct TensorEntry {
    std::string name;
    DType dtype = DType::f32;
    std::vector<std::int64_t> shape;    ///< empty for a scalar
    std::vector<std::int64_t> strides;  ///< in elements; rows need not be contiguous
    std::span<const std::byte> bytes;   ///< from the first element to the last that is reached
    std::shared_ptr<const void> owner;  ///< keeps `bytes` alive

    std::int64_t numel() const noexcept;
    bool contiguous() const noexcept;
};

/// The values in row-major order, widened (or narrowed, for f64 and integers) to fp32.
std::vector<float> to_float32(const TensorEntry& tensor);
/// The values in row-major order as the raw bytes of the tensor's own type.
std::vector<std::byte> to_contiguous_bytes(const TensorEntry& tensor);

/// An ordered map of names to tensors, as a checkpoint holds it, and what the file said of itself.
/// Knows no architecture and no LibTorch. Copies are cheap (entries share their bytes).
class StateDict {
  public:
    /// Appends; a name that is there already is replaced in place.
    void add(TensorEntry tensor);
    void erase(std::string_view name);

    const TensorEntry* find(std::string_view name) const noexcept;
    /// Throws Error{model} naming the key when it is missing.
    const TensorEntry& at(std::string_view name) const;
    bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }
    const std::vector<TensorEntry>& tensors() const noexcept { return tensors_; }
    std::size_t size() const noexcept { return tensors_.size(); }
    bool empty() const noexcept { return tensors_.empty(); }

    /// An owned fp32 tensor from values; for tests, folding and pruning.
    static TensorEntry make_tensor(std::string name, std::vector<std::int64_t> shape,
                                   std::span<const float> values);

    std::filesystem::path file;   ///< the checkpoint, for messages
    std::string container;        ///< "safetensors", "torch zip", "torch legacy", ..
    std::string wrapper;          ///< key that held the state dict, or empty
    std::string stripped_prefix;  ///< "module.", .. or empty
    std::map<std::string, std::string> metadata;  ///< safetensors' __metadata__
    std::string config_json;                      ///< text of config.json beside the file, or empty

    /// All sets of weights in the file, the taken one among them; one entry where there is no
    /// choice.
    std::vector<WeightSet> weight_sets;
    /// What the file holds beside the network, a sentence each: "criterion.weight", "queue.* (2
    /// tensors)", "total_ops, total_params of 150 modules (thop's counters)".
    std::vector<std::string> left_out;
    ModuleTree module_attributes;  ///< of whole modules and TorchScript; else empty
    TrainingFacts training;        ///< what the training program wrote beside the weights

  private:
    std::vector<TensorEntry> tensors_;
    std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace sescope
