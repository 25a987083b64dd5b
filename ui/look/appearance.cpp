// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/appearance.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QSettings>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/look/window_style.h"

namespace sescope::ui {
namespace {

constexpr const char* kPortal = "org.freedesktop.portal.Desktop";
constexpr const char* kPortalPath = "/org/freedesktop/portal/desktop";
constexpr const char* kPortalSettings = "org.freedesktop.portal.Settings";
constexpr const char* kSpace = "org.freedesktop.appearance";
constexpr const char* kKey = "color-scheme";
constexpr uint kPrefersDark = 1;

const std::array kNames = {"system", "light", "dark"};

struct Colours {
    const char* window;
    const char* base;
    const char* alternate;
    const char* button;
    const char* text;
    const char* muted;
    const char* accent;
    const char* on_accent;
    const char* link;
};
constexpr Colours kLight{"#F3F4F6", "#FFFFFF", "#F7F8FA", "#E9EBEE", "#1A1A1A",
                         "#63676D", "#0B63A5", "#FFFFFF", "#0B5394"};
constexpr Colours kDark{"#24272C", "#1B1D21", "#202328", "#31353B", "#ECECEC",
                        "#A3A8AF", "#3D85C6", "#0C0D0F", "#7AB8EE"};

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

}  // namespace

double contrast(const QColor& one, const QColor& other) {
    const auto [low, high] = std::minmax({luminance(one), luminance(other)});
    return (high + 0.05) / (low + 0.05);
}

QPalette window_palette(bool dark) {
    const Colours& c = dark ? kDark : kLight;
    QPalette palette(QColor(c.button), QColor(c.window));
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.alternate));
    palette.setColor(QPalette::Button, QColor(c.button));
    palette.setColor(QPalette::ToolTipBase, QColor(c.base));
    palette.setColor(QPalette::ToolTipText, QColor(c.text));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(role, QColor(c.text));
    palette.setColor(QPalette::PlaceholderText, QColor(c.muted));
    palette.setColor(QPalette::Highlight, QColor(c.accent));
    palette.setColor(QPalette::HighlightedText, QColor(c.on_accent));
    palette.setColor(QPalette::Link, QColor(c.link));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(c.muted));
    // A selection keeps its colour when the keyboard is elsewhere: it still says what is shown.
    palette.setColor(QPalette::Inactive, QPalette::Highlight, QColor(c.accent));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(c.muted));
    return palette;
}

Appearance::Appearance(QObject* parent) : QObject(parent) {
    // Before any palette of ours: the desktop's own, where it has one for Qt.
    desktop_dark_ = QApplication::palette().color(QPalette::Window).lightness() < 128;
    QApplication::setStyle(new WindowStyle);
    const QString kept = QSettings().value(QStringLiteral("look")).toString();
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kept == QLatin1String(kNames[i])) look_ = static_cast<Look>(i);
    }
    apply();
    ask_desktop();
}

void Appearance::set_look(Look look) {
    look_ = look;
    QSettings().setValue(QStringLiteral("look"),
                         QLatin1String(kNames[static_cast<std::size_t>(look)]));
    apply();
}

// The portal of desktops tells light from dark, and when it changes. Nothing waits for it; where
// there is none, the palette has told.
void Appearance::ask_desktop() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(QLatin1String(kPortal), QLatin1String(kPortalPath), QLatin1String(kPortalSettings),
                QStringLiteral("SettingChanged"), this,
                SLOT(desktop_changed(QString, QString, QDBusVariant)));
    auto message =
        QDBusMessage::createMethodCall(QLatin1String(kPortal), QLatin1String(kPortalPath),
                                       QLatin1String(kPortalSettings), QStringLiteral("Read"));
    message << QLatin1String(kSpace) << QLatin1String(kKey);
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<QVariant> reply = *answer;
        if (reply.isValid()) take_scheme(reply.value());
        answer->deleteLater();
    });
}

void Appearance::desktop_changed(const QString& space, const QString& key,
                                 const QDBusVariant& value) {
    if (space == QLatin1String(kSpace) && key == QLatin1String(kKey)) take_scheme(value.variant());
}

void Appearance::take_scheme(const QVariant& value) {
    // `Read` wraps the value twice.
    const QVariant inner =
        value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    bool number = false;
    const uint scheme = inner.toUInt(&number);
    if (!number || scheme == 0) return;  // no preference
    desktop_dark_ = scheme == kPrefersDark;
    apply();
}

void Appearance::apply() {
    dark_ = look_ == Look::dark || (look_ == Look::system && desktop_dark_);
    QApplication::setPalette(window_palette(dark_));
    emit changed(dark_);
}

}  // namespace sescope::ui
