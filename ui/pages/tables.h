// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>

class QPlainTextEdit;

namespace sescope::ui {

class ReportTableModel;
class Workspace;

/// The tables below the figures: blocks, cost, skipped images; and the log.
class Tables : public QTabWidget {
    Q_OBJECT

  public:
    explicit Tables(Workspace& workspace, QWidget* parent = nullptr);

    void log(const QString& text);

  private:
    void show_profile();
    void show_cost();

    Workspace& workspace_;
    ReportTableModel* blocks_;
    ReportTableModel* cost_;
    ReportTableModel* skipped_;
    QPlainTextEdit* log_;
};

}  // namespace sescope::ui
