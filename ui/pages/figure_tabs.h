// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>
#include <functional>
#include <memory>
#include <vector>

#include "ui/jobs/figure_job.h"

namespace sescope {
struct Marks;
}

namespace sescope::ui {

class BlockChoice;
class FigureView;
class ImagesPage;
class Workspace;

/// The figures, one a tab, all on what is selected. What is picked in one is picked in the
/// workspace, and so marked in all others.
class FigureTabs : public QTabWidget {
    Q_OBJECT

  public:
    FigureTabs(Workspace& workspace, QWidget* parent = nullptr);
    ~FigureTabs() override;
    FigureView* current_view() const;
    /// A page beside the figures, which shows `figure` of its own.
    void add_page(QWidget* page, FigureView* figure, const QString& title);
    void set_dark(bool dark);
    /// A figure for a file: as it is seen, or what it is to be made of.
    struct Wanted {
        FigurePtr figure;
        FigureRequest request;
    };
    /// Of every page that has one now, as chosen there; those that were not looked at are yet to be
    /// made.
    std::vector<Wanted> all_figures();
    /// Picks the channel so many steps on, in the order of the figure that is shown.
    void walk_channels(int step);

  signals:
    void failed(const QString& message);
    /// What lies under the cursor in the figure, in one line, for the foot of the window.
    void read_out(const QString& text);

  private:
    struct Tab {
        FigureView* view;
        /// What the tab shows of the selection; none of a page that fills itself.
        std::function<FigureRequest()> request;
        std::function<bool()> of_checked;  ///< whether it is of the checked classes alone
        FigureRequest shown;               ///< of the figure in the view
        ProfilePtr of;
        std::function<QString()> note = {};  ///< what is said beside the caption
    };
    void add_class_tab();
    void add_paper_tab();
    void add_distribution_tab();
    void add_map_tab(const std::string& figure, const QString& title);
    void add_depth_tab();
    void add_images_tab();
    FigureView& add_tab(const QString& title, std::function<FigureRequest()> request);
    FigureOptions selected(bool block, bool classes) const;

    void draw_current();
    bool nothing_to_show(Tab& tab);
    void make_in_background(const FigureRequest& request);
    void retire_job();
    void show_in(Tab& tab, const FigurePtr& figure, const FigureRequest& request,
                 const ProfilePtr& profile);
    QString compared_classes() const;
    QString command_of(std::size_t tab) const;
    static void show_note(const Tab& tab);
    void mark(Tab& tab);
    void pick(const Marks& what);
    void take_pick_back();

    Workspace& workspace_;
    std::vector<Tab> tabs_;
    ImagesPage* images_ = nullptr;
    BlockChoice* paper_blocks_ = nullptr;
    bool last_pick_changed_ = false;  ///< the selection
    quint64 next_id_ = 1;
    struct UnderWay {
        std::size_t tab = 0;
        FigureRequest request;
        ProfilePtr profile;
        bool operator==(const UnderWay&) const = default;
    };
    UnderWay under_way_;  ///< what the job makes
    std::unique_ptr<FigureJob> job_;
    /// Replaced while they ran: they end in their own time, not in ours.
    std::vector<std::unique_ptr<FigureJob>> retired_;
};

}  // namespace sescope::ui
