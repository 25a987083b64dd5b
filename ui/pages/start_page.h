// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/recent_sessions.h"

class QBoxLayout;
class QLabel;
class QPushButton;

namespace sescope::ui {

class Commands;
class Workspace;

/// What the window shows before anything ran: what can be opened, the demo, what is still missing,
/// and the pairs that were open last with a picture of their figure.
class StartPage : public QWidget {
    Q_OBJECT

  public:
    StartPage(Workspace& workspace, const Commands& commands, QWidget* parent = nullptr);
    /// One more button: a run was cut off, and what it had is still there.
    void offer_partial();
    void show_recent();

  signals:
    /// The page of the open network is to be shown.
    void network_asked();
    void partial_asked();
    void pair_asked(const sescope::ui::RecentSession& pair);

  private:
    QPushButton* add_button(QAction* action, const QString& tip);
    void show_next_step();
    QWidget* card(const RecentSession& pair);

    Workspace& workspace_;
    QBoxLayout* column_;
    QBoxLayout* buttons_;
    QBoxLayout* cards_;
    QWidget* recent_;
    QLabel* next_;
    QPushButton* show_network_;
};

}  // namespace sescope::ui
