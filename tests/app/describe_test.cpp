// SPDX-License-Identifier: GPL-3.0-or-later
// Completions and manual pages say what --help says.
#include <gmock/gmock.h>

#include <regex>
#include <set>
#include <sstream>

#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Described : public CommandLine {
  protected:
    std::string describe(std::vector<std::string> form) const {
        form.insert(form.begin(), "describe");
        const auto result = sescope(form);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return result.out;
    }

    std::vector<std::string> commands() const {
        std::istringstream lines(describe({"commands"}));
        std::vector<std::string> names;
        for (std::string name; std::getline(lines, name);) names.push_back(name);
        return names;
    }

    // Names of options at the beginning of --help's lines: "  -o,--output FILE".
    std::set<std::string> options_in_help(const std::string& command) const {
        std::istringstream lines(sescope({command, "--help"}).out);
        std::set<std::string> names;
        static const std::regex name(R"((^|,)(--?[A-Za-z0-9][A-Za-z0-9-]*))");
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with("  -")) continue;
            const std::string head = line.substr(2, line.find(' ', 2) - 2);
            for (std::sregex_iterator it(head.begin(), head.end(), name), end; it != end; ++it)
                names.insert((*it)[2]);
        }
        return names;
    }

    // What bash offers for the words, the last of which is being typed.
    std::set<std::string> bash_offers(const std::vector<std::string>& words) const {
        write("completions.bash", describe({"bash"}));
        std::string line = "source " + path("completions.bash") + "; COMP_WORDS=(";
        for (const auto& word : words) line += "'" + word + "' ";
        line += "); COMP_CWORD=" + std::to_string(words.size() - 1) +
                "; _sescope; printf '%s\\n' \"${COMPREPLY[@]}\"";
        const auto result = run_program({"/bin/bash", "--norc", "-c", line});
        EXPECT_EQ(result.err, "");
        std::istringstream lines(result.out);
        std::set<std::string> offers;
        for (std::string offer; std::getline(lines, offer);) offers.insert(offer);
        offers.erase("");
        return offers;
    }
};

TEST_F(Described, NamesEveryCommandOfTheHelp) {
    const auto names = commands();
    const std::string help = sescope({"--help"}).out;
    EXPECT_GE(names.size(), 13u);
    for (const auto& name : names) EXPECT_THAT(help, HasSubstr("\n  " + name + " "));
    EXPECT_THAT(names, Not(::testing::Contains("describe")));
    EXPECT_THAT(help, Not(HasSubstr("describe")));
}

TEST_F(Described, BashOffersTheVeryOptionsOfEachCommandsHelp) {
    for (const auto& name : commands()) {
        const auto expected = options_in_help(name);
        EXPECT_GE(expected.size(), 3u) << name;
        EXPECT_EQ(bash_offers({"sescope", name, "-"}), expected) << name;
    }
}

TEST_F(Described, BashOffersCommandsAndValues) {
    EXPECT_EQ(bash_offers({"sescope", "an"}), std::set<std::string>{"analyze"});
    EXPECT_EQ(bash_offers({"sescope", "-q", "inf"}), std::set<std::string>{"info"});
    const std::set<std::string> precisions{"auto", "bf16", "bf16x3", "fp16", "fp32"};
    EXPECT_EQ(bash_offers({"sescope", "analyze", "model", "--precision", ""}), precisions);
    // A file: readline completes it where nothing is offered.
    EXPECT_EQ(bash_offers({"sescope", "analyze", "model", "-o", "x"}), std::set<std::string>{});
}

TEST_F(Described, ZshFishAndManualPagesHaveTheOptionsToo) {
    const std::string zsh = describe({"zsh"});
    const std::string fish = describe({"fish"});
    for (const auto& name : commands()) {
        EXPECT_THAT(zsh, HasSubstr("'" + name + ":")) << name;
        EXPECT_THAT(fish, HasSubstr("-a " + name + " -d ")) << name;
        const std::string page = describe({"man", name});
        EXPECT_THAT(page, HasSubstr("sescope\\-" + name + " \\- "));
        for (const auto& option : options_in_help(name)) {
            std::string in_roff;
            for (const char c : option) in_roff += c == '-' ? "\\-" : std::string(1, c);
            EXPECT_THAT(page, HasSubstr("\\fB" + in_roff + "\\fR")) << name;
            EXPECT_THAT(zsh, HasSubstr(option)) << name;
            if (!option.starts_with("--")) continue;
            EXPECT_THAT(fish, HasSubstr(" -l " + option.substr(2))) << name;
        }
    }
    EXPECT_THAT(describe({"man"}), HasSubstr("\\fBanalyze\\fR"));
}

}  // namespace
}  // namespace sescope::test
