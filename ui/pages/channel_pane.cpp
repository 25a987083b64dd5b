// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/channel_pane.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "core/figures/channel_ranks.h"
#include "core/figures/choices.h"
#include "ui/models/natural_sorter.h"
#include "ui/models/picked_channel.h"
#include "ui/models/ranks_model.h"
#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

constexpr int kNone = -1;

/// Its own width is what is left, however long the names in it are.
class NarrowBox : public QComboBox {
  public:
    NarrowBox() {
        setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        setMinimumContentsLength(6);
    }
};

}  // namespace

ChannelPane::ChannelPane(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      model_(new RanksModel(this)),
      sorted_(new NaturalSorter(this)),
      title_(new QLabel),
      number_(new QSpinBox),
      ranking_(new NarrowBox),
      class_(new NarrowBox),
      table_(new QTableView) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(RanksModel::kSortValue);
    make_layout();
    connect(number_, &QSpinBox::valueChanged, this, [this](int channel) {
        if (!filling_) workspace_.select_channel(channel);
    });
    connect(ranking_, &QComboBox::currentIndexChanged, this, [this] {
        if (!filling_) fill();
    });
    connect(class_, &QComboBox::currentIndexChanged, this, [this] {
        if (!filling_) workspace_.mark_class(class_->currentData().toString());
    });
    connect(table_, &QTableView::clicked, this, &ChannelPane::choose_row);
    connect(table_, &QTableView::activated, this, &ChannelPane::choose_row);
    connect(&workspace_, &Workspace::profile_changed, this, &ChannelPane::fill);
    connect(&workspace_, &Workspace::selection_changed, this, &ChannelPane::fill);
}

// Controls that go may still tell of it: nothing of us is there to hear them.
ChannelPane::~ChannelPane() {
    for (auto* child : findChildren<QObject*>()) child->disconnect(this);
}

void ChannelPane::make_layout() {
    title_->setObjectName(QStringLiteral("channel_title"));
    title_->setTextFormat(Qt::PlainText);
    title_->setWordWrap(true);
    number_->setObjectName(QStringLiteral("go_to_channel"));
    number_->setAccessibleName(tr("Channel"));
    number_->setToolTip(tr("Goes to a channel by its number, from 0"));
    number_->setSpecialValueText(tr("none"));
    number_->setRange(kNone, 0);
    number_->setKeyboardTracking(false);
    ranking_->setObjectName(QStringLiteral("ranking"));
    ranking_->setAccessibleName(tr("Ranking"));
    ranking_->addItems({tr("Classes by this channel"), tr("Channels for a class")});
    class_->setObjectName(QStringLiteral("ranked_class"));
    class_->setAccessibleName(tr("Class that channels are ranked for"));
    table_->setObjectName(QStringLiteral("ranks"));
    table_->setAccessibleName(tr("Ranking by gate"));
    table_->setModel(sorted_);
    table_->setTabKeyNavigation(false);
    table_->setSortingEnabled(true);
    table_->sortByColumn(RanksModel::kGate, Qt::DescendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setShowGrid(false);
    table_->setIconSize(QSize(12, 12));
    table_->verticalHeader()->setDefaultSectionSize(20);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->horizontalHeader()->setMinimumSectionSize(30);
    table_->setMinimumHeight(60);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(4, 4, 4, 4);
    const auto step = [&](Qt::ArrowType arrow, const char* name, const QString& text, int by) {
        auto* button = new QToolButton;
        button->setArrowType(arrow);
        button->setObjectName(QString::fromLatin1(name));
        button->setAccessibleName(text);
        button->setToolTip(text);
        button->setAutoRepeat(true);
        connect(button, &QToolButton::clicked, this, [this, by] { emit walk_asked(by); });
        return button;
    };
    grid->addWidget(title_, 0, 0, 1, 3);
    grid->addWidget(number_, 1, 0);
    grid->addWidget(step(Qt::LeftArrow, "channel_back", tr("Previous channel"), -1), 1, 1);
    grid->addWidget(step(Qt::RightArrow, "channel_on", tr("Next channel"), 1), 1, 2);
    grid->addWidget(ranking_, 2, 0, 1, 3);
    grid->addWidget(class_, 3, 0, 1, 3);
    grid->addWidget(table_, 4, 0, 1, 3);
    grid->setColumnStretch(0, 1);
    grid->setRowStretch(4, 1);
}

void ChannelPane::set_dark(bool dark) {
    model_->set_dark(dark);
}

void ChannelPane::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fill();
}

// The class that is pointed out, else the first one that is checked.
int ChannelPane::ranked_class() const {
    const ProfilePtr& profile = workspace_.profile();
    const Selection& selection = workspace_.selection();
    QString name = selection.marked_class;
    if (name.isEmpty() && !selection.classes.isEmpty()) name = selection.classes.front();
    const int cls = name.isEmpty() ? kNone : profile->find_class(name.toStdString());
    return cls >= 0 && profile->gates.images[static_cast<std::size_t>(cls)] > 0 ? cls : kNone;
}

// Only while it is seen: of many classes it takes a moment.
void ChannelPane::fill() {
    if (!isVisible() || filling_) return;
    filling_ = true;
    const int block = selected_block(workspace_);
    const int channels = channels_of_selected(workspace_);
    const int picked = workspace_.selection().channel;
    const bool channels_ranked = ranking_->currentIndex() == kChannels;
    number_->setRange(kNone, std::max(channels - 1, 0));
    number_->setEnabled(channels > 0);
    number_->setValue(picked < channels ? picked : kNone);
    class_->setVisible(channels_ranked);
    const QString channel = picked_channel_text(workspace_);
    title_->setText(!channel.isEmpty() ? channel
                    : picked >= 0 && channels > 0
                        ? tr("%1 has no channel %L2").arg(workspace_.selection().block).arg(picked)
                        : tr("Click a channel in a figure, or give its number."));
    const bool images = workspace_.profile() && workspace_.profile()->images() > 0;
    const int cls = block >= 0 && images ? ranked_class() : kNone;
    if (channels_ranked) fill_class_choice();
    if (channels_ranked && cls >= 0) {
        rank_channels(block, cls);
    } else if (!channels_ranked && images && !channel.isEmpty()) {
        rank_classes(block, picked);
    } else {
        model_->set_rows({}, {});
    }
    filling_ = false;
}

void ChannelPane::fill_class_choice() {
    const ProfilePtr& profile = workspace_.profile();
    QStringList names;
    for (std::size_t i = 0; profile && i < profile->classes.size(); ++i) {
        if (profile->gates.images[i] > 0)
            names.append(QString::fromStdString(profile->classes[i].name));
    }
    bool same = names.size() == class_->count();
    for (int i = 0; same && i < class_->count(); ++i) same = class_->itemData(i) == names[i];
    if (!same) {
        class_->clear();
        for (const QString& name : names) {
            const int cls = profile->find_class(name.toStdString());
            class_->addItem(QString::fromStdString(shown_name(*profile, cls)), name);
        }
    }
    const int cls = profile ? ranked_class() : kNone;
    class_->setCurrentIndex(cls < 0 ? -1
                                    : class_->findData(QString::fromStdString(
                                          profile->classes[static_cast<std::size_t>(cls)].name)));
}

void ChannelPane::rank_classes(int block, int channel) {
    const ExcitationProfile& profile = *workspace_.profile();
    const QStringList& checked = workspace_.selection().classes;
    std::vector<RanksModel::Row> rows;
    for (const RankedClass& ranked : classes_by_gate(profile, block, channel)) {
        const QString name =
            QString::fromStdString(profile.classes[static_cast<std::size_t>(ranked.cls)].name);
        const QString shown = QString::fromStdString(shown_name(profile, ranked.cls));
        const QLocale locale;
        rows.push_back({shown, ranked.cls, ranked.mean, ranked.deviation,
                        checked.contains(name) ? workspace_.class_colours().value(name, -1) : -1,
                        tr("%1: %2 ± %3 over %4 images")
                            .arg(shown, locale.toString(ranked.mean, 'f', 3),
                                 locale.toString(ranked.deviation, 'f', 3),
                                 locale.toString(quint64(ranked.images)))});
    }
    model_->set_rows(std::move(rows), {tr("Class"), tr("Gate"), tr("± std")});
    table_->horizontalHeader()->setSectionResizeMode(RanksModel::kName, QHeaderView::Stretch);
    select_row(profile.find_class(workspace_.selection().marked_class.toStdString()));
}

void ChannelPane::rank_channels(int block, int cls) {
    const ExcitationProfile& profile = *workspace_.profile();
    std::vector<RanksModel::Row> rows;
    for (const RankedChannel& ranked : channels_by_gate(profile, block, cls)) {
        rows.push_back(
            {QLocale().toString(ranked.channel), ranked.channel, ranked.mean, ranked.overall});
    }
    model_->set_rows(std::move(rows), {tr("Channel"), tr("Gate"), tr("All classes")});
    table_->horizontalHeader()->setSectionResizeMode(RanksModel::kName, QHeaderView::Stretch);
    select_row(workspace_.selection().channel);
}

// Where it stands in the ranking; -1: nothing.
void ChannelPane::select_row(int id) {
    for (int row = 0; id >= 0 && row < sorted_->rowCount(); ++row) {
        const QModelIndex index = sorted_->index(row, 0);
        if (index.data(RanksModel::kId).toInt() != id) continue;
        table_->setCurrentIndex(index);
        return;
    }
    table_->clearSelection();
}

void ChannelPane::choose_row(const QModelIndex& index) {
    if (filling_ || !index.isValid() || !workspace_.profile()) return;
    const int id = index.data(RanksModel::kId).toInt();
    if (ranking_->currentIndex() == kChannels) return workspace_.select_channel(id);
    const auto& classes = workspace_.profile()->classes;
    if (id < std::ssize(classes))
        workspace_.mark_class(QString::fromStdString(classes[static_cast<std::size_t>(id)].name));
}

}  // namespace sescope::ui
