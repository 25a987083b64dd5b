// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job.h"

#include <sys/resource.h>

#include <exception>
#include <new>

#include "ui/jobs/work_jobs.h"

namespace sescope::ui {
namespace {

// The window comes first where cores are few: threads that this one starts are as low as it is.
void step_back() {
    constexpr int kNice = 5;
    setpriority(PRIO_PROCESS, 0, kNice);  // on Linux: of this thread alone
}

}  // namespace

Job::Job(quint64 id, QObject* parent) : QObject(parent), id_(id) {}

Job::~Job() {
    join();
}

void Job::join() {
    stop_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Job::start(Work work) {
    done_ = false;
    thread_ = std::jthread([this, work = std::move(work)] {
        step_back();
        try {
            work(stop_.get_token());
        } catch (const Error& error) {
            emit failed(id_, error);
        } catch (const std::bad_alloc&) {
            emit failed(id_, Error(ErrorKind::device, "out of memory", {}, "try a smaller batch"));
        } catch (const std::exception& error) {
            emit failed(id_, Error(ErrorKind::internal, error.what(), {},
                                   "this is a defect: please report it"));
        }
        emit ended(id_);
        done_ = true;
    });
}

void register_signal_types() {
    qRegisterMetaType<Progress>("sescope::Progress");
    qRegisterMetaType<Error>("sescope::Error");
    qRegisterMetaType<NetworkPtr>("sescope::ui::NetworkPtr");
    qRegisterMetaType<DatasetPtr>("sescope::ui::DatasetPtr");
    qRegisterMetaType<DigestPtr>("sescope::ui::DigestPtr");
    qRegisterMetaType<DevicesPtr>("sescope::ui::DevicesPtr");
}

}  // namespace sescope::ui
