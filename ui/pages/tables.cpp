// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tables.h"

#include <QComboBox>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTime>

#include "core/report/tables.h"
#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"
#include "ui/pages/table_page.h"

namespace sescope::ui {
namespace {

constexpr int kLogLines = 5000;

Table skipped_table(const std::vector<SkippedImage>& skipped) {
    Table table{"skipped", {{"image", "image"}, {"reason", "reason"}}, {}, {}};
    for (const auto& image : skipped) table.rows.push_back({image.id, image.reason});
    return table;
}

}  // namespace

Tables::Tables(Workspace& workspace, QWidget* parent)
    : QTabWidget(parent),
      workspace_(workspace),
      blocks_(add_page(tr("Blocks table"), QStringLiteral("blocks"))),
      cost_(add_page(tr("Cost"), QStringLiteral("cost"))),
      skipped_(add_page(tr("Skipped images"), QStringLiteral("skipped"))),
      level_(new QComboBox),
      convention_(new QComboBox),
      log_(new QPlainTextEdit) {
    setDocumentMode(true);
    setAccessibleName(tr("Tables"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    add_cost_controls();
    log_->setReadOnly(true);
    log_->setMaximumBlockCount(kLogLines);
    log_->setAccessibleName(tr("Log"));
    log_->setTabChangesFocus(true);
    addTab(log_, tr("Log"));
    connect(blocks_->view()->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &Tables::select_block);
    connect(&workspace_, &Workspace::profile_changed, this, &Tables::show_profile);
    connect(&workspace_, &Workspace::selection_changed, this, &Tables::show_selection);
    connect(&workspace_, &Workspace::profile_changed, this, &Tables::show_cost);
    connect(&workspace_, &Workspace::network_changed, this, &Tables::show_cost);
}

TablePage* Tables::add_page(const QString& name, const QString& key) {
    auto* page = new TablePage(name, key);
    addTab(page, name);
    connect(page, &TablePage::failed, this, &Tables::failed);
    connect(page, &TablePage::written, this, &Tables::written);
    return page;
}

void Tables::add_cost_controls() {
    level_->addItem(tr("layer"), static_cast<int>(CostLevel::layer));
    level_->addItem(tr("block"), static_cast<int>(CostLevel::block));
    level_->addItem(tr("stage"), static_cast<int>(CostLevel::stage));
    level_->setCurrentIndex(1);
    for (const auto convention : cost_conventions()) {
        const auto name = name_of(convention);
        convention_->addItem(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())),
                             static_cast<int>(convention));
    }
    convention_->setToolTip(
        tr("macs: multiply-accumulates of convolutions and linear layers. fvcore: as that counter "
           "does. flops: two a multiply-accumulate. paper: closest to the paper's own tables."));
    cost_->add_control(tr("Per"), level_);
    cost_->add_control(tr("Convention"), convention_);
    connect(level_, &QComboBox::currentIndexChanged, this, &Tables::show_cost);
    connect(convention_, &QComboBox::currentIndexChanged, this, &Tables::show_cost);
}

void Tables::log(const QString& text) {
    if (!text.isEmpty())
        log_->appendPlainText(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + text);
}

QString Tables::log_text() const {
    return log_->toPlainText();
}

void Tables::set_log(const QString& text) {
    log_->setPlainText(text);
}

// A row of a block shows it in the figures.
void Tables::select_block(const QModelIndex& row) {
    if (!row.isValid() || !workspace_.profile()) return;
    const QString block = row.sibling(row.row(), 0).data().toString();
    if (workspace_.profile()->find_block(block.toStdString()) >= 0) workspace_.select_block(block);
}

// The current row is the selected block's, so that the focus alone selects no other one.
void Tables::show_selection() {
    const QString& block = workspace_.selection().block;
    QTableView& view = *blocks_->view();
    if (view.currentIndex().isValid() &&
        view.currentIndex().siblingAtColumn(0).data().toString() == block)
        return;
    for (int row = 0; row < view.model()->rowCount(); ++row) {
        if (view.model()->index(row, 0).data().toString() == block)
            return view.selectionModel()->setCurrentIndex(view.model()->index(row, 0),
                                                          QItemSelectionModel::NoUpdate);
    }
}

void Tables::show_profile() {
    const ProfilePtr& profile = workspace_.profile();
    blocks_->set_table(workspace_.digest()->blocks_table);
    show_selection();
    skipped_->set_table(skipped_table(profile->skipped));
    setTabText(indexOf(skipped_), profile->skipped.empty()
                                      ? tr("Skipped images")
                                      : tr("Skipped images (%L1)").arg(profile->skipped.size()));
}

void Tables::show_cost() {
    const NetworkPtr& network = workspace_.network();
    if (!network && !workspace_.profile()) return;
    for (QComboBox* choice : {level_, convention_}) {
        choice->setEnabled(network != nullptr);
        if (network == nullptr) choice->setToolTip(tr("Open the network to see its layers"));
    }
    if (!network) {
        // A profile keeps no more of what its network costs.
        const NetworkRecord& record = workspace_.profile()->network;
        cost_->set_table(cost_table(record.cost, record.plain, CostLevel::stage));
        return;
    }
    const Network& model = network->model;
    const int size = model.preprocessing.size;
    const auto convention = static_cast<CostConvention>(convention_->currentData().toInt());
    try {
        cost_->set_table(cost_table(cost_of(model, size, convention),
                                    cost_of(without_gates(model), size, convention),
                                    static_cast<CostLevel>(level_->currentData().toInt())));
    } catch (const Error& error) {
        Table none{"cost", {}, {}, {error.said()}};
        cost_->set_table(std::move(none));
    }
}

}  // namespace sescope::ui
