// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/figures/figure.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace sescope::ui {

/// Asks how a figure is written, and shows it so: format, size, dpi, font.
class ExportDialog : public QDialog {
    Q_OBJECT

  public:
    ExportDialog(const Figure& figure, bool dark, QWidget* parent = nullptr);

    RenderSettings settings() const;
    /// Writes the file and closes; tells of a failure by `failed`, and stays.
    void write(const QString& path);

  signals:
    void failed(const sescope::Error& error);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QFormLayout* make_form(bool dark);
    void ask_and_write();
    void preview();

    const Figure& figure_;
    QComboBox* format_;
    QDoubleSpinBox* width_;
    QDoubleSpinBox* height_;
    QSpinBox* dpi_;
    QDoubleSpinBox* font_;
    QCheckBox* caption_;
    QCheckBox* dark_;
    QLabel* preview_;
    QLabel* size_;
    QPushButton* export_;
};

}  // namespace sescope::ui
