// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/help_windows.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>
#include <utility>

#include "core/base/version.h"
#include "ui/bars/commands.h"

namespace sescope::ui {
namespace {

struct Help {
    Q_DECLARE_TR_FUNCTIONS(sescope::ui::Help)
};

QDialog* dialog(QMainWindow& window, const QString& title) {
    auto* made = new QDialog(&window);
    made->setAttribute(Qt::WA_DeleteOnClose);
    made->setWindowTitle(title);
    return made;
}

class KeyList {
  public:
    explicit KeyList(QHBoxLayout& columns) : columns_(columns) {
        columns_.setSpacing(32);
        columns_.setContentsMargins(18, 14, 18, 16);
    }

    void heading(const QString& text) {
        auto* label = new QLabel(text);
        QFont font = label->font();
        font.setBold(true);
        label->setFont(font);
        begin_section();
        section_->addWidget(label, 0, 0, 1, 2);
    }
    void add(const QString& keys, const QString& text) {
        const int row = section_->rowCount();
        section_->addWidget(new QLabel(keys), row, 0);
        section_->addWidget(new QLabel(text), row, 1);
        ++rows_;
    }

  private:
    void begin_section() {
        constexpr int full = 10;
        if (column_ == nullptr || rows_ >= full) {
            rows_ = 0;
            column_ = new QVBoxLayout;
            column_->setSpacing(14);
            column_->addStretch(1);
            columns_.addLayout(column_);
        }
        section_ = new QGridLayout;
        section_->setHorizontalSpacing(20);
        section_->setVerticalSpacing(4);
        section_->setColumnStretch(1, 1);
        column_->insertLayout(column_->count() - 1, section_);  // above what is left over
    }

    QHBoxLayout& columns_;
    QVBoxLayout* column_ = nullptr;
    QGridLayout* section_ = nullptr;
    int rows_ = 0;
};

}  // namespace

void show_keys(QMainWindow& window) {
    auto* shown = dialog(window, Help::tr("Keys"));
    auto* columns = new QHBoxLayout(shown);
    KeyList list(*columns);
    for (const QAction* entry : window.menuBar()->actions()) {
        if (entry->menu() == nullptr) continue;
        bool first = true;
        for (const QAction* action : entry->menu()->actions()) {
            if (action->shortcut().isEmpty()) continue;
            if (std::exchange(first, false)) list.heading(Commands::plain(entry->text()));
            list.add(QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText),
                     Commands::plain(action->text()));
        }
    }
    list.heading(Help::tr("In the panes"));
    list.add(QStringLiteral("\u2191 \u2193"), Help::tr("walk the blocks"));
    list.add(Help::tr("Space"), Help::tr("check or uncheck a class"));
    list.add(Help::tr("wheel"), Help::tr("zoom a figure"));
    list.add(Help::tr("double click"), Help::tr("reset a figure"));
    shown->show();
}

void show_about(QMainWindow& window) {
    auto* shown = dialog(window, Help::tr("About SE Scope"));
    auto* grid = new QGridLayout(shown);
    const QString version =
        QString::fromLatin1(kVersion.data(), static_cast<qsizetype>(kVersion.size()));
    auto* text = new QLabel(
        Help::tr(
            "<h3>SE Scope %1</h3><p>Explore, explain and prune squeeze-and-excitation "
            "networks.</p><p>The blocks, figures and names are those of Hu, Shen, Albanie, Sun "
            "and Wu, <i>Squeeze-and-Excitation Networks</i>.</p><p>GPL-3.0-or-later. Figures "
            "are drawn with QCustomPlot, networks run on LibTorch, images are decoded by "
            "OpenCV.</p>")
            .arg(version));
    text->setWordWrap(true);
    text->setMinimumWidth(420);
    grid->addWidget(text);
    shown->show();
}

}  // namespace sescope::ui
