// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <atomic>
#include <functional>
#include <future>
#include <stop_token>
#include <thread>

#include "core/base/error.h"
#include "core/base/progress.h"

namespace sescope::ui {

/// Long work on a thread of its own. Every exception becomes `failed`; destruction stops, then
/// joins (a class with signals of its own calls `join` in its destructor, since its thread may
/// still emit them). Receivers connect with queued connections (the default across threads), and
/// drop what comes from a job that is no longer theirs by its id.
class Job : public QObject {
    Q_OBJECT

  public:
    using Work = std::function<void(std::stop_token)>;

    explicit Job(quint64 id, QObject* parent = nullptr);
    ~Job() override;

    quint64 id() const noexcept { return id_; }
    /// Starts the thread, and never waits for it to start. To be called once.
    void start(Work work);
    /// A direct, atomic call: the work sees it at its next look at the token.
    void request_stop() { stop_.request_stop(); }
    /// The work is over; destruction no longer waits.
    bool done() const { return done_.load(); }
    bool stop_requested() const { return stop_.stop_requested(); }

  signals:
    void progressed(quint64 id, const sescope::Progress& progress);
    void noticed(quint64 id, const QString& text);
    void failed(quint64 id, const sescope::Error& error);
    /// The work returned; its result came before by a signal of its own.
    void ended(quint64 id);

  protected:
    /// Asks to stop and waits for the thread.
    void join();

  private:
    quint64 id_;
    std::stop_source stop_;
    std::atomic<bool> done_ = true;
    std::future<std::thread> thread_;
};

/// Makes the value types of our signals known to Qt; once a program.
void register_signal_types();

}  // namespace sescope::ui

Q_DECLARE_METATYPE(sescope::Progress)
Q_DECLARE_METATYPE(sescope::Error)
