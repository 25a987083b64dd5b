// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/recorded_pass.h"

#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

// Libraries choose algorithms and take workspaces in the first passes, which cannot be recorded.
constexpr int kPassesBefore = 3;

}  // namespace

RecordedPass::RecordedPass(DeviceQueue& queue, Pass pass, NoticeCallback notice, bool may_record)
    : queue_(queue), pass_(std::move(pass)), notice_(std::move(notice)), may_record_(may_record) {}

void RecordedPass::run(const std::stop_token& stop) {
    if (may_record_ && !recorded_ && passes_ >= kPassesBefore) record();
    if (recorded_) {
        if (stop.stop_requested()) {
            throw Error(ErrorKind::interrupted, "stopped before a batch, which is not counted");
        }
        queue_.enqueue(Lane::computation, [recorded = recorded_] { recorded->replay(); });
        return;
    }
    queue_.enqueue(Lane::computation, [pass = pass_, stop] { pass(stop); });
    ++passes_;
}

void RecordedPass::record() {
    try {
        recorded_ = queue_.record([pass = pass_] { pass({}); });
        may_record_ = recorded_ != nullptr;
    } catch (const std::exception& error) {
        may_record_ = false;
        if (notice_) {
            notice_(text("a pass could not be recorded as a CUDA graph, going on without: {}",
                         first_line(error)));
        }
    }
}

}  // namespace sescope
