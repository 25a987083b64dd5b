// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "ui/pages/figure_tabs.h"

class QWidget;

namespace sescope::ui {

/// Writes the figures of all pages into a folder, as PDF. Those that were not looked at are made on
/// a thread, one after the other; all are drawn on that of the window.
class FigureFiles : public QObject {
    Q_OBJECT

  public:
    FigureFiles(Workspace& workspace, FigureTabs& figures, QWidget* window);
    ~FigureFiles() override;

    /// Asks for the folder first.
    void ask();
    void write(const QString& folder);

  signals:
    void failed(const sescope::Error& error);
    void written(const QString& folder, int files);

  private:
    void write_next();
    void write_one(const Figure& figure);

    Workspace& workspace_;
    FigureTabs& figures_;
    QWidget* window_;
    ProfilePtr profile_;
    QString folder_;
    std::vector<FigureTabs::Wanted> wanted_;  ///< the last one next
    QStringList names_;                       ///< of the files that are there
    quint64 next_id_ = 1;
    std::unique_ptr<FigureJob> job_;
};

}  // namespace sescope::ui
