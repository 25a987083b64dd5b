// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace sescope::ui {

/// What stands below a table: two lines of it, and the rest behind a button where there is more.
class TableNotes : public QWidget {
    Q_OBJECT

  public:
    explicit TableNotes(QWidget* parent = nullptr);

    /// None: nothing is shown.
    void set_notes(const QStringList& notes);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fit();

    QLabel* text_;
    QToolButton* more_;
};

}  // namespace sescope::ui
