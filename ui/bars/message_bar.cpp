// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/message_bar.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "core/base/version.h"
#include "ui/look/core_texts.h"

namespace sescope::ui {
namespace {

QString kind_name(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage:
            return MessageBar::tr("the request");
        case ErrorKind::model:
            return MessageBar::tr("the network");
        case ErrorKind::data:
            return MessageBar::tr("the images or the profile");
        case ErrorKind::device:
            return MessageBar::tr("the device");
        case ErrorKind::output:
            return MessageBar::tr("writing");
        case ErrorKind::interrupted:
            return MessageBar::tr("interrupted");
        case ErrorKind::internal:
            return MessageBar::tr("a defect of SE Scope");
    }
    return {};
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      text_(new QLabel),
      details_(new QLabel),
      names_(new QComboBox),
      choose_(new QPushButton(tr("Open as this"))),
      more_(new QToolButton),
      close_(new QToolButton) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setAccessibleName(tr("Message"));
    auto* sign = new QLabel(QStringLiteral("\u26a0"));
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    details_->setTextFormat(Qt::PlainText);
    details_->setWordWrap(true);
    details_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    more_->setText(tr("Details"));
    more_->setCheckable(true);
    close_->setText(tr("Close"));
    names_->setObjectName(QStringLiteral("architecture_choice"));
    names_->setAccessibleName(tr("Architecture"));
    choose_->setObjectName(QStringLiteral("open_as_architecture"));
    for (auto* button : {more_, close_}) button->setFocusPolicy(Qt::StrongFocus);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, 4, 8, 4);
    grid->addWidget(sign, 0, 0);
    grid->addWidget(text_, 0, 1);
    grid->addWidget(more_, 0, 2);
    grid->addWidget(close_, 0, 3);
    auto* answer = new QHBoxLayout;
    answer->addWidget(names_);
    answer->addWidget(choose_);
    answer->addStretch(1);
    grid->addLayout(answer, 1, 1, 1, 3);
    grid->addWidget(details_, 2, 1, 1, 3);
    grid->setColumnStretch(1, 1);
    connect(more_, &QToolButton::toggled, this, &MessageBar::show_details);
    connect(choose_, &QPushButton::clicked, this, [this] { emit chosen(names_->currentText()); });
    connect(close_, &QToolButton::clicked, this, &MessageBar::clear);
    clear();
}

void MessageBar::show_error(const Error& error) {
    text_->setText(error_text(error));
    QStringList lines{tr("About: %1").arg(kind_name(error.kind()))};
    if (!error.file().empty())
        lines.append(tr("File: %1").arg(QString::fromStdString(error.file().string())));
    // In English, as it can be searched for and reported.
    lines.append(QString::fromStdString(error.what()));
    lines.append(
        tr("SE Scope %1")
            .arg(QString::fromLatin1(kVersion.data(), static_cast<qsizetype>(kVersion.size()))));
    details_->setText(lines.join(QLatin1Char('\n')));
    more_->setChecked(false);
    show_details(false);
    offer({});
    show();
}

void MessageBar::offer(const QStringList& names) {
    names_->clear();
    names_->addItems(names);
    names_->setVisible(!names.isEmpty());
    choose_->setVisible(!names.isEmpty());
}

void MessageBar::clear() {
    hide();
    text_->clear();
}

QString MessageBar::text() const {
    return text_->text();
}

void MessageBar::show_details(bool shown) {
    details_->setVisible(shown);
}

}  // namespace sescope::ui
