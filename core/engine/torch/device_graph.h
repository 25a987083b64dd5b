// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/DeviceType.h>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "core/engine/torch/device_queue.h"

namespace sescope {

/// What a stream is told between `begin` and `end`, instead of doing it: a CUDA graph. Everything
/// with that stream as the current one. Memory that is taken in between belongs to the graph.
class DeviceGraph : public RecordedWork {
  public:
    virtual void begin() = 0;
    virtual void end() = 0;
};

/// at::cuda::CUDAGraph, called by the names that its functions have in libtorch_cuda: its header
/// needs the CUDA toolkit, and LibTorch's header for all kinds of devices (at::accelerator::Graph)
/// has nothing for CUDA behind it in LibTorch 2.15.
struct CudaGraphCalls {
    using Pool = std::pair<unsigned long long, unsigned long long>;  // c10::MempoolId_t
    void (*construct)(void* graph, bool keep_graph) = nullptr;
    void (*destroy)(void* graph) = nullptr;
    void (*capture_begin)(void* graph, Pool pool, int mode) = nullptr;
    void (*capture_end)(void* graph) = nullptr;
    void (*replay)(void* graph) = nullptr;
};

/// What `find` finds of them; nothing where a name is missing, as in LibTorch before 2.8.
std::optional<CudaGraphCalls> find_cuda_graph(void* (*find)(const char* name));

std::unique_ptr<DeviceGraph> make_cuda_graph(const CudaGraphCalls& calls);

/// Has `graph` written down what `work` tells the current stream. Throws what `work` throws, and
/// where it holds what a graph cannot; the stream is not left recording.
std::unique_ptr<RecordedWork> recorded_in(std::unique_ptr<DeviceGraph> graph,
                                          const std::function<void()>& work);

/// Has LibTorch give the device's memory back that it keeps for later: a graph cannot use it, and
/// takes as much again. Does nothing where this LibTorch has no word for it.
void give_back_kept_memory(c10::DeviceType type);

/// Null where this LibTorch has none for `type`.
std::unique_ptr<DeviceGraph> make_device_graph(c10::DeviceType type);

}  // namespace sescope
