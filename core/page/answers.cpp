// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/answers.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>
#include <cstdint>
#include <exception>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/base/parsed_number.h"
#include "core/page/figures.h"
#include "core/page/overview.h"
#include "core/page/verdicts.h"

namespace sescope {
namespace {

// As long for every token that is wrong, so that none is found letter by letter.
bool same_in_constant_time(std::string_view given, std::string_view token) {
    unsigned difference = given.size() == token.size() ? 0 : 1;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const char c = i < given.size() ? given[i] : '\0';
        difference |= static_cast<unsigned char>(c) ^ static_cast<unsigned char>(token[i]);
    }
    return difference == 0;
}

// Names of this machine, at any port: a tunnel may have another one.
bool is_loopback(std::string_view host) {
    for (const std::string_view name : {"127.0.0.1", "localhost", "[::1]"}) {
        if (!host.starts_with(name)) continue;
        const std::string_view rest = host.substr(name.size());
        if (rest.empty()) return true;
        if (rest.size() < 2 || rest.size() > 6 || rest.front() != ':') continue;
        if (rest.find_first_not_of("0123456789", 1) == std::string_view::npos) return true;
    }
    return false;
}

PageAnswer refusal(int status, std::string_view why) {
    PageAnswer answer;
    answer.status = status;
    answer.body = page_dump({{"error", page_text(why)}});
    return answer;
}

std::string parameter(const PageRequest& request, const std::string& name) {
    const auto found = request.parameters.find(name);
    return found == request.parameters.end() ? std::string() : found->second;
}

int whole(std::string_view text) {
    if (const auto value = parsed_number<int>(text)) return *value;
    throw Error(ErrorKind::usage, "a number was expected");
}

// "0,3,5"; empty: none.
std::vector<int> list(std::string_view text) {
    std::vector<int> values;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        values.push_back(whole(text.substr(0, comma)));
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    return values;
}

using Asked = PageJson (*)(const ShelvedProfile&, const PageRequest&);

PageJson overview(const ShelvedProfile& shelved, const PageRequest& /*request*/) {
    PageJson json = page_overview({*shelved.profile}, shelved.blocks);
    json["revision"] = shelved.revision;
    return json;
}

PageJson figure(const ShelvedProfile& shelved, const PageRequest& request) {
    return page_figure(*shelved.profile, parameter(request, "figure"),
                       {list(parameter(request, "blocks")), list(parameter(request, "classes"))});
}

PageJson channel(const ShelvedProfile& shelved, const PageRequest& request) {
    return page_channel(*shelved.profile, whole(parameter(request, "block")),
                        whole(parameter(request, "channel")));
}

PageJson judged(const ShelvedProfile& shelved, const PageRequest& request) {
    std::vector<std::pair<std::string_view, std::string_view>> values;
    for (const auto& [name, value] : request.parameters) {
        if (name != "token" && name != "profile") values.emplace_back(name, value);
    }
    return {{"verdicts", page_verdicts(*shelved.profile, shelved.blocks, thresholds_from(values))}};
}

constexpr std::array<std::pair<std::string_view, Asked>, 4> kAsked{{
    {"/api/profile", overview},
    {"/api/figure", figure},
    {"/api/channel", channel},
    {"/api/verdicts", judged},
}};

}  // namespace

std::string random_token() {
    std::array<std::uint8_t, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != ssize_t(bytes.size())) {
        throw Error(ErrorKind::internal, "the system has no random numbers");
    }
    std::string token;
    for (const std::uint8_t byte : bytes) token += fmt::format("{:02x}", byte);
    return token;
}

PageAnswers::PageAnswers(Shelf shelf, std::string token)
    : shelf_(std::move(shelf)),
      token_(std::move(token)),
      page_(page_document({{"served", true}}, true)) {}

PageAnswer PageAnswers::api(const PageRequest& request) {
    PageAnswer answer;
    if (request.path == "/api/state") {
        answer.body = page_dump({{"profiles", shelf_.entries()}});
        return answer;
    }
    for (const auto& [path, asked] : kAsked) {
        if (request.path != path) continue;
        const auto shelved = shelf_.open(parameter(request, "profile"));
        answer.body = page_dump(asked(*shelved, request));
        return answer;
    }
    return refusal(404, "there is nothing of that name");
}

PageAnswer PageAnswers::answer(const PageRequest& request) {
    PageAnswer answer;
    if (!is_loopback(request.host)) {
        answer = refusal(403, "this server is asked by its loopback address only");
    } else if (request.method != "GET") {
        answer = refusal(405, "nothing can be changed here");
        answer.headers["Allow"] = "GET";
    } else if (!same_in_constant_time(parameter(request, "token"), token_)) {
        answer = refusal(403, "the address lacks its token: take it as sescope serve printed it");
    } else if (request.path == "/") {
        answer.type = "text/html; charset=utf-8";
        answer.body = page_.html;
    } else {
        try {
            answer = api(request);
        } catch (const Error& error) {
            answer = refusal(error.kind() == ErrorKind::usage ? 400 : 500, error.message());
        } catch (const std::exception& error) {
            answer = refusal(500, error.what());
        }
    }
    answer.headers["Content-Security-Policy"] =
        answer.status == 200 && request.path == "/" ? page_.policy : "default-src 'none'";
    answer.headers["X-Content-Type-Options"] = "nosniff";
    answer.headers["X-Frame-Options"] = "DENY";
    answer.headers["Referrer-Policy"] = "no-referrer";
    answer.headers["Cache-Control"] = "no-store";
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin";
    return answer;
}

}  // namespace sescope
