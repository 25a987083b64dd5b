// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/server.h"

#include "core/base/message.h"
#include "core/base/plugin.h"

namespace sescope {

std::unique_ptr<PageServer> open_page_server(int port) {
    using Open = PageServer* (*)(int);
    static const auto open = reinterpret_cast<Open>(
        open_plugin("libsescope_serve.so", "sescope_page_server", ErrorKind::usage,
                    text("install SE Scope again; sescope report {} makes the page as a file",
                         Text::option("interactive"))));
    return std::unique_ptr<PageServer>(open(port));
}

}  // namespace sescope
