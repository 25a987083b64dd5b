// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace sescope::ui {

/// One step of the Prune page: a number, a name and a headline that says what came of it; below,
/// rows of controls that stay in sight, and a body (tables, figures) that folds away.
class PruningStep : public QWidget {
    Q_OBJECT

  public:
    /// `name` is the object's: its headline is `NAME_headline`, its fold button `NAME_fold`.
    PruningStep(const char* name, int number, const QString& title, QWidget* parent = nullptr);

    void set_headline(const QString& text);
    /// Behind the headline, for buttons.
    QHBoxLayout* head() const { return head_; }
    /// Below it, for rows of controls.
    QVBoxLayout* rows() const { return rows_; }
    /// What folds away; it takes the height that is left, and needs none.
    void set_body(QWidget* body);
    void show_body(bool shown);
    /// What the step takes without its body.
    int height_of_controls() const;

  signals:
    /// The person asked for the body, or asked it away.
    void body_asked(bool shown);

  private:
    QLabel* headline_;
    QToolButton* fold_;
    QHBoxLayout* head_;
    QVBoxLayout* rows_;
    QWidget* body_ = nullptr;
};

}  // namespace sescope::ui
