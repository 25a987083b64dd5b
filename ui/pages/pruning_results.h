// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/base/error.h"

class QTabWidget;

namespace sescope::ui {

class FigureView;
class Pruning;
class TablePage;

/// What was measured: the proof before and after, per class, and the trade-off of the search.
class PruningResults : public QWidget {
    Q_OBJECT

  public:
    explicit PruningResults(Pruning& pruning, QWidget* parent = nullptr);

    FigureView* figure() const { return figure_; }
    /// The budget that results are held against, as a fraction.
    void set_max_drop(double max_drop);

  signals:
    void failed(const sescope::Error& error);
    void written(const QString& path);

  private:
    TablePage* add_table(const QString& name, const QString& key);
    void show_results();
    void show_proof();
    void show_plan();

    Pruning& pruning_;
    QTabWidget* tabs_;
    TablePage* proof_;
    TablePage* classes_;
    TablePage* sets_;
    FigureView* figure_;
    double max_drop_ = 0.001;
    const void* shown_proof_ = nullptr;
    const void* shown_plan_ = nullptr;
};

}  // namespace sescope::ui
