// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

class QComboBox;
class QMenu;

namespace sescope::ui {

class WrappingRow;

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
    /// Enables a choice, or disables it with the reason in its tooltip.
    void allow(int choice, bool allowed, const QString& why_not);
    /// A control of another kind; `changed` is not told of it.
    void add_control(const QString& name, QWidget* control);
    bool empty() const { return controls_ == 0; }
    void fill_menu(QMenu& menu);

  signals:
    void changed();

  private:
    WrappingRow* row_;
    int controls_ = 0;
    std::vector<QComboBox*> boxes_;
    std::vector<QString> tool_tips_;
};

}  // namespace sescope::ui
