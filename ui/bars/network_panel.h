// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/excitation/network_record.h"
#include "core/network/network.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace sescope::ui {

class Workspace;

/// What the network is, what was assumed of it and why, and a control to change each of these.
class NetworkPanel : public QWidget {
    Q_OBJECT

  public:
    explicit NetworkPanel(Workspace& workspace, QWidget* parent = nullptr);

  private:
    void make_architecture_controls();
    void make_image_controls();
    void add_row(const char* option, const QString& label, QWidget* control);
    void show_network();
    void show_near_misses();
    void show_facts(const NetworkRecord& model);
    void show_values(const NetworkRecord& model);
    void show_assumptions(const NetworkRecord& model);
    /// Changes the overrides and reads the network anew.
    template <class Change>
    void apply(Change change);

    Workspace& workspace_;
    bool showing_ = false;  ///< values are being set by us, not by the person
    QLabel* facts_;
    QFormLayout* form_;
    QComboBox* stride_;
    QComboBox* pool_;
    QComboBox* gate_;
    QComboBox* place_;
    QComboBox* preset_;
    QSpinBox* size_;
    QSpinBox* width_;  ///< of the input; 0: as its height
    QDoubleSpinBox* crop_;
    QComboBox* interpolation_;
    QComboBox* epsilon_;
    QLabel* others_;
    QLabel* near_label_;
    QListWidget* near_misses_;
    QPushButton* reset_;
    struct Row {
        const char* option;  ///< of the assumption that it changes
        QLabel* why;
        QWidget* control;
        QLayout* line;
    };
    std::vector<Row> rows_;
};

}  // namespace sescope::ui
