// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/server.h"

#include "core/base/plugin.h"

namespace sescope {

std::unique_ptr<PageServer> open_page_server(int port) {
    using Open = PageServer* (*)(int);
    static const auto open = reinterpret_cast<Open>(open_plugin(
        "libsescope_serve.so", "sescope_page_server", ErrorKind::usage,
        "install SE Scope again; sescope report --interactive makes the page as a file"));
    return std::unique_ptr<PageServer>(open(port));
}

}  // namespace sescope
