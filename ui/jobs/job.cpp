// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job.h"

#include <sys/resource.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>

#include "ui/jobs/work_jobs.h"

namespace sescope::ui {
namespace {

/// Starts threads for others. To create one takes the lock of the loader, which is held for up to a
/// second while LibTorch is loaded on a thread: this one can wait for it, the window cannot.
class ThreadStarter {
  public:
    using Run = std::function<void()>;
    ThreadStarter() : thread_([this](const std::stop_token& stop) { serve(stop); }) {}

    std::future<std::thread> start(Run run) {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({std::move(run), {}});
        changed_.notify_one();
        return waiting_.back().started.get_future();
    }

  private:
    struct Waiting {
        Run run;
        std::promise<std::thread> started;
    };

    void serve(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        while (changed_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
            Waiting next = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            try {
                next.started.set_value(std::thread(next.run));
            } catch (const std::system_error&) {  // no more threads: here, then
                next.run();
                next.started.set_value({});
            }
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Waiting> waiting_;
    std::jthread thread_;
};

ThreadStarter& starter() {
    static ThreadStarter starter;
    return starter;
}

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
    if (!thread_.valid()) return;
    std::thread thread = thread_.get();
    if (thread.joinable()) thread.join();
}

void Job::start(Work work) {
    done_ = false;
    thread_ = starter().start([this, work = std::move(work)] {
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
