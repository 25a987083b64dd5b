// SPDX-License-Identifier: GPL-3.0-or-later
// sescope serve, and the same page in one file.
#include <gmock/gmock.h>
#include <httplib.h>

#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr const char* kMarkup = "<img src=x onerror=alert(1)>";

class ServeCommand : public CommandLine {
  protected:
    void make_profile() const {
        make_network();
        make_images(2);
        std::filesystem::rename(file("images/rings"), file("images") / kMarkup);
        const auto made =
            sescope({"-q", "analyze", path("net"), path("images"), "-o", path("p.profile")});
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    std::string text_of(const std::string& name) const {
        std::ifstream in(file(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    /// Serves the folder of the test, and ends by Ctrl-C after `ask`, which is given a client and
    /// what every request has: "?token=..&profile=p.profile".
    ProgramResult serve(
        const std::function<void(httplib::Client&, const std::string& parameters)>& ask) const {
        write("address", "");
        ProgramSetting setting;
        setting.stdout_file = path("address");
        setting.interrupt_at = "ssh -N -L";
        setting.before_interrupt = [&] {
            const std::string address = text_of("address");
            std::smatch found;
            const std::regex expected("http://127\\.0\\.0\\.1:([0-9]+)/(\\?token=[0-9a-f]{32})\n");
            ASSERT_TRUE(std::regex_match(address, found, expected)) << address;
            httplib::Client client("127.0.0.1", std::stoi(found[1]));
            ask(client, std::string(found[2]) + "&profile=p.profile");
        };
        return sescope({"serve", path("."), "--port", "0"}, setting);
    }
};

TEST_F(ServeCommand, AnswersWhatTheCommandLineSaysUntilCtrlC) {
    make_profile();
    const auto verdicts = sescope({"verdicts", path("p.profile"), "--open", "0.2", "--json"});
    ASSERT_EQ(verdicts.exit_code, 0) << verdicts.err;
    const Json expected = Json::parse(verdicts.out);
    ASSERT_FALSE(expected.empty());
    const auto result = serve([&](httplib::Client& client, const std::string& parameters) {
        const auto page = client.Get(("/" + parameters).c_str());
        ASSERT_TRUE(page);
        EXPECT_EQ(page->status, 200);
        EXPECT_THAT(page->body, Not(HasSubstr("<img")));
        const auto judged = client.Get(("/api/verdicts" + parameters + "&open=0.2").c_str());
        ASSERT_TRUE(judged);
        const Json shown = Json::parse(judged->body)["verdicts"];
        ASSERT_EQ(shown.size(), expected.size());
        for (std::size_t i = 0; i < shown.size(); ++i) {
            EXPECT_EQ(shown[i]["verdict"], expected[i]["verdict"]);
            EXPECT_EQ(shown[i]["near"], expected[i]["near"]);
            EXPECT_EQ(shown[i]["why"], expected[i]["why"]);
        }
        EXPECT_EQ(client.Get("/?token=guess")->status, 403);
    });
    EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST_F(ServeCommand, FollowsARunThatGoesOn) {
    make_network();
    make_images(8);
    ProgramSetting stop;
    stop.interrupt_at = "image";
    const std::vector<std::string> analyze{"analyze", path("net"), path("images"),    "--batch",
                                           "1",       "-o",        path("p.profile"), "--force"};
    sescope(analyze, stop);
    const auto result = serve([&](httplib::Client& client, const std::string& parameters) {
        const auto entry = [&] {
            return Json::parse(
                client.Get(("/api/state" + parameters).c_str())->body)["profiles"][0];
        };
        const Json before = entry();
        EXPECT_EQ(before["total"], 24);
        const auto resumed = sescope({"-q", "analyze", path("net"), path("images"), "--batch", "1",
                                      "-o", path("p.profile"), "--resume"});
        ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
        const Json after = entry();
        EXPECT_NE(after["revision"], before["revision"]);
        EXPECT_EQ(after["done"], 24);
        EXPECT_EQ(after["partial"], false);
    });
    EXPECT_EQ(result.exit_code, 0) << result.err;
}

TEST_F(ServeCommand, RefusesWhatIsNoProfileAndWhatIsNoPort) {
    const auto nowhere = sescope({"serve", path("nowhere")});
    EXPECT_EQ(nowhere.exit_code, 4);
    expect_one_line_naming(nowhere, path("nowhere"));
    EXPECT_EQ(sescope({"serve", path("."), "--port", "70000"}).exit_code, 2);
    const auto result = serve([&](httplib::Client&, const std::string&) {
        const std::string address = text_of("address");
        const std::string port = address.substr(17, address.find('/', 17) - 17);
        const auto second = sescope({"serve", path("."), "--port", port});
        EXPECT_EQ(second.exit_code, 2) << second.err;
        EXPECT_THAT(second.err, HasSubstr("port " + port + " cannot be listened to"));
    });
    EXPECT_EQ(result.exit_code, 0);
}

TEST_F(ServeCommand, IsThereAsOneFileToo) {
    make_profile();
    const auto result =
        sescope({"report", path("p.profile"), "--interactive", "-o", path("page.html")});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr(" MB, figures of 3 of 3 classes"));
    const std::string page = text_of("page.html");
    EXPECT_THAT(page, HasSubstr("connect-src 'none'"));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, HasSubstr("\\u003cimg src=x onerror=alert(1)>"));
    const auto pdf = sescope({"report", path("p.profile"), "--interactive", "-o", path("p.pdf")});
    EXPECT_EQ(pdf.exit_code, 2);
}

}  // namespace
}  // namespace sescope::test
