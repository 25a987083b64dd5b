// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/own_fonts.h"

#include <QFile>
#include <QString>
#include <QtGlobal>

#include "core/base/error.h"
#include "core/base/resources.h"

namespace sescope {

void use_own_fonts_where_there_are_none() {
    if (qEnvironmentVariableIsSet("FONTCONFIG_FILE") ||
        qEnvironmentVariableIsSet("FONTCONFIG_PATH") ||
        QFile::exists(QStringLiteral("/etc/fonts/fonts.conf"))) {
        return;
    }
    try {
        const auto file = resource_path("fonts/fonts.conf");
        qputenv("FONTCONFIG_FILE", QByteArray::fromStdString(file.string()));
    } catch (const Error&) {  // a package that relies on the system's
    }
}

}  // namespace sescope
