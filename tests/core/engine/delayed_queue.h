// SPDX-License-Identifier: GPL-3.0-or-later
// A device that does what it is told later, in any order that the queue allows: what relies on more
// than marks promise gives wrong numbers on it.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "core/engine/torch/device_queue.h"

namespace sescope::testing {

/// Tensors are the CPU's; only when things are done is the device's.
class DelayedQueue : public DeviceQueue {
  public:
    /// With a seed, a few steps of either lane are done after each call, by chance; without, none
    /// is until somebody waits for it.
    explicit DelayedQueue(std::optional<std::uint32_t> seed = {});

    void enqueue(Lane lane, std::function<void()> work) override;
    std::shared_ptr<QueueMark> mark(Lane lane) override;
    at::Tensor host_memory(const std::vector<std::int64_t>& shape, at::ScalarType type) override;
    std::unique_ptr<RecordedWork> record(std::function<void()> work) override;

    /// What was enqueued to a lane, and is not done.
    std::size_t waiting(Lane lane) const { return steps(lane).size(); }
    /// Does everything, as a device does in time.
    void catch_up();

    int recordings = 0;
    int replays = 0;
    int waits = 0;         ///< of the host
    int host_buffers = 0;  ///< that were asked for
    bool at_once = false;  ///< everything is done when it is enqueued
    bool can_record = true;
    bool failing = false;  ///< every call but `enqueue` throws, as after a kernel that crashed
    std::function<void()> before_recording;  ///< may throw

  private:
    struct Mark;
    /// Work, or a mark that is reached, or one that is waited for.
    struct Step {
        std::function<void()> work;
        std::shared_ptr<Mark> reached;
        std::shared_ptr<Mark> awaited;
    };
    std::deque<Step>& steps(Lane lane) { return lanes_[lane == Lane::copies ? 0 : 1]; }
    const std::deque<Step>& steps(Lane lane) const { return lanes_[lane == Lane::copies ? 0 : 1]; }
    bool advance(Lane lane);
    void reach(Mark& mark);
    void go_on_by_chance();
    void require_working() const;

    std::array<std::deque<Step>, 2> lanes_;
    std::optional<std::mt19937> chance_;
};

}  // namespace sescope::testing
