// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/base/error.h"

class QAction;
class QComboBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;
class QMenu;
class QSortFilterProxyModel;
class QStackedLayout;
class QTableView;
class QToolButton;

namespace sescope::ui {

class Commands;
class FigureView;
class Pruning;
class PruningResults;
class VerdictsModel;
class Workspace;

/// Which blocks can go: their verdicts with check boxes, what that saves, the search for the best
/// set, the proof. Without a profile it says what would fill it.
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

  private:
    void make_commands();
    void ask_where_to_write();
    QWidget* make_table();
    QWidget* make_choices();
    QWidget* make_measuring();
    QWidget* make_empty(const Commands& commands);

    void show_verdicts();
    void show_choice();
    void show_saving();
    void show_state();
    void show_images();
    void select_row();

    Workspace& workspace_;
    Pruning& pruning_;
    VerdictsModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    PruningResults* results_;
    QStackedLayout* stack_;
    QLabel* empty_;
    QLabel* saving_;
    QLabel* images_note_;
    QComboBox* stand_in_;
    QComboBox* images_;
    QDoubleSpinBox* max_drop_;
    QComboBox* accuracy_;
    QAction* choose_prunable_;
    QAction* find_best_;
    QAction* choose_best_;
    QAction* prove_;
    QAction* write_;
    QAction* stop_;
};

}  // namespace sescope::ui
