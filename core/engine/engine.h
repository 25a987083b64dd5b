// SPDX-License-Identifier: GPL-3.0-or-later
// The engine boundary: everything on this side is plain C++. The engine itself is a shared
// library that is opened when a network first runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/checkpoint/state_dict.h"
#include "core/engine/gate_tally.h"
#include "core/network/network_value.h"

namespace sescope {

/// How a network computes. bf16x3: fp32 whose products are made of three of bf16 numbers (a value
/// is the sum of two), on processors with AMX; gates within 1e-4 of fp32.
enum class Precision { automatic, fp32, bf16x3, bf16, fp16 };
std::string_view name_of(Precision precision) noexcept;
/// All but automatic.
std::span<const Precision> named_precisions() noexcept;
/// By its name; automatic where there is none of that name.
Precision precision_called(std::string_view name) noexcept;

struct DeviceInfo {
    std::string id;  ///< "cpu", "cuda:0"
    Text name;       ///< "AMD EPYC, 2 threads", "NVIDIA H100"
    bool available = false;
    Text note;  ///< one line: why it is not available, or what it can do ("bf16: no hardware
                ///< support")
};

/// How to run a network.
struct EngineSettings {
    std::string device = "auto";  ///< auto, cpu, cuda, cuda:N
    Precision precision = Precision::automatic;
    int threads = 0;  ///< 0: all cores
    int classes = 0;  ///< rows of the tally: number of label values (0: collect nothing)
    TallySettings tally;
    int batch = 16;  ///< every batch is padded to this, so that results do not depend
                     ///< on how images fall into batches
    NoticeCallback notice;
    /// When it is requested, a pass under way is given up between two blocks: `accumulate` throws
    /// Error{interrupted}, and none of its images is counted. Of earlier ones, all are.
    std::stop_token stop;
};

/// Images as the network receives them, each side x columns(). Exactly one of the spans is filled.
struct ImageBatch {
    int count = 0;
    int side = 0;   ///< of squares, or the height where `width` says another
    int width = 0;  ///< 0: as `side`
    int channels = 3;
    int columns() const noexcept { return width > 0 ? width : side; }
    std::span<const std::uint8_t>
        pixels;                     ///< count x side x columns x 3, RGB; normalised by the engine
    std::span<const float> values;  ///< count x channels x side x columns, normalised already
    std::span<const std::int32_t> labels;  ///< class of each image, or empty; -1: counted nowhere
};

/// Gates of one block for the images of a batch: count x channels, row-major.
struct BlockGates {
    std::string block;
    int channels = 0;
    std::vector<float> gates;
};

/// How strong the maps of a block are at each position: the mean over channels of |u|, where u is
/// what the gates multiply, and of |s u|. count x height x width, row-major.
struct PositionMaps {
    int width = 0;
    int height = 0;
    std::vector<float> before;
    std::vector<float> after;
};

struct ForwardResult {
    std::vector<float> logits;              ///< count x head classes
    std::vector<BlockGates> blocks;         ///< filled by `forward` only
    std::optional<PositionMaps> maps = {};  ///< filled by `forward_with_maps` only
};

/// Images that a network is done with, in the order in which they were accumulated.
struct FinishedImages {
    std::vector<float> logits;         ///< count x head classes
    std::vector<std::int32_t> labels;  ///< as they were given; -1 where none was
};

/// Whether to wait for images that the device is still busy with.
enum class Waiting { no, for_all };

/// A network on a device, ready to run. Not thread-safe.
class RunningNetwork {
  public:
    virtual ~RunningNetwork() = default;
    virtual std::string device() const = 0;            ///< "cpu", "cuda:0"
    virtual Precision precision() const = 0;           ///< the one in use, never automatic
    virtual std::string precision_reason() const = 0;  ///< why `automatic` chose it; one line
    virtual int batch() const = 0;  ///< smaller than asked after running out of memory

    /// Logits and gates of a batch, brought to the host. For tests and for single images.
    virtual ForwardResult forward(const ImageBatch& batch) = 0;

    /// The same, and the position maps of one SE block. Throws Error{usage} where the network has
    /// no such block. A network that cannot tell gives none.
    virtual ForwardResult forward_with_maps(const ImageBatch& batch,
                                            [[maybe_unused]] std::string_view block) {
        return forward(batch);
    }

    /// Runs a batch of any size and adds its gates to the tally, on the device. A device that works
    /// in the background may still be at it on return; `batch` is not read any more then.
    virtual void accumulate(const ImageBatch& batch) = 0;

    /// The accumulated images that are done and were not handed over before. After
    /// `Waiting::for_all`, the images handed over so far are those of the tally. Throws
    /// Error{device} where the device failed in the meantime: what was under way is lost then, and
    /// never handed over.
    virtual FinishedImages finished(Waiting waiting) = 0;

    /// What has been added so far, brought to the host. Waits for a device that is still at it.
    virtual GateTally tally() const = 0;
};

/// One of several networks that are run together. Both are only read while the ensemble is opened.
struct Variant {
    const Network& model;
    const StateDict& weights;
};

/// Networks that are run over the same images. What their beginnings have in common, steps of equal
/// operators and weights, is run once for all of them, so that networks that differ in their last
/// blocks cost little more than one. Not thread-safe.
class ModelEnsemble {
  public:
    virtual ~ModelEnsemble() = default;
    virtual std::string device() const = 0;
    virtual Precision precision() const = 0;  ///< the one in use, of all variants
    virtual std::string precision_reason() const = 0;
    virtual int batch() const = 0;  ///< smaller than asked after running out of memory

    /// Stems, residual units and heads that are run for an image, of all variants together.
    virtual std::size_t parts() const = 0;

    /// Logits of each variant, in the order in which they were given: count x its head's classes.
    /// Of a network without a head all its outputs: count x their values, one after the other.
    /// Throws Error{interrupted} between two blocks once `EngineSettings::stop` is requested.
    virtual std::vector<std::vector<float>> forward(const ImageBatch& batch) = 0;
};

/// The engine: opened once, then shared.
class Engine {
  public:
    virtual ~Engine() = default;
    virtual std::string version() const = 0;  ///< "LibTorch 2.15.0"
    virtual std::vector<DeviceInfo> devices() const = 0;
    /// Throws Error{device} when the device is not there, saying why; Error{model} when weights
    /// do not fit the network.
    virtual std::unique_ptr<RunningNetwork> open(const Network& network, const StateDict& weights,
                                                 const EngineSettings& settings) const = 0;
    /// Opens several networks that prepare images alike, to be run together; gates are not counted.
    /// Throws as `open`, and Error{usage} when there is none or they prepare images differently.
    virtual std::unique_ptr<ModelEnsemble> open_ensemble(std::span<const Variant> variants,
                                                         const EngineSettings& settings) const = 0;
    /// Writes a TorchScript module that runs without SE Scope: normalised images [N, 3, H, W] in,
    /// logits out. Throws Error{model} when weights do not fit the network, Error{output} when the
    /// file cannot be written; compose it with write_file_atomically_at.
    virtual void export_torchscript(const Network& network, const StateDict& weights,
                                    const std::filesystem::path& file) const = 0;
};

/// Opens LibTorch (torch_search.h) and the engine for it on first use (about 0.3 s); keeps them.
/// Throws Error{device} saying what is missing and what to do when they cannot be opened.
const Engine& load_engine();

}  // namespace sescope
