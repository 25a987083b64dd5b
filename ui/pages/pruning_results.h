// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>

#include "core/base/error.h"
#include "core/base/progress.h"

class QLabel;
class QProgressBar;

namespace sescope::ui {

class FigureView;
class Pruning;
class TablePage;

/// What verdicts follow and what was measured: thresholds, the proof before and after, per class,
/// and the trade-off of the search; and how far the measurement is.
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
    QString search_text() const;
    void show_running();
    void show_progress(const Progress& progress);

    Pruning& pruning_;
    QTabWidget* tabs_;
    TablePage* proof_;
    TablePage* classes_;
    TablePage* sets_;
    FigureView* figure_;
    QLabel* status_;
    QProgressBar* progress_;
    double max_drop_ = 0.001;
    const void* shown_proof_ = nullptr;
    const void* shown_plan_ = nullptr;
    bool searched_ = false;  ///< what runs, or ran last, is a search
};

}  // namespace sescope::ui
