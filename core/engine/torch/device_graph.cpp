// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/device_graph.h"

#include <dlfcn.h>

#include <array>
#include <cstddef>

#if __has_include(<ATen/accelerator/Graph.h>)
#include <ATen/accelerator/Graph.h>
#include <c10/core/CachingDeviceAllocator.h>
#define SESCOPE_HAS_ACCELERATOR_GRAPH
#endif

namespace sescope {
namespace {

// Of cudaStreamCaptureMode: what other threads do with the device does not spoil the recording.
constexpr int kThreadLocal = 1;

class CudaGraph : public DeviceGraph {
  public:
    explicit CudaGraph(const CudaGraphCalls& calls) : calls_(calls) {
        calls_.construct(room_.data(), /*keep_graph=*/false);
    }
    ~CudaGraph() override { calls_.destroy(room_.data()); }
    CudaGraph(const CudaGraph&) = delete;
    CudaGraph& operator=(const CudaGraph&) = delete;

    void begin() override { calls_.capture_begin(room_.data(), {0, 0}, kThreadLocal); }
    void end() override { calls_.capture_end(room_.data()); }
    void replay() override { calls_.replay(room_.data()); }

  private:
    CudaGraphCalls calls_;
    // The object lives here. Its size is in no library: 448 bytes in LibTorch 2.15, by its header
    // and those of a CUDA toolkit. Nine times as much.
    alignas(std::max_align_t) std::array<std::byte, 4096> room_;
};

#ifdef SESCOPE_HAS_ACCELERATOR_GRAPH
class AcceleratorGraph : public DeviceGraph {
  public:
    void begin() override { graph_.capture_begin({0, 0}, at::GraphCaptureMode::ThreadLocal); }
    void end() override { graph_.capture_end(); }
    void replay() override { graph_.replay(); }

  private:
    at::accelerator::Graph graph_;
};
#endif

template <class Function>
bool look_up(void* (*find)(const char* name), const char* name, Function& function) {
    function = reinterpret_cast<Function>(find(name));
    return function != nullptr;
}

/// libtorch_cuda is opened for all to see (cuda_library.cpp).
void* find_in_process(const char* name) {
    return ::dlsym(RTLD_DEFAULT, name);
}

}  // namespace

std::optional<CudaGraphCalls> find_cuda_graph(void* (*find)(const char* name)) {
    CudaGraphCalls calls;
    const bool found =
        look_up(find, "_ZN2at4cuda9CUDAGraphC1Eb", calls.construct) &&
        look_up(find, "_ZN2at4cuda9CUDAGraphD1Ev", calls.destroy) &&
        look_up(find, "_ZN2at4cuda9CUDAGraph13capture_beginESt4pairIyyE21cudaStreamCaptureMode",
                calls.capture_begin) &&
        look_up(find, "_ZN2at4cuda9CUDAGraph11capture_endEv", calls.capture_end) &&
        look_up(find, "_ZN2at4cuda9CUDAGraph6replayEv", calls.replay);
    if (!found) return std::nullopt;
    return calls;
}

std::unique_ptr<DeviceGraph> make_cuda_graph(const CudaGraphCalls& calls) {
    return std::make_unique<CudaGraph>(calls);
}

std::unique_ptr<RecordedWork> recorded_in(std::unique_ptr<DeviceGraph> graph,
                                          const std::function<void()>& work) {
    graph->begin();
    try {
        work();
    } catch (...) {
        try {
            graph->end();
        } catch (const std::exception&) {
            graph.reset();  // to be expected: what failed often spoils the recording as well
        }
        throw;
    }
    graph->end();
    return graph;
}

void give_back_kept_memory([[maybe_unused]] c10::DeviceType type) {
#ifdef SESCOPE_HAS_ACCELERATOR_GRAPH
    if (auto* const memory = dynamic_cast<c10::DeviceAllocator*>(c10::GetAllocator(type))) {
        memory->emptyCache();
    }
#endif
}

std::unique_ptr<DeviceGraph> make_device_graph(c10::DeviceType type) {
#ifdef SESCOPE_HAS_ACCELERATOR_GRAPH
    if (at::has_graph_impl(type)) return std::make_unique<AcceleratorGraph>();
#endif
    if (type != c10::DeviceType::CUDA) return nullptr;
    static const std::optional<CudaGraphCalls> calls = find_cuda_graph(&find_in_process);
    return calls ? make_cuda_graph(*calls) : nullptr;
}

}  // namespace sescope
