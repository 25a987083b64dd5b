// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/jobs/work_jobs.h"

class QHBoxLayout;
class QLabel;
class QListWidget;
class QListWidgetItem;

namespace sescope::ui {

class FigureView;
class Pruning;
class Workspace;

/// Where the gates stand: a column a stage, from left to right; in it the gates from top to bottom
/// with the size of the map that they scale and their verdict. A click selects the block
/// everywhere. What looks like a gate and is none stands in a column of its own, with the reason.
class NetworkPage : public QWidget {
    Q_OBJECT

  public:
    NetworkPage(Workspace& workspace, Pruning& pruning, QWidget* parent = nullptr);
    /// It has none: pages have one that commands on figures are for.
    FigureView* figure() const { return figure_; }

  private:
    void rebuild();
    void add_stage(int stage, const NetworkRecord& record, double share);
    void add_near_misses();
    QListWidget* add_column(const QString& name, const QString& title, int stretch);
    void show_item(QListWidgetItem& item, const GateSite& site) const;
    void show_verdicts();
    void show_selection();
    void select(const QListWidgetItem* item);

    Workspace& workspace_;
    Pruning& pruning_;
    FigureView* figure_;
    QLabel* about_;
    QHBoxLayout* columns_;
    std::vector<QListWidget*> stages_;
    bool showing_ = false;  ///< the selection is set by us, not by the person
};

}  // namespace sescope::ui
