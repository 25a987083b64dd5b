// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>
#include <string>
#include <vector>

namespace sescope::ui {

class FigureView;
class Workspace;

/// The figures, one a tab, all on what is selected: each row of core's figure table for the
/// selected block, and for the panels of the paper.
class FigureTabs : public QTabWidget {
    Q_OBJECT

  public:
    FigureTabs(Workspace& workspace, QWidget* parent = nullptr);
    FigureView* current_view() const;
    void set_dark(bool dark);

  signals:
    void failed(const QString& message);

  private:
    struct Tab {
        std::string figure;   ///< of core's table
        bool selected_block;  ///< only the selected block; otherwise the paper's panels
        FigureView* view;
        bool stale;
    };
    void add_tab(const std::string& figure, bool selected_block, const QString& title);
    void mark_all_stale();
    void draw_current();

    Workspace& workspace_;
    std::vector<Tab> tabs_;
};

}  // namespace sescope::ui
