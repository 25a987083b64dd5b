// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/base/error.h"

class QLabel;
class QToolButton;

namespace sescope::ui {

/// One message above the page, in place of a dialog: what happened, to which file, what to do next;
/// details behind a button. It stays until it is closed, or another one comes.
class MessageBar : public QFrame {
    Q_OBJECT

  public:
    explicit MessageBar(QWidget* parent = nullptr);

    void show_error(const Error& error);
    void clear();
    QString text() const;

  private:
    void show_details(bool shown);

    QLabel* text_;
    QLabel* details_;
    QToolButton* more_;
    QToolButton* close_;
};

}  // namespace sescope::ui
