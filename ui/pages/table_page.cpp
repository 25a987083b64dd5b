// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/table_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <sstream>

#include "core/base/atomic_file.h"
#include "ui/bars/save_path.h"
#include "ui/look/core_texts.h"
#include "ui/models/natural_sorter.h"
#include "ui/models/report_table_model.h"
#include "ui/pages/table_notes.h"

namespace sescope::ui {
namespace {

QString suffix_of(std::string_view format) {
    if (format == "text") return QStringLiteral("txt");
    if (format == "markdown") return QStringLiteral("md");
    return QString::fromLatin1(format.data(), static_cast<qsizetype>(format.size()));
}

QToolButton* menu_button(const QString& text, const QString& tip, QMenu* menu) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setMenu(menu);
    return button;
}

}  // namespace

TablePage::TablePage(const QString& name, const QString& key, QWidget* parent)
    : QWidget(parent),
      key_(key),
      model_(new ReportTableModel(this)),
      sorted_(new NaturalSorter(this)),
      view_(new QTableView),
      notes_(new TableNotes),
      filter_(new QLineEdit),
      controls_(new QHBoxLayout),
      columns_(new QMenu(this)) {
    setAccessibleName(name);
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(ReportTableModel::kSortValue);
    sorted_->setFilterKeyColumn(-1);
    sorted_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    view_->setModel(sorted_);
    view_->setTextElideMode(Qt::ElideMiddle);
    view_->setAccessibleName(name);
    view_->setSortingEnabled(true);
    view_->sortByColumn(-1, Qt::AscendingOrder);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setAlternatingRowColors(true);
    view_->setShowGrid(false);
    view_->setTabKeyNavigation(false);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(view_->fontMetrics().height() + 6);
    view_->horizontalHeader()->setSectionsMovable(true);
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    view_->installEventFilter(this);
    make_controls();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(controls_);
    column->addWidget(view_, 1);
    column->addWidget(notes_);
    connect(view_, &QWidget::customContextMenuRequested, this, &TablePage::show_menu);
}

void TablePage::make_controls() {
    filter_->setPlaceholderText(tr("Filter"));
    filter_->setAccessibleName(tr("Filter of the table"));
    filter_->setClearButtonEnabled(true);
    filter_->setMaximumWidth(200);
    connect(filter_, &QLineEdit::textChanged, sorted_,
            &QSortFilterProxyModel::setFilterFixedString);
    auto* exported = new QMenu(this);
    fill_export_menu(*exported);
    auto* copied = new QToolButton;
    copied->setText(tr("Copy"));
    copied->setToolTip(tr("Copy the selected rows, or all, for a spreadsheet"));
    copied->setFocusPolicy(Qt::StrongFocus);
    connect(copied, &QToolButton::clicked, this, &TablePage::copy);
    controls_->setContentsMargins(4, 3, 4, 3);
    controls_->addWidget(filter_, 1);
    controls_->addStretch(1);
    controls_->addWidget(copied);
    controls_->addWidget(
        menu_button(tr("Export"), tr("Write what is shown into a file"), exported));
    controls_->addWidget(
        menu_button(tr("Columns"), tr("Choose the columns that are shown"), columns_));
}

void TablePage::add_control(const QString& label, QWidget* control) {
    auto* text = new QLabel(label);
    text->setBuddy(control);
    text->setContentsMargins(8, 0, 0, 0);
    control->setAccessibleName(label);
    controls_->insertWidget(controls_->count() - 4, text);
    controls_->insertWidget(controls_->count() - 4, control);
}

void TablePage::set_table(Table table) {
    QStringList notes;
    for (const auto& note : table.notes) notes.append(core_text(note));
    const auto keys_of = [](const Table& of) {
        std::vector<std::string> keys;
        for (const auto& column : of.columns) keys.push_back(column.key);
        return keys;
    };
    const bool same_columns = keys_of(table) == keys_of(model_->table());
    const bool was_empty = model_->table().rows.empty();
    model_->set_table(std::move(table));
    notes_->set_notes(notes);
    if (same_columns && !was_empty) return;
    hide_columns();
    fill_columns_menu();
    view_->resizeColumnsToContents();
}

void TablePage::hide_columns() {
    const QStringList hidden = QSettings().value(QStringLiteral("tables/") + key_).toStringList();
    for (int i = 0; i < model_->columnCount(); ++i) {
        const auto& column = model_->table().columns[static_cast<std::size_t>(i)];
        view_->setColumnHidden(i, hidden.contains(QString::fromStdString(column.key)));
    }
}

void TablePage::fill_columns_menu() {
    columns_->clear();
    for (int i = 0; i < model_->columnCount(); ++i) {
        auto* action =
            columns_->addAction(model_->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!view_->isColumnHidden(i));
        action->setEnabled(i > 0);  // a row must say what it is of
        connect(action, &QAction::toggled, this, [this, i](bool shown) {
            view_->setColumnHidden(i, !shown);
            QStringList hidden;
            for (int c = 0; c < model_->columnCount(); ++c) {
                if (!view_->isColumnHidden(c)) continue;
                hidden.append(QString::fromStdString(
                    model_->table().columns[static_cast<std::size_t>(c)].key));
            }
            QSettings().setValue(QStringLiteral("tables/") + key_, hidden);
        });
    }
}

void TablePage::fill_export_menu(QMenu& menu) {
    for (const auto& writer : table_writers()) {
        const std::string format(writer.format);
        const QString name = format == "markdown" ? QStringLiteral("Markdown")
                             : format == "text"   ? tr("Text")
                                                  : QString::fromStdString(format).toUpper();
        menu.addAction(tr("%1...").arg(name), this, [this, format] { export_as(format); });
    }
}

void TablePage::show_menu(const QPoint& at) {
    QMenu menu(this);
    menu.addAction(tr("Copy"), this, &TablePage::copy);
    fill_export_menu(*menu.addMenu(tr("Export")));
    columns_->setTitle(tr("Columns"));
    menu.addMenu(columns_);
    menu.exec(view_->viewport()->mapToGlobal(at));
}

void TablePage::export_as(const std::string& format) {
    const QString suffix = suffix_of(format);
    const QString path =
        ask_save_path(this, QStringLiteral("export"), tr("Export table"),
                      QString::fromStdString(model_->table().name) + QLatin1Char('.') + suffix,
                      QStringLiteral("*.") + suffix);
    if (!path.isEmpty()) write(path, format);
}

void TablePage::write(const QString& path, const std::string& format) {
    try {
        const Table table = shown_table();
        const TableWriter& writer = find_table_writer(format);
        write_file_atomically(path.toStdString(),
                              [&](std::ostream& out) { writer.write(table, out); });
        emit written(path);
    } catch (const Error& error) {
        emit failed(error);
    }
}

Table TablePage::shown_table() const {
    const Table& all = model_->table();
    Table shown{all.name, {}, {}, all.notes};
    std::vector<std::size_t> columns;
    for (int v = 0; v < model_->columnCount(); ++v) {
        const int c = view_->horizontalHeader()->logicalIndex(v);
        if (!view_->isColumnHidden(c)) columns.push_back(static_cast<std::size_t>(c));
    }
    for (const auto c : columns) shown.columns.push_back(all.columns[c]);
    for (int r = 0; r < sorted_->rowCount(); ++r) {
        const auto& row =
            all.rows[static_cast<std::size_t>(sorted_->mapToSource(sorted_->index(r, 0)).row())];
        std::vector<Cell> cells;
        for (const auto c : columns) cells.push_back(c < row.size() ? row[c] : Cell{});
        shown.rows.push_back(std::move(cells));
    }
    return shown;
}

void TablePage::copy() {
    std::vector<int> columns;
    for (int v = 0; v < model_->columnCount(); ++v) {
        const int c = view_->horizontalHeader()->logicalIndex(v);
        if (!view_->isColumnHidden(c)) columns.push_back(c);
    }
    QStringList lines;
    const auto add = [&](const auto& text_of) {
        QStringList cells;
        for (const int c : columns) cells.append(text_of(c));
        lines.append(cells.join(QLatin1Char('\t')));
    };
    add([this](int c) {
        return model_->headerData(c, Qt::Horizontal, Qt::DisplayRole).toString();
    });
    const bool all = !view_->selectionModel()->hasSelection();
    for (int r = 0; r < sorted_->rowCount(); ++r) {
        if (!all && !view_->selectionModel()->isRowSelected(r)) continue;
        add([this, r](int c) { return sorted_->index(r, c).data().toString(); });
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

// Ctrl+C in the table is the table's, not the figure's.
bool TablePage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view_ &&
        (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress)) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Copy)) {
            key->accept();
            if (event->type() == QEvent::KeyPress) copy();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace sescope::ui
