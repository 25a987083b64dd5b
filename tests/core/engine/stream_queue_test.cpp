// SPDX-License-Identifier: GPL-3.0-or-later
// What LibTorch is told of streams and events, by a kind of device that only writes it down.
#include <ATen/ops/empty.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/engine/torch/batch_staging.h"
#include "core/engine/torch/device_graph.h"
#include "core/engine/torch/returning_logits.h"
#include "core/engine/torch/stream_queue.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope::testing {
namespace {

using ::testing::ElementsAre;

/// What the device was told; streams are 1, 2, .. and events a, b, .. as they come.
struct Told {
    std::vector<std::string> calls;
    c10::StreamId streams = 0;
    c10::StreamId current = 0;
    std::size_t events = 0;
    bool past = false;
};

Told& told() {
    static Told all;
    return all;
}

/// Events are places in it.
std::array<char, 64> alphabet;

std::string name(const void* event) {
    return {char('a' + (static_cast<const char*>(event) - alphabet.data()))};
}

c10::Stream stream(c10::StreamId id) {
    return c10::Stream(c10::Stream::UNSAFE, {at::kPrivateUse1, 0}, id);
}

struct WritingGuard final : public c10::impl::DeviceGuardImplInterface {
    c10::DeviceType type() const override { return at::kPrivateUse1; }
    c10::Device exchangeDevice(c10::Device device) const override { return device; }
    c10::Device getDevice() const override { return {at::kPrivateUse1, 0}; }
    void setDevice(c10::Device /*device*/) const override {}
    void uncheckedSetDevice(c10::Device /*device*/) const noexcept override {}
    c10::Stream getStream(c10::Device /*device*/) const override { return stream(told().current); }
    c10::Stream getStreamFromGlobalPool(c10::Device /*device*/, bool /*high*/) const override {
        return stream(++told().streams);
    }
    c10::Stream exchangeStream(c10::Stream next) const override {
        const c10::Stream before = stream(told().current);
        told().current = next.id();
        return before;
    }
    c10::DeviceIndex deviceCount() const noexcept override { return 1; }
    void record(void** event, const c10::Stream& on, const c10::DeviceIndex /*device*/,
                const c10::EventFlag /*flag*/) const override {
        *event = &alphabet.at(told().events++);
        told().calls.push_back("record " + name(*event) + " on " + std::to_string(on.id()));
    }
    void block(void* event, const c10::Stream& on) const override {
        told().calls.push_back(std::to_string(on.id()) + " waits for " + name(event));
    }
    bool queryEvent(void* event) const override {
        told().calls.push_back("ask " + name(event));
        return told().past;
    }
    void synchronizeEvent(void* event) const override {
        told().calls.push_back("wait for " + name(event));
    }
    void destroyEvent(void* /*event*/, const c10::DeviceIndex /*device*/) const noexcept override {}
};

C10_REGISTER_GUARD_IMPL(PrivateUse1, WritingGuard)

class Streams : public ::testing::Test {
  protected:
    Streams() { told() = {}; }

    StreamQueue queue_{at::Device(at::kPrivateUse1, 0)};  // copies: 1, computation: 2
};

TEST_F(Streams, WorkIsDoneWithItsLanesStreamAsTheCurrentOne) {
    queue_.enqueue(Lane::copies, [] { EXPECT_EQ(told().current, 1); });
    queue_.enqueue(Lane::computation, [] { EXPECT_EQ(told().current, 2); });
    EXPECT_EQ(told().current, 0);
    EXPECT_THROW(queue_.enqueue(Lane::copies, [] { throw std::bad_alloc(); }), std::bad_alloc);
    EXPECT_EQ(told().current, 0);
}

TEST_F(Streams, AMarkIsAnEventThatOthersWaitFor) {
    const auto mark = queue_.mark(Lane::copies);
    mark->hold_up(Lane::computation);
    EXPECT_FALSE(mark->is_past());
    told().past = true;
    EXPECT_TRUE(mark->is_past());
    mark->wait();
    EXPECT_THAT(told().calls,
                ElementsAre("record a on 1", "2 waits for a", "ask a", "ask a", "wait for a"));
}

TEST_F(Streams, OnlyTheCpuHasNoQueue) {
    EXPECT_EQ(make_device_queue(at::Device(at::kCPU)), nullptr);
    EXPECT_NE(make_device_queue(at::Device(at::kPrivateUse1, 0)), nullptr);
}

TEST_F(Streams, MemoryThatCannotBeLockedIsTakenAsItIs) {
    const at::Tensor memory = queue_.host_memory({2, 3}, at::kLong);
    EXPECT_EQ(memory.sizes().vec(), (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(memory.scalar_type(), at::kLong);
}

TEST_F(Streams, ADeviceWithoutGraphsRecordsNothing) {
    EXPECT_EQ(queue_.record([] { FAIL() << "done"; }), nullptr);
}

/// The two halves of a buffer and the batch itself, in the order in which a device would see them.
TEST_F(Streams, ABufferIsFilledAgainWhenItsCopyIsDone) {
    const std::vector<std::byte> image(12);
    const std::vector<std::int64_t> row{0};
    translate_torch_errors([&] {
        BatchStaging staging(queue_, at::Device(at::kCPU), {1, 2, 2, 3}, at::kByte);
        told() = {};
        for (int batch = 0; batch < 3; ++batch) staging.send(image, row);
    });
    EXPECT_THAT(told().calls,
                ElementsAre("record a on 1", "2 waits for a", "record b on 2",  // first buffer
                            "record c on 1", "2 waits for c", "record d on 2",  // second buffer
                            "wait for a", "1 waits for b", "record e on 1", "2 waits for e",
                            "record f on 2"));
}

TEST_F(Streams, LogitsAreAskedForInTheOrderOfBatches) {
    const auto arrived = translate_torch_errors([&] {
        ReturningLogits logits(queue_);
        const at::Tensor one = at::empty({2, 3}).fill_(1);
        logits.bring(one, {4, 5});
        logits.bring(at::empty({2, 3}).fill_(2), {6});
        EXPECT_TRUE(logits.arrived(Waiting::no).labels.empty());
        return logits.arrived(Waiting::for_all);
    });
    EXPECT_EQ(arrived.labels, (std::vector<std::int32_t>{4, 5, 6}));
    EXPECT_EQ(arrived.logits, (std::vector<float>{1, 1, 1, 1, 1, 1, 2, 2, 2}));
    EXPECT_THAT(told().calls,
                ElementsAre("record a on 2", "record b on 2", "ask a", "wait for a", "wait for b"));
}

// ---- graphs ------------------------------------------------------------------------------------

/// at::cuda::CUDAGraph, as it is called.
struct FakeCudaGraph {
    static void construct(void* graph, bool keep) {
        new (graph) std::uint64_t{42};
        told().calls.emplace_back(keep ? "construct, keep" : "construct");
    }
    static void destroy(void* graph) { call(graph, "destroy"); }
    static void begin(void* graph, CudaGraphCalls::Pool pool, int mode) {
        call(graph,
             "begin " + std::to_string(pool.first + pool.second) + " mode " + std::to_string(mode));
    }
    static void end(void* graph) {
        call(graph, "end");
        if (spoiled) throw std::runtime_error("the recording is spoiled");
    }
    static void replay(void* graph) { call(graph, "replay"); }
    static void call(void* graph, const std::string& text) {
        EXPECT_EQ(*static_cast<std::uint64_t*>(graph), 42U);
        told().calls.push_back(text);
    }
    static void* find(const char* name) {
        const std::string text = name;
        const auto is = [&](const char* part) { return text.find(part) != text.npos; };
        if (is("C1E")) return reinterpret_cast<void*>(&construct);
        if (is("D1E")) return reinterpret_cast<void*>(&destroy);
        if (is("capture_begin")) return reinterpret_cast<void*>(&begin);
        if (is("capture_end")) return reinterpret_cast<void*>(&end);
        return is("replay") ? reinterpret_cast<void*>(&replay) : nullptr;
    }
    static inline bool spoiled = false;
};

class Graphs : public ::testing::Test {
  protected:
    Graphs() {
        told() = {};
        FakeCudaGraph::spoiled = false;
    }
    static std::unique_ptr<DeviceGraph> graph() {
        return make_cuda_graph(find_cuda_graph(&FakeCudaGraph::find).value());
    }
    static void work() { told().calls.emplace_back("work"); }
};

TEST_F(Graphs, AreMadeOfWhatLibTorchsFunctionsAreCalled) {
    {
        const auto recorded = recorded_in(graph(), &work);
        recorded->replay();
        recorded->replay();
    }
    EXPECT_THAT(told().calls, ElementsAre("construct", "begin 0 mode 1", "work", "end", "replay",
                                          "replay", "destroy"));
}

TEST_F(Graphs, ARecordingThatFailsIsEndedAndTheFirstReasonTold) {
    for (const bool spoiled : {false, true}) {
        told() = {};
        FakeCudaGraph::spoiled = spoiled;
        try {
            recorded_in(graph(), [] { throw std::runtime_error("not to be recorded"); });
            FAIL() << "recorded";
        } catch (const std::exception& error) {
            EXPECT_STREQ(error.what(), "not to be recorded");
        }
        EXPECT_THAT(told().calls, ElementsAre("construct", "begin 0 mode 1", "end", "destroy"));
    }
}

TEST_F(Graphs, ThereAreNoneWhereANameIsMissing) {
    EXPECT_FALSE(find_cuda_graph([](const char* name) -> void* {
        return std::string(name).find("replay") == std::string::npos ? FakeCudaGraph::find(name)
                                                                     : nullptr;
    }));
    EXPECT_EQ(make_device_graph(at::kPrivateUse1), nullptr);
}

}  // namespace
}  // namespace sescope::testing
