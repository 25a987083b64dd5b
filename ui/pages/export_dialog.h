// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/jobs/figure_job.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace sescope::ui {

class MessageBar;

/// Asks how a figure is written, and shows it so: format, size, dpi, font.
class ExportDialog : public QDialog {
    Q_OBJECT

  public:
    /// The dialog keeps the figure: a run that goes on shows another one meanwhile. `name` is
    /// proposed for its file, without extension. Paper is light, whatever the screen is.
    ExportDialog(const FigurePtr& figure, const QString& name, QWidget* parent = nullptr);

    RenderSettings settings() const;
    /// Writes the file and closes; tells of a failure in a message of its own, and stays.
    void write(const QString& path);

  signals:
    void written(const QString& path);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QFormLayout* make_form();
    void ask_and_write();
    void preview();

    FigurePtr figure_;
    QString name_;
    MessageBar* message_;
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
