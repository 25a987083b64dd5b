// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QPalette>

namespace sescope::ui {

enum class Look { system, light, dark };

/// Light or dark: as the desktop has it, or as the person chose (kept in the settings). One object
/// a program; its palette is that of the application.
class Appearance : public QObject {
    Q_OBJECT

  public:
    explicit Appearance(QObject* parent = nullptr);

    Look look() const { return look_; }
    void set_look(Look look);
    bool dark() const { return dark_; }

  signals:
    void changed(bool dark);

  private slots:
    void desktop_changed(const QString& space, const QString& key, const QDBusVariant& value);

  private:
    void ask_desktop();
    void take_scheme(const QVariant& value);
    void apply();

    Look look_ = Look::system;
    bool desktop_dark_ = false;
    bool dark_ = false;
};

/// The colours of the window. Texts have at least 4.5 : 1 on what they stand on (WCAG 2.1, 1.4.3).
QPalette window_palette(bool dark);
/// Contrast of two colours as WCAG defines it, 1 .. 21.
double contrast(const QColor& one, const QColor& other);

}  // namespace sescope::ui
