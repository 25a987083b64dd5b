// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

class QFrame;

namespace sescope::ui {

/// A button that opens a panel below it: what is open now, and controls to change it. Escape and a
/// click elsewhere close the panel.
class PanelButton : public QToolButton {
    Q_OBJECT

  public:
    explicit PanelButton(QWidget* panel, QWidget* parent = nullptr);

    void open_panel();
    QWidget* panel() const { return panel_; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    QSize sizeHint() const override;
    /// Less than its text: it is elided before other controls have no room.
    QSize minimumSizeHint() const override;

  private:
    QFrame* frame_;
    QWidget* panel_;
};

}  // namespace sescope::ui
