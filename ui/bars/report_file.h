// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "ui/jobs/report_job.h"

class QWidget;

namespace sescope::ui {

class Pruning;
class Workspace;

/// Writes everything about the profile, and what was measured of it, into one file: HTML or PDF.
class ReportFile : public QObject {
    Q_OBJECT

  public:
    ReportFile(Workspace& workspace, Pruning& pruning, QWidget* window);
    ~ReportFile() override;

    /// Asks for the file first.
    void ask();
    /// PDF where the name ends so, else HTML.
    void write(const QString& path);

  signals:
    void failed(const sescope::Error& error);
    void written(const QString& path);

  private:
    void print(const ReportDocument& report);

    Workspace& workspace_;
    Pruning& pruning_;
    QWidget* window_;
    QString path_;
    quint64 next_id_ = 1;
    std::unique_ptr<ReportJob> job_;
};

}  // namespace sescope::ui
