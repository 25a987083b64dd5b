// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>

#include "core/base/error.h"
#include "core/network/network_value.h"

class QComboBox;
class QPlainTextEdit;

namespace sescope::ui {

class TablePage;
class Workspace;

/// The tables below the figures: blocks, cost by layer, block or stage in each convention, skipped
/// images; and the log.
class Tables : public QTabWidget {
    Q_OBJECT

  public:
    explicit Tables(Workspace& workspace, QWidget* parent = nullptr);

    void log(const QString& text);
    QString log_text() const;
    void set_log(const QString& text);

  signals:
    void failed(const sescope::Error& error);
    void written(const QString& path);

  private:
    TablePage* add_page(const QString& name, const QString& key);
    void add_cost_controls();
    void show_profile();
    void show_cost();
    void show_selection();
    void select_block(const QModelIndex& row);

    Workspace& workspace_;
    TablePage* blocks_;
    TablePage* cost_;
    TablePage* skipped_;
    QComboBox* level_;
    QComboBox* convention_;
    QPlainTextEdit* log_;
};

}  // namespace sescope::ui
