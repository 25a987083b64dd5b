// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

class QListWidget;

namespace sescope::ui {

/// A button that unfolds a list of blocks to choose from. With none checked those of the paper are
/// shown.
class BlockChoice : public QToolButton {
    Q_OBJECT

  public:
    explicit BlockChoice(QWidget* parent = nullptr);
    /// What is checked stays, as far as it is among them.
    void set_blocks(const QStringList& blocks);
    /// In the order of the network; empty: those of the paper.
    QStringList chosen() const;

  signals:
    void changed();

  private:
    void show_what_is_chosen();
    void uncheck_all();

    QListWidget* list_;
};

}  // namespace sescope::ui
