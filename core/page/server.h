// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "core/page/answers.h"

namespace sescope {

/// Answers HTTP on this machine's loopback address, and on no other. Implemented by page/http in a
/// shared library that is opened on first use.
class PageServer {
  public:
    virtual ~PageServer() = default;
    /// That it listens to.
    virtual int port() const noexcept = 0;
    /// Answers until `stop` is requested. `answer` is called by one thread at a time.
    virtual void run(const std::function<PageAnswer(const PageRequest&)>& answer,
                     const std::stop_token& stop) = 0;
};

/// Listens from now on; port 0: one that is free. Throws Error{usage} where the port is taken, or
/// where the library is missing.
std::unique_ptr<PageServer> open_page_server(int port);

}  // namespace sescope
