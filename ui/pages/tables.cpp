// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tables.h"

#include <QHeaderView>
#include <QPlainTextEdit>
#include <QSortFilterProxyModel>
#include <QTableView>

#include "core/report/tables.h"
#include "ui/models/report_table_model.h"
#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

Table skipped_table(const std::vector<SkippedImage>& skipped) {
    Table table{"skipped", {{"image", "image"}, {"reason", "reason"}}, {}, {}};
    for (const auto& image : skipped) table.rows.push_back({image.id, image.reason});
    return table;
}

QTableView* table_view(ReportTableModel* model, const QString& name) {
    auto* view = new QTableView;
    auto* sorted = new QSortFilterProxyModel(view);
    sorted->setSourceModel(model);
    sorted->setSortRole(ReportTableModel::kSortValue);
    view->setModel(sorted);
    view->setAccessibleName(name);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(22);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return view;
}

}  // namespace

Tables::Tables(Workspace& workspace, QWidget* parent)
    : QTabWidget(parent),
      workspace_(workspace),
      blocks_(new ReportTableModel(this)),
      cost_(new ReportTableModel(this)),
      skipped_(new ReportTableModel(this)),
      log_(new QPlainTextEdit) {
    setDocumentMode(true);
    log_->setReadOnly(true);
    log_->setMaximumBlockCount(5000);
    log_->setAccessibleName(tr("Log"));
    addTab(table_view(blocks_, tr("Blocks table")), tr("Blocks table"));
    addTab(table_view(cost_, tr("Cost")), tr("Cost"));
    addTab(table_view(skipped_, tr("Skipped images")), tr("Skipped"));
    addTab(log_, tr("Log"));
    connect(&workspace_, &Workspace::profile_changed, this, &Tables::show_profile);
    connect(&workspace_, &Workspace::profile_changed, this, &Tables::show_cost);
    connect(&workspace_, &Workspace::network_changed, this, &Tables::show_cost);
}

void Tables::log(const QString& text) {
    log_->appendPlainText(text);
}

void Tables::show_profile() {
    const ProfilePtr& profile = workspace_.profile();
    blocks_->set_table(blocks_table(*profile));
    skipped_->set_table(skipped_table(profile->skipped));
    setTabText(2, profile->skipped.empty() ? tr("Skipped")
                                           : tr("Skipped (%L1)").arg(profile->skipped.size()));
}

void Tables::show_cost() {
    const NetworkPtr& network = workspace_.network();
    if (!network && !workspace_.profile()) return;
    const NetworkSpec& spec = network ? network->spec : workspace_.profile()->network;
    const int size = spec.preprocessing.size;
    try {
        cost_->set_table(cost_table(cost_of(spec, size, CostConvention::macs),
                                    cost_of(without_se(spec), size, CostConvention::macs),
                                    CostLevel::layer));
    } catch (const Error& error) {
        cost_->set_table({});
        log(QString::fromStdString(error.what()));
    }
}

}  // namespace sescope::ui
