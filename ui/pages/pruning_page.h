// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "core/base/error.h"
#include "core/pruning/prune.h"

class QAction;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QMenu;
class QPushButton;
class QScrollArea;
class QSortFilterProxyModel;
class QStackedLayout;
class QTableView;

namespace sescope::ui {

class Commands;
class FigureView;
class Pruning;
class PruningResults;
class PruningStep;
struct Finding;
class VerdictsModel;
class Workspace;

/// Pruning in three steps: what may go (verdicts with check boxes, what that saves), the proof (the
/// search for the best set, what was measured), and writing the network. Each has a headline that
/// says what it came to, and tables that fold away, by themselves where the page is low. Without a
/// profile it says what would fill it.
class PruningPage : public QWidget {
    Q_OBJECT

  public:
    PruningPage(Workspace& workspace, Pruning& pruning, const Commands& commands,
                QWidget* parent = nullptr);

    /// The trade-off of the last search; the figure that the window exports from this page.
    FigureView* figure() const;
    /// Puts the page's commands into a menu.
    void fill_menu(QMenu& menu) const;

  signals:
    void failed(const sescope::Error& error);
    void written(const QString& path);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void make_commands();
    void ask_where_to_write();
    QWidget* make_table();
    QWidget* make_steps();
    void make_choices();
    void make_measuring();
    void make_writing();
    QWidget* make_empty(const Commands& commands);
    void ask_for_body(int step, bool shown);
    void fold_what_has_no_room();
    Finding finding() const;
    void measure_what_is_needed();

    void show_verdicts();
    void show_choice();
    void show_saving();
    void show_state();
    void show_images();
    void show_headlines();
    void show_results();
    void select_row();

    Workspace& workspace_;
    Pruning& pruning_;
    VerdictsModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    PruningStep* may_go_;
    PruningStep* proof_;
    PruningStep* writing_;
    PruningResults* results_;
    QStackedLayout* stack_;
    QLabel* empty_;
    QLabel* saving_;
    QLabel* images_note_;
    QScrollArea* sliders_;
    QComboBox* replacement_;
    QComboBox* images_;
    QDoubleSpinBox* max_drop_;
    QComboBox* accuracy_;
    QAction* choose_prunable_;
    QAction* find_best_;
    QAction* choose_best_;
    QAction* prove_;
    QAction* write_;
    QAction* stop_;
    QPushButton* measure_needed_;
    bool wanted_[2] = {true, true};  ///< bodies of the first steps, where there is room
    int first_ = 0;                  ///< which of them is shown where there is room for one only
    bool searched_ = false;          ///< what was measured last is a search
    const void* proof_seen_ = nullptr;
    const void* plan_seen_ = nullptr;
};

}  // namespace sescope::ui
