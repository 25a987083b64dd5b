// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/delayed_queue.h"

#include <ATen/ops/empty.h>

#include <stdexcept>
#include <utility>

namespace sescope::testing {
namespace {

class Recorded : public RecordedWork {
  public:
    Recorded(std::function<void()> work, int& replays)
        : work_(std::move(work)), replays_(replays) {}
    void replay() override {
        ++replays_;
        work_();
    }

  private:
    std::function<void()> work_;
    int& replays_;
};

}  // namespace

struct DelayedQueue::Mark : public QueueMark, public std::enable_shared_from_this<Mark> {
    Mark(DelayedQueue& in, Lane of) : queue(in), lane(of) {}
    bool is_past() override {
        queue.require_working();
        return past;
    }
    void wait() override {
        queue.require_working();
        ++queue.waits;
        queue.reach(*this);
    }
    void hold_up(Lane held) override {
        queue.require_working();
        queue.steps(held).push_back({{}, {}, shared_from_this()});
        queue.go_on_by_chance();
    }

    DelayedQueue& queue;
    Lane lane;
    bool past = false;
};

DelayedQueue::DelayedQueue(std::optional<std::uint32_t> seed) {
    if (seed) chance_.emplace(*seed);
}

void DelayedQueue::require_working() const {
    if (failing) throw std::runtime_error("CUDA error: an illegal memory access was encountered");
}

void DelayedQueue::enqueue(Lane lane, std::function<void()> work) {
    if (failing) return;  // it does nothing more
    steps(lane).push_back({std::move(work), {}, {}});
    go_on_by_chance();
}

std::shared_ptr<QueueMark> DelayedQueue::mark(Lane lane) {
    require_working();
    auto mark = std::make_shared<Mark>(*this, lane);
    steps(lane).push_back({{}, mark, {}});
    go_on_by_chance();
    return mark;
}

at::Tensor DelayedQueue::host_memory(const std::vector<std::int64_t>& shape, at::ScalarType type) {
    ++host_buffers;
    return at::empty(shape, at::TensorOptions().dtype(type));
}

std::unique_ptr<RecordedWork> DelayedQueue::record(std::function<void()> work) {
    if (!can_record) return nullptr;
    ++recordings;
    if (before_recording) before_recording();
    return std::make_unique<Recorded>(std::move(work), replays);
}

/// Does the next step of a lane; false where there is none or it waits for the other lane.
bool DelayedQueue::advance(Lane lane) {
    if (steps(lane).empty()) return false;
    if (steps(lane).front().awaited && !steps(lane).front().awaited->past) return false;
    // Taken out first: it may call us.
    const Step step = std::move(steps(lane).front());
    steps(lane).pop_front();
    if (step.work) step.work();
    if (step.reached) step.reached->past = true;
    return true;
}

/// Does no more than it takes.
void DelayedQueue::reach(Mark& mark) {
    while (!mark.past) {
        if (advance(mark.lane)) continue;
        if (steps(mark.lane).empty()) throw std::logic_error("a mark that is never reached");
        const std::shared_ptr<Mark> awaited = steps(mark.lane).front().awaited;
        reach(*awaited);
    }
}

void DelayedQueue::catch_up() {
    while (advance(Lane::copies) || advance(Lane::computation)) {
    }
}

void DelayedQueue::go_on_by_chance() {
    if (failing) return;
    if (at_once) catch_up();
    if (!chance_) return;
    for (auto left = (*chance_)() % 4; left > 0; --left) {
        advance((*chance_)() % 2 == 0 ? Lane::copies : Lane::computation);
    }
}

}  // namespace sescope::testing
