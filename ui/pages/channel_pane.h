// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;
class QSortFilterProxyModel;
class QTableView;

namespace sescope::ui {

class RanksModel;
class Workspace;

/// The picked channel, whatever lies under the cursor: every class ranked by its gate, with its
/// band; or the channels of the block ranked for a class. Goes to a channel by its number.
class ChannelPane : public QWidget {
    Q_OBJECT

  public:
    explicit ChannelPane(Workspace& workspace, QWidget* parent = nullptr);
    ~ChannelPane() override;
    void set_dark(bool dark);

  signals:
    /// One channel on (1) or back (-1), in the order of the figure that is shown.
    void walk_asked(int step);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    enum Ranking { kClasses, kChannels };
    void make_layout();
    void fill();
    void fill_class_choice();
    void rank_classes(int block, int channel);
    void rank_channels(int block, int cls);
    void select_row(int id);
    void choose_row(const QModelIndex& index);
    int ranked_class() const;

    Workspace& workspace_;
    RanksModel* model_;
    QSortFilterProxyModel* sorted_;
    QLabel* title_;
    QSpinBox* number_;
    QComboBox* ranking_;
    QComboBox* class_;
    QTableView* table_;
    bool filling_ = false;  ///< what changes in the controls is ours
};

}  // namespace sescope::ui
