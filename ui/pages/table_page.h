// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "core/base/error.h"
#include "core/report/table.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QSortFilterProxyModel;
class QTableView;

namespace sescope::ui {

class ReportTableModel;
class TableNotes;

/// One table with what every table has: filter, sorting, a choice of columns (kept in the
/// settings), copy, and export in each format of core's writers. What is filtered out is not
/// exported, and rows are exported in the order that is shown.
class TablePage : public QWidget {
    Q_OBJECT

  public:
    /// `name` in the person's language, for screen readers; `key` in the settings.
    TablePage(const QString& name, const QString& key, QWidget* parent = nullptr);

    void set_table(Table table);
    /// One more control in the row above the table.
    void add_control(const QString& label, QWidget* control);
    QTableView* view() const { return view_; }
    /// The rows and columns that are shown, in the order shown; values in full.
    Table shown_table() const;
    /// Writes that in a format of `table_writers`; tells of a failure by `failed`.
    void write(const QString& path, const std::string& format);

  public slots:
    /// The selected rows, or all, with their headers, tab-separated as spreadsheets want them.
    void copy();

  signals:
    void failed(const sescope::Error& error);
    void written(const QString& path);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void make_controls();
    void fill_columns_menu();
    void fill_export_menu(QMenu& menu);
    void show_menu(const QPoint& at);
    void export_as(const std::string& format);
    void hide_columns();

    QString key_;
    ReportTableModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* view_;
    TableNotes* notes_;
    QLineEdit* filter_;
    QHBoxLayout* controls_;
    QMenu* columns_;
};

}  // namespace sescope::ui
