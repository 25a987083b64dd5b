// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace sescope::ui {

/// A line of plain text that takes what room there is, and is cut in its middle where that is too
/// little: names of files and folders keep their numbers, which come last. The whole is in the
/// tooltip then.
class ElidedLabel : public QLabel {
    Q_OBJECT

  public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;
    /// What is drawn now.
    QString shown_text() const;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
};

}  // namespace sescope::ui
