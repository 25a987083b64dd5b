// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/class_list.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/models/classes_model.h"
#include "ui/models/natural_sorter.h"
#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

/// Checked classes first, whatever the order.
class ClassSorter : public NaturalSorter {
  public:
    using NaturalSorter::NaturalSorter;

  protected:
    bool lessThan(const QModelIndex& a, const QModelIndex& b) const override {
        const bool a_shown = a.data(ClassesModel::kShown).toBool();
        const bool b_shown = b.data(ClassesModel::kShown).toBool();
        if (a_shown != b_shown) return a_shown == (sortOrder() == Qt::AscendingOrder);
        return NaturalSorter::lessThan(a, b);
    }
};

/// Where it is narrow, names keep their room, and the counts of images go.
class ClassTable : public QTableView {
  protected:
    void resizeEvent(QResizeEvent* event) override {
        constexpr int kRoomForAll = 240;
        setColumnHidden(ClassesModel::kImages, width() < kRoomForAll);
        QTableView::resizeEvent(event);
    }
};

}  // namespace

ClassList::ClassList(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      model_(new ClassesModel(this)),
      sorted_(new ClassSorter(this)),
      filter_(new QLineEdit),
      view_(new ClassTable) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(ClassesModel::kSortValue);
    sorted_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    filter_->setPlaceholderText(tr("Filter classes"));
    filter_->setAccessibleName(tr("Filter classes"));
    filter_->setClearButtonEnabled(true);
    filter_->setObjectName(QStringLiteral("filter_classes"));
    auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), filter_);
    escape->setContext(Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, filter_, &QLineEdit::clear);
    view_->setModel(sorted_);
    view_->setAccessibleName(tr("Classes"));
    view_->setObjectName(QStringLiteral("classes"));
    view_->setTabKeyNavigation(false);
    view_->setSortingEnabled(true);
    view_->sortByColumn(ClassesModel::kName, Qt::AscendingOrder);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setShowGrid(false);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(22);
    auto* header = view_->horizontalHeader();
    header->setMinimumSectionSize(30);
    header->setSectionResizeMode(ClassesModel::kName, QHeaderView::Stretch);
    header->setSectionResizeMode(ClassesModel::kImages, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ClassesModel::kAccuracy, QHeaderView::ResizeToContents);
    view_->setIconSize(QSize(12, 12));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(filter_);
    layout->addWidget(view_, 1);
    auto* buttons = new QGridLayout;
    const auto add = [&](const QString& text, const QString& tip, int row, int column,
                         void (ClassList::*slot)()) {
        auto* button = new QPushButton(text);
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, slot);
        buttons->addWidget(button, row, column);
    };
    add(tr("Only this"), tr("Only the class of the current row"), 0, 0, &ClassList::only_this);
    add(tr("Most different"),
        tr("The four classes whose mean gates lie farthest apart, over all blocks"), 0, 1,
        &ClassList::most_different);
    add(tr("All"), tr("Every class that the filter leaves"), 1, 0, &ClassList::all);
    add(tr("None"), tr("No class"), 1, 1, &ClassList::none);
    layout->addLayout(buttons);

    connect(filter_, &QLineEdit::textChanged, sorted_,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(model_, &ClassesModel::shown_changed, &workspace_, &Workspace::select_classes);
    connect(&workspace_, &Workspace::profile_changed, this, [this] {
        const ProfilePtr& profile = workspace_.profile();
        model_->set_profile(profile);
        view_->setColumnHidden(ClassesModel::kAccuracy, !profile || !profile->predictions.matched);
    });
    connect(&workspace_, &Workspace::selection_changed, this, [this] {
        model_->set_colours(workspace_.class_colours());
        model_->set_shown(workspace_.selection().classes);
    });
}

void ClassList::focus_filter() {
    filter_->setFocus(Qt::ShortcutFocusReason);
}

void ClassList::set_dark(bool dark) {
    model_->set_dark(dark);
}

void ClassList::only_this() {
    const QModelIndex current = view_->currentIndex();
    if (current.isValid())
        workspace_.select_classes({current.data(ClassesModel::kClassName).toString()});
}

void ClassList::all() {
    QStringList names;
    for (int row = 0; row < sorted_->rowCount(); ++row)
        names.append(sorted_->index(row, 0).data(ClassesModel::kClassName).toString());
    workspace_.select_classes(names);
}

void ClassList::none() {
    workspace_.select_classes({});
}

void ClassList::most_different() {
    if (workspace_.digest()) workspace_.select_classes(workspace_.digest()->most_different);
}

}  // namespace sescope::ui
