// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace sescope::ui {

class ClassesModel;
class Workspace;

/// The classes: filter, check, "only this", all, none, the most different ones.
class ClassList : public QWidget {
    Q_OBJECT

  public:
    ClassList(Workspace& workspace, QWidget* parent = nullptr);
    /// Puts the cursor into the filter.
    void focus_filter();
    void set_dark(bool dark);

  private:
    void only_this();
    void all();
    void none();
    void most_different();

    Workspace& workspace_;
    ClassesModel* model_;
    QSortFilterProxyModel* sorted_;
    QLineEdit* filter_;
    QTableView* view_;
};

}  // namespace sescope::ui
