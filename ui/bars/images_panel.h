// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace sescope::ui {

class Workspace;

/// Which images are used: the folder, how its classes were matched to the head, and the sampling.
class ImagesPanel : public QWidget {
    Q_OBJECT

  public:
    explicit ImagesPanel(Workspace& workspace, QWidget* parent = nullptr);

  private:
    void show_images();
    void apply();

    Workspace& workspace_;
    QLabel* facts_;
    QSpinBox* per_class_;
    QComboBox* half_;
    QSpinBox* seed_;
    QLineEdit* classes_;
};

}  // namespace sescope::ui
