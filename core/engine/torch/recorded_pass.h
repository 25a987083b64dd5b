// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/progress.h"
#include "core/engine/torch/device_queue.h"

namespace sescope {

/// A pass over one batch that always finds its input in the same memory: done as it is called at
/// first, then recorded once, and replayed from then on, which spares the host the launch of some
/// thousand kernels a batch. Where recording fails, passes go on as they began.
class RecordedPass {
  public:
    using Pass = std::function<void(const std::stop_token& stop)>;

    /// Without `may_record`, passes are never recorded.
    RecordedPass(DeviceQueue& queue, Pass pass, NoticeCallback notice, bool may_record);

    /// Enqueues the pass. Throws Error{interrupted} where a stop was requested before, or, when it
    /// is not a replay, within.
    void run(const std::stop_token& stop);

    /// False once recording has failed.
    bool may_record() const { return may_record_; }

  private:
    void record();

    DeviceQueue& queue_;
    Pass pass_;
    NoticeCallback notice_;
    bool may_record_;
    int passes_ = 0;
    std::shared_ptr<RecordedWork> recorded_;
};

}  // namespace sescope
