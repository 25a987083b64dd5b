// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>

class QDockWidget;
class QTabWidget;

namespace sescope::ui {

/// Folds the pane of tables away on pages that have tables or lists of their own and need the
/// height, and brings it back on the others. Where the person shows it on such a page it stays.
class TablesFold : public QObject {
    Q_OBJECT

  public:
    TablesFold(QDockWidget* tables, QTabWidget* pages, QObject* parent = nullptr);

    /// A page that needs the height.
    void add_page(QWidget* page);
    /// Folds or unfolds by the page that is shown now.
    void apply();
    /// Brings the pane back until `apply`: for a layout that is to be remembered.
    void unfold();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void choose(bool shown);
    QDockWidget* tables_;
    QTabWidget* pages_;
    QSet<QWidget*> high_;
    bool folded_ = false;  ///< by us
    bool wanted_ = false;  ///< by the person, on a page that needs the height
};

}  // namespace sescope::ui
