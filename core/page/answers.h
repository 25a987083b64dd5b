// SPDX-License-Identifier: GPL-3.0-or-later
// What is answered to whom: the page and what its script asks for, and nothing else.
#pragma once

#include <map>
#include <string>

#include "core/page/page.h"
#include "core/page/shelf.h"

namespace sescope {

struct PageRequest {
    std::string method;
    std::string host;  ///< as the header has it
    std::string path;  ///< without what follows "?"
    std::map<std::string, std::string> parameters;
};

struct PageAnswer {
    int status = 200;
    std::string type = "application/json; charset=utf-8";
    std::string body;
    std::map<std::string, std::string> headers;
};

/// 128 random bits in hexadecimal.
std::string random_token();

/// Answers requests for a shelf. Only GET, only to a name of this machine (a page elsewhere that
/// resolves its own name to it is refused), only with the token. Nothing is ever written.
///
///     /             the page
///     /api/state    {"profiles": Shelf::entries()}
///     /api/profile  ?profile=NAME  page_overview
///     /api/figure   &figure=NAME&blocks=0,3&classes=1,2  page_figure; none named: as PageChoice
///     /api/channel  &block=3&channel=17  page_channel
///     /api/verdicts &open=0.9&..  {"verdicts": page_verdicts}
///
/// What goes wrong is {"error"} in one sentence: 400 where the request makes no sense, 403, 404,
/// 405, and 500 where a profile cannot be shown.
class PageAnswers {
  public:
    PageAnswers(Shelf shelf, std::string token);

    const std::string& token() const noexcept { return token_; }

    PageAnswer answer(const PageRequest& request);

  private:
    PageAnswer api(const PageRequest& request);

    Shelf shelf_;
    std::string token_;
    PageDocument page_;
};

}  // namespace sescope
