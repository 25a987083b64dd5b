// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

class QComboBox;
class QHBoxLayout;
class QMenu;

namespace sescope::ui {

/// The few choices above a figure; the same are in its context menu under "Options".
class FigureControls : public QWidget {
    Q_OBJECT

  public:
    explicit FigureControls(QWidget* parent = nullptr);

    /// A choice named `name` among `values`, the first one chosen. Returns its number.
    int add_choice(const QString& name, const QStringList& values, const QString& tool_tip);
    /// Which of its values is chosen.
    int chosen(int choice) const;
    void choose(int choice, int value);
    bool empty() const { return boxes_.empty(); }
    void fill_menu(QMenu& menu);

  signals:
    void changed();

  private:
    QHBoxLayout* row_;
    std::vector<QComboBox*> boxes_;
};

}  // namespace sescope::ui
