// SPDX-License-Identifier: GPL-3.0-or-later
// What is answered to whom, without a network.
#include "core/page/answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <optional>

#include "core/base/error.h"
#include "tests/core/excitation/made_profile.h"

namespace sescope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::ScratchFolder;

class PageAnswersTest : public ::testing::Test {
  protected:
    PageAnswersTest() {
        profile_.classes[0].readable = "<script>alert(1)</script>";
        save_profile(profile_, folder_ / "a.profile");
    }

    PageAnswer ask(const std::string& path, std::map<std::string, std::string> parameters = {}) {
        parameters.insert({"token", "secret"});
        parameters.insert({"profile", "a.profile"});
        return answers_->answer({"GET", "127.0.0.1:8127", path, std::move(parameters)});
    }
    int status_of(const PageRequest& request) { return answers_->answer(request).status; }
    void open(const std::filesystem::path& place) { answers_.emplace(Shelf(place), "secret"); }

    ScratchFolder folder_;
    ExcitationProfile profile_ = testing::made_profile();
    std::optional<PageAnswers> answers_;
};

TEST_F(PageAnswersTest, WantTheToken) {
    open(folder_.path());
    const std::string host = "127.0.0.1:8127";
    EXPECT_EQ(status_of({"GET", host, "/", {{"token", "secret"}}}), 200);
    for (const char* wrong : {"", "secre", "secret1", "Secret", "secreT"}) {
        EXPECT_EQ(status_of({"GET", host, "/", {{"token", wrong}}}), 403) << wrong;
        EXPECT_EQ(status_of({"GET", host, "/api/state", {{"token", wrong}}}), 403) << wrong;
    }
    EXPECT_EQ(status_of({"GET", host, "/", {}}), 403);
    EXPECT_EQ(status_of({"GET", host, "/no/such", {}}), 403);  // tells nobody what is there
}

TEST_F(PageAnswersTest, AreForNamesOfThisMachineOnly) {
    open(folder_.path());
    for (const char* host : {"127.0.0.1", "127.0.0.1:8127", "localhost:1", "[::1]:65535"}) {
        EXPECT_EQ(status_of({"GET", host, "/", {{"token", "secret"}}}), 200) << host;
    }
    for (const char* host : {"", "evil.example", "evil.example:8127", "127.0.0.1.evil.example",
                             "localhost.evil.example:8127", "127.0.0.1:", "127.0.0.1:80x",
                             "localhost:123456", "192.168.0.1:8127"}) {
        EXPECT_EQ(status_of({"GET", host, "/", {{"token", "secret"}}}), 403) << host;
    }
}

TEST_F(PageAnswersTest, ChangeNothing) {
    open(folder_.path());
    for (const char* method : {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"}) {
        const PageAnswer answer =
            answers_->answer({method, "localhost", "/", {{"token", "secret"}}});
        EXPECT_EQ(answer.status, 405) << method;
        EXPECT_EQ(answer.headers.at("Allow"), "GET");
    }
}

TEST_F(PageAnswersTest, AreNoneBesideTheKnownPaths) {
    open(folder_.path());
    for (const char* path : {"/index.html", "/api", "/api/", "/api/states", "/../a.profile",
                             "/a.profile", "//", "/api/profile/"}) {
        EXPECT_EQ(ask(path).status, 404) << path;
    }
}

TEST_F(PageAnswersTest, TellBrowsersWhatTheyMayDo) {
    open(folder_.path());
    const PageAnswer page = ask("/");
    const std::string policy = page.headers.at("Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'; script-src 'sha256-"));
    EXPECT_THAT(policy, HasSubstr("connect-src 'self'"));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_THAT(page.body, HasSubstr("http-equiv=\"Content-Security-Policy\""));
    EXPECT_EQ(page.headers.at("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page.headers.at("Cache-Control"), "no-store");
    EXPECT_EQ(page.headers.at("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(ask("/api/state").headers.at("Content-Security-Policy"), "default-src 'none'");
}

TEST_F(PageAnswersTest, HoldNoMarkupOfFiles) {
    open(folder_.path());
    const std::string text = ask("/api/profile").body;
    EXPECT_THAT(text, Not(HasSubstr("<")));
    EXPECT_EQ(PageJson::parse(text)["classes"][0]["name"], "<script>alert(1)</script>");
    EXPECT_THAT(ask("/").body, Not(HasSubstr("alert(1)")));
}

TEST_F(PageAnswersTest, JudgeAsTheCommandLineDoes) {
    open(folder_.path());
    VerdictThresholds thresholds;
    thresholds.open = 0.25;
    thresholds.late_stage = 2;
    const auto answer = ask("/api/verdicts", {{"open", "0.25"}, {"late-stage", "2"}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    const PageJson shown = PageJson::parse(answer.body)["verdicts"];
    const auto expected = verdicts(profile_, thresholds);
    ASSERT_EQ(shown.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(shown[i]["verdict"], name_of(expected[i].kind));
        EXPECT_EQ(shown[i]["why"], expected[i].sentence.str());
    }
    EXPECT_EQ(ask("/api/verdicts", {{"open", "2"}}).status, 400);
    EXPECT_EQ(ask("/api/verdicts", {{"opened", "1"}}).status, 400);
}

TEST_F(PageAnswersTest, RefuseWhatMakesNoSense) {
    open(folder_.path());
    EXPECT_EQ(ask("/api/figure", {{"figure", "pie"}}).status, 400);
    EXPECT_EQ(ask("/api/figure", {{"figure", "class"}, {"blocks", "99"}}).status, 400);
    EXPECT_EQ(ask("/api/figure", {{"figure", "class"}, {"blocks", "0,,1"}}).status, 400);
    EXPECT_EQ(ask("/api/channel", {{"block", "0"}}).status, 400);
    EXPECT_EQ(ask("/api/channel", {{"block", "0"}, {"channel", "1"}}).status, 200);
    EXPECT_EQ(ask("/api/profile", {{"profile", "../a.profile"}}).status, 400);
    EXPECT_EQ(ask("/api/profile", {{"profile", "/etc/passwd"}}).status, 400);
}

TEST_F(PageAnswersTest, ShowAFolderAsItIsNow) {
    std::ofstream(folder_ / "broken.profile") << "no profile";
    std::ofstream(folder_ / ".hidden.profile") << "no profile";
    std::ofstream(folder_ / "notes.txt") << "no profile";
    open(folder_.path());
    PageJson state = PageJson::parse(ask("/api/state").body)["profiles"];
    ASSERT_EQ(state.size(), 2u);
    EXPECT_EQ(state[0]["name"], "a.profile");
    EXPECT_EQ(state[0]["images"], 3);
    EXPECT_FALSE(state[1]["error"].get<std::string>().empty());
    EXPECT_EQ(ask("/api/profile", {{"profile", "broken.profile"}}).status, 500);
    save_profile(profile_, folder_ / "b.profile");
    std::filesystem::remove(folder_ / "broken.profile");
    state = PageJson::parse(ask("/api/state").body)["profiles"];
    ASSERT_EQ(state.size(), 2u);
    EXPECT_EQ(state[1]["name"], "b.profile");
}

TEST_F(PageAnswersTest, FollowAProfileThatGrows) {
    profile_.origin.covered = {{0, 1, 4, 8}};
    save_profile(profile_, folder_ / "a.profile");
    open(folder_ / "a.profile");
    const PageJson first = PageJson::parse(ask("/api/state").body)["profiles"][0];
    ASSERT_FALSE(first.contains("error")) << first;
    EXPECT_EQ(first["partial"], true);
    EXPECT_EQ(first["done"], 4);
    EXPECT_EQ(first["total"], 8);
    const PageJson shown = PageJson::parse(ask("/api/profile").body);
    EXPECT_EQ(shown["revision"], first["revision"]);
    EXPECT_EQ(PageJson::parse(ask("/api/state").body)["profiles"][0], first);

    profile_.origin.covered = {{0, 1, 8, 8}};
    profile_.origin.seconds = 3;
    save_profile(profile_, folder_ / "a.profile");
    const PageJson second = PageJson::parse(ask("/api/state").body)["profiles"][0];
    EXPECT_NE(second["revision"], first["revision"]);
    EXPECT_EQ(second["partial"], false);
    EXPECT_EQ(second["done"], 8);
    EXPECT_EQ(PageJson::parse(ask("/api/profile").body)["progress"]["seconds"], 3);
}

TEST(Shelf, WantsAProfileOrAFolder) {
    ScratchFolder folder;
    EXPECT_THROW(Shelf(folder / "nowhere"), Error);
}

TEST(RandomToken, IsAnotherEachTime) {
    EXPECT_EQ(random_token().size(), 32u);
    EXPECT_NE(random_token(), random_token());
}

}  // namespace
}  // namespace sescope
