// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QWidget>
#include <map>
#include <memory>
#include <vector>

#include "ui/jobs/image_job.h"

class QListWidget;
class QListWidgetItem;
class QStackedLayout;
class QLabel;
class QPushButton;

namespace sescope::ui {

class FigureControls;
class FigureView;
class ImagePanel;
class Workspace;

/// Single images of the open data set: those that open or close the picked channel most, and of the
/// chosen one its gates against its class's band, its prediction, and what the gates emphasise. The
/// network runs over them on a thread; what it said is kept.
class ImagesPage : public QWidget {
    Q_OBJECT

  public:
    explicit ImagesPage(Workspace& workspace, QWidget* parent = nullptr);
    ~ImagesPage() override;

    /// The figure of the chosen image, whose read-outs, picks and exports are as of any other.
    FigureView& view() { return *view_; }
    /// Images that were looked at, for tests.
    std::size_t seen() const { return seen_.size(); }
    QListWidget& list() { return *list_; }

  public slots:
    /// Follows the workspace; to be called while the page is seen.
    void refresh();

  signals:
    void failed(const sescope::Error& error);

  protected:
    void hideEvent(QHideEvent* event) override;

  private:
    void make_layout();
    void close_network();
    bool ready() const;
    void start_anew();
    std::vector<int> candidates() const;
    void look_at_candidates();
    void look_for_maps();
    void take(const SeenImagePtr& image);
    void order_list();
    void add_row(int image);
    double gate_of(int image) const;
    int chosen() const;
    void show_chosen();
    QStringList head_names() const;
    std::unique_ptr<ImageJob> new_job(std::unique_ptr<ImageJob>& slot);

    Workspace& workspace_;
    QStackedLayout* stack_;
    QLabel* empty_;
    FigureControls* controls_;
    QListWidget* list_;
    QPushButton* more_;
    ImagePanel* panel_;
    FigureView* view_;

    NetworkPtr network_;  ///< what the images were seen by
    DatasetPtr dataset_;
    int per_class_;
    std::map<int, SeenImagePtr> seen_;                            ///< without maps
    std::map<int, QIcon> thumbnails_;                             ///< of those
    std::map<std::pair<int, std::string>, SeenImagePtr> mapped_;  ///< of an image and a block
    std::shared_ptr<OpenEngine> engine_;
    quint64 next_id_ = 1;
    std::unique_ptr<ImageJob> scan_;
    std::unique_ptr<ImageJob> maps_;
    std::vector<std::unique_ptr<ImageJob>> retired_;
};

}  // namespace sescope::ui
