// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "app/cli/commands.h"
#include "core/base/error.h"
#include "core/page/server.h"

namespace sescope::cli {
namespace {

constexpr int kPort = 8127;
constexpr int kLargestPort = 65535;

// "ada@server", as a laptop would call this machine; what is not known is left to the person.
std::string this_machine() {
    std::array<char, 256> name{};
    const bool known = ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0';
    const char* user = std::getenv("USER");
    return fmt::format("{}@{}", user != nullptr && *user != '\0' ? user : "USER",
                       known ? name.data() : "HOST");
}

void run_serve(const std::string& place, int port, Session& session) {
    session.stops_by_itself = true;
    PageAnswers answers{Shelf(place), random_token()};
    const auto server = open_page_server(port);
    std::cout << fmt::format("http://127.0.0.1:{}/?token={}\n", server->port(), answers.token())
              << std::flush;
    remark(session, fmt::format("from a laptop: ssh -N -L {0}:127.0.0.1:{0} {1}, then open that "
                                "address there; Ctrl-C ends",
                                server->port(), this_machine()));
    server->run([&](const PageRequest& request) { return answers.answer(request); },
                session.stop.get_token());
    session.exit_code = 0;
}

}  // namespace

void add_serve(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "serve",
        "Show a profile, or a folder of them, as a page in a browser, also while they grow");
    command->footer(
        "The page is answered on this machine's loopback address only, to whoever has the address\n"
        "that is printed, with its token; nothing is loaded from elsewhere, nothing is written. "
        "From\n"
        "a laptop it is reached through: ssh -N -L 8127:127.0.0.1:8127 SERVER. The same page as a "
        "file:\n"
        "sescope report PROFILE --interactive -o page.html");
    struct Options {
        std::string place;
        int port = kPort;
    };
    const auto options = std::make_shared<Options>();
    command
        ->add_option("profile", options->place,
                     "Made by: sescope analyze, which may still be running; or a folder, whose "
                     "*.profile files can be chosen on the page")
        ->required();
    command->add_option("--port", options->port, "To listen to; 0: one that is free")
        ->check(CLI::Range(0, kLargestPort))
        ->capture_default_str();
    command->callback([options, &session] { run_serve(options->place, options->port, session); });
}

}  // namespace sescope::cli
