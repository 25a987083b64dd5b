// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QTranslator>

namespace sescope::ui {

/// A catalogue whose contexts are class names without their namespace, as lupdate writes them where
/// a namespace is given as "sescope::ui"; Qt asks with it.
class Catalogue : public QTranslator {
    Q_OBJECT

  public:
    using QTranslator::QTranslator;
    QString translate(const char* context, const char* text, const char* remark,
                      int n) const override;
};

/// The language of the window: the system's where we have it, or the one that the person chose
/// (kept in the settings). One object a program. Widgets hear of a change as
/// QEvent::LanguageChange.
class Language : public QObject {
    Q_OBJECT

  public:
    explicit Language(QObject* parent = nullptr);

    /// "en", "zh_CN"
    static QStringList codes();
    /// Its name in itself: "English", "简体中文".
    static QString name_of(const QString& code);

    const QString& code() const { return code_; }
    void set_code(const QString& code);

  private:
    void install(const QString& code);

    QString code_;
    Catalogue ours_;
    QTranslator qts_;  ///< of Qt's own dialogs
};

}  // namespace sescope::ui
