// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "core/base/error.h"

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace sescope::ui {

/// One message above the page, in place of a dialog: what happened, to which file, what to do next;
/// details behind a button. It stays until it is closed, or another one comes.
class MessageBar : public QFrame {
    Q_OBJECT

  public:
    explicit MessageBar(QWidget* parent = nullptr);

    void show_error(const Error& error);
    /// Offers names below the message, one of which answers it: `chosen`.
    void offer(const QStringList& names);
    void clear();
    QString text() const;

  signals:
    void chosen(const QString& name);

  private:
    void show_details(bool shown);

    QLabel* text_;
    QLabel* details_;
    QComboBox* names_;
    QPushButton* choose_;
    QToolButton* more_;
    QToolButton* close_;
};

}  // namespace sescope::ui
