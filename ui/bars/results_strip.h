// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QAction;
class QLabel;
class QToolButton;

namespace sescope::ui {

class Workspace;

/// Above the figures: whose results these are, and how far. Where what is open now is something
/// else, it says so, and offers to save them before a run replaces them.
class ResultsStrip : public QFrame {
    Q_OBJECT

  public:
    ResultsStrip(Workspace& workspace, QAction* save, QWidget* parent = nullptr);

  private:
    void show_results();

    Workspace& workspace_;
    QLabel* text_;
    QToolButton* save_;
};

/// "SE-ResNet-50 on imagenette-val: 320 of 1,500 images, unsaved"; empty without results.
QString results_text(const Workspace& workspace);

}  // namespace sescope::ui
