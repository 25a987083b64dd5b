// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QDoubleSpinBox;
class QSpinBox;

namespace sescope::ui {

class Workspace;

/// How the network is run: device, precision, batch, and when the run ends. Kept in the settings.
class RunPanel : public QWidget {
    Q_OBJECT

  public:
    explicit RunPanel(Workspace& workspace, QWidget* parent = nullptr);

    /// "automatic", or "cuda:0 · fp16 · 64".
    QString summary() const;

  signals:
    void changed();

  private:
    void restore();
    void apply();
    void show_devices();
    void show_running();

    Workspace& workspace_;
    QComboBox* device_;
    QComboBox* precision_;
    QSpinBox* batch_;
    QSpinBox* limit_;
    QDoubleSpinBox* until_;
    QLabel* devices_;
};

}  // namespace sescope::ui
