// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/page.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/base/sha256.h"

namespace sescope {
namespace {

// In the order in which they need each other.
constexpr std::array kScripts{"numbers.js",    "elements.js", "verdict_rule.js", "plot.js",
                              "plot_marks.js", "figures.js",  "source.js",       "classes.js",
                              "verdicts.js",   "ranking.js",  "figure_view.js",  "page.js"};

std::string resource(const std::string& name) {
    const auto path = resource_path("page/" + name);
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file || text.empty()) {
        throw Error(ErrorKind::usage, "cannot be read", path, "install SE Scope again");
    }
    return text;
}

// 'sha256-..' of a Content-Security-Policy.
std::string source_of(const std::string& text) {
    Sha256 hash;
    hash.add(text);
    return fmt::format("'sha256-{}'", base64(hash.digest()));
}

}  // namespace

PageDocument page_document(const PageJson& data, bool asks) {
    const std::string style = resource("page.css");
    std::string script = "'use strict';\n";
    for (const char* name : kScripts) script += resource(name);
    const std::string policy = fmt::format(
        "default-src 'none'; script-src {}; style-src {}; connect-src {}; img-src data:; base-uri "
        "'none'; "
        "form-action 'none'",
        source_of(script), source_of(style), asks ? "'self'" : "'none'");
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n"
        "<title>SE Scope</title>\n<style>{}</style>\n</head>\n<body>\n"
        "<noscript>This page needs JavaScript, which is all within it. Without: sescope report "
        "PROFILE -o report.html</noscript>\n",
        policy, style);
    html += "<script type=\"application/json\" id=\"data\">" + page_dump(data) + "</script>\n";
    html += "<script>" + script + "</script>\n</body>\n</html>\n";
    return {std::move(html), policy + "; frame-ancestors 'none'"};
}

}  // namespace sescope
