// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/network_page.h"

#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "ui/bars/network_bar.h"
#include "ui/look/core_texts.h"
#include "ui/models/pruning.h"
#include "ui/models/verdicts_model.h"
#include "ui/models/workspace.h"
#include "ui/pages/figure_view.h"

namespace sescope::ui {
namespace {

constexpr int kLabelRole = Qt::UserRole;
constexpr int kNarrowest = 150;
constexpr int kWidest = 320;

const NetworkRecord* record_of(const Workspace& workspace) {
    if (workspace.network()) return &workspace.network()->record;
    return workspace.profile() ? &workspace.profile()->network : nullptr;
}

// Operations of each stage as a share of the network's.
std::map<int, double> shares_of(const CostReport& cost) {
    std::map<int, double> shares;
    const double all = std::max(1.0, static_cast<double>(cost.operations()));
    for (const LayerCost& layer : cost.layers)
        shares[layer.stage] += static_cast<double>(layer.operations) / all;
    return shares;
}

QString stage_name(int stage) {
    if (stage == kStemStage) return NetworkPage::tr("Stem");
    if (stage == kHeadStage) return NetworkPage::tr("Head");
    return NetworkPage::tr("Stage %1").arg(stage);
}

}  // namespace

NetworkPage::NetworkPage(Workspace& workspace, Pruning& pruning, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      pruning_(pruning),
      figure_(new FigureView(this)),
      about_(new QLabel) {
    setObjectName(QStringLiteral("network_page"));
    figure_->hide();
    about_->setWordWrap(true);
    about_->setContentsMargins(8, 6, 8, 2);
    auto* content = new QWidget;
    columns_ = new QHBoxLayout(content);
    columns_->setContentsMargins(8, 2, 8, 8);
    auto* scroll = new QScrollArea;
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(about_);
    column->addWidget(scroll, 1);
    connect(&workspace_, &Workspace::network_changed, this, &NetworkPage::rebuild);
    connect(&workspace_, &Workspace::profile_changed, this, [this] {
        if (!workspace_.network() && stages_.empty()) rebuild();
    });
    connect(&workspace_, &Workspace::selection_changed, this, &NetworkPage::show_selection);
    connect(&pruning_, &Pruning::verdicts_changed, this, &NetworkPage::show_verdicts);
    rebuild();
}

void NetworkPage::rebuild() {
    stages_.clear();
    while (QLayoutItem* item = columns_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const NetworkRecord* record = record_of(workspace_);
    if (record == nullptr) {
        about_->setText(tr("Open a network to see where its gates stand."));
        return;
    }
    about_->setText(tr("%1. Columns are stages, from the input to the output; a line is a gate: "
                       "its map, its channels, its verdict.")
                        .arg(network_text(*record)));
    std::map<int, double> shares = shares_of(record->cost);
    for (const GateSite& site : record->sites) shares.try_emplace(site.stage, 0.0);
    for (const auto& [stage, share] : shares) add_stage(stage, *record, share);
    add_near_misses();
    columns_->addStretch(1);
    show_selection();
}

QListWidget* NetworkPage::add_column(const QString& name, const QString& title, int stretch) {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(title);
    label->setWordWrap(true);
    auto* list = new QListWidget;
    list->setObjectName(name);
    list->setAccessibleName(title);
    list->setTextElideMode(Qt::ElideMiddle);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    label->setBuddy(list);
    column->addWidget(label);
    column->addWidget(list, 1);
    box->setMinimumWidth(kNarrowest);
    box->setMaximumWidth(kWidest);
    columns_->addWidget(box, stretch);
    return list;
}

void NetworkPage::add_stage(int stage, const NetworkRecord& record, double share) {
    QListWidget* list =
        add_column(QStringLiteral("stage_%1").arg(stage),
                   tr("%1 · %2 % of the cost").arg(stage_name(stage)).arg(100 * share, 0, 'f', 1),
                   1 + static_cast<int>(100 * share));
    for (const GateSite& site : record.sites) {
        if (site.stage != stage) continue;
        auto* item = new QListWidgetItem(list);
        item->setData(kLabelRole, QString::fromStdString(site.label));
        show_item(*item, site);
    }
    if (list->count() == 0) {
        auto* item = new QListWidgetItem(tr("no gate"), list);
        item->setFlags(Qt::NoItemFlags);
    }
    connect(list, &QListWidget::currentItemChanged, this, &NetworkPage::select);
    connect(list, &QListWidget::itemClicked, this, &NetworkPage::select);
    stages_.push_back(list);
}

void NetworkPage::add_near_misses() {
    const NetworkPtr& network = workspace_.network();
    if (!network || network->model.near_misses.empty()) return;
    QListWidget* list =
        add_column(QStringLiteral("near_miss_column"), tr("Like a gate, but none"), 1);
    for (const NearMiss& miss : network->model.near_misses) {
        const QString text = QStringLiteral("\u25cb %1\n%2")  // hollow
                                 .arg(QString::fromStdString(miss.id), core_text(miss.reason));
        auto* item = new QListWidgetItem(text, list);
        item->setToolTip(text);
    }
}

void NetworkPage::show_item(QListWidgetItem& item, const GateSite& site) const {
    const QLocale locale;
    QString map = tr("%1 channels").arg(locale.toString(site.channels));
    if (const NetworkPtr& network = workspace_.network()) {
        const auto found = network->map_sizes.find(site.label);
        if (found != network->map_sizes.end())
            map = tr("%1 × %2 × %3")
                      .arg(found->second.first)
                      .arg(found->second.second)
                      .arg(locale.toString(site.channels));
    }
    const auto& judged = pruning_.verdicts();
    const auto verdict = std::ranges::find(judged, site.label, &Verdict::block);
    QString head = QString::fromStdString(site.label);
    QStringList tip{QString::fromStdString(site.id)};
    if (verdict != judged.end()) {
        head += QStringLiteral("  ") + verdict_text(*verdict);
        tip.append(core_text(verdict->sentence));
    }
    item.setText(head + QLatin1Char('\n') + map + QLatin1Char('\n') +
                 QString::fromStdString(site.id));
    item.setToolTip(tip.join(QLatin1Char('\n')));
}

void NetworkPage::show_verdicts() {
    const NetworkRecord* record = record_of(workspace_);
    if (record == nullptr) return;
    for (QListWidget* list : stages_) {
        for (int row = 0; row < list->count(); ++row) {
            QListWidgetItem& item = *list->item(row);
            const GateSite* site =
                record->find_site(item.data(kLabelRole).toString().toStdString());
            if (site != nullptr) show_item(item, *site);
        }
    }
}

void NetworkPage::show_selection() {
    const QString& block = workspace_.selection().block;
    showing_ = true;
    for (QListWidget* list : stages_) {
        QListWidgetItem* found = nullptr;
        for (int row = 0; row < list->count() && found == nullptr; ++row) {
            if (!block.isEmpty() && list->item(row)->data(kLabelRole).toString() == block)
                found = list->item(row);
        }
        list->setCurrentItem(found);
        if (found == nullptr) list->clearSelection();
    }
    showing_ = false;
}

void NetworkPage::select(const QListWidgetItem* item) {
    if (showing_ || item == nullptr || !workspace_.profile()) return;
    const QString block = item->data(kLabelRole).toString();
    if (workspace_.profile()->find_block(block.toStdString()) >= 0) workspace_.select_block(block);
}

}  // namespace sescope::ui
