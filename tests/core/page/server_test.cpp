// SPDX-License-Identifier: GPL-3.0-or-later
// The page over HTTP on the loopback address.
#include "core/page/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <memory>
#include <optional>
#include <thread>

#include "core/base/error.h"
#include "tests/core/excitation/made_profile.h"
#include "tests/core/page/decoded.h"

namespace sescope {
namespace {

using ::testing::HasSubstr;

class PageServerTest : public ::testing::Test {
  protected:
    PageServerTest() {
        save_profile(profile_, folder_ / "a.profile");
        answers_.emplace(Shelf(folder_.path()), "secret");
        thread_ = std::jthread([this](const std::stop_token& stop) {
            server_->run([this](const PageRequest& request) { return answers_->answer(request); },
                         stop);
        });
    }

    httplib::Result get(const std::string& path, const httplib::Headers& headers = {}) const {
        httplib::Client client("127.0.0.1", server_->port());
        return client.Get(path.c_str(), headers);
    }

    testing::ScratchFolder folder_;
    const ExcitationProfile profile_ = testing::made_profile();
    std::optional<PageAnswers> answers_;
    std::unique_ptr<PageServer> server_ = open_page_server(0);
    std::jthread thread_;
};

TEST_F(PageServerTest, AnswersWithThePageAndItsPolicy) {
    const auto page = get("/?token=secret");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 200);
    EXPECT_THAT(page->body, HasSubstr("<!DOCTYPE html>"));
    EXPECT_EQ(page->get_header_value("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(page->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
}

TEST_F(PageServerTest, AnswersWithTheGatesOfAClass) {
    const auto answer =
        get("/api/figure?token=secret&profile=a.profile&figure=class&blocks=0&classes=1");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 200) << answer->body;
    const PageJson series = PageJson::parse(answer->body)["panels"][0]["series"][0];
    const auto expected = class_mean(profile_.gates, 0, 1);
    const auto shown = testing::decoded(series["y"]);
    ASSERT_EQ(shown.size(), expected.size());
    for (std::size_t i = 0; i < shown.size(); ++i) EXPECT_FLOAT_EQ(shown[i], float(expected[i]));
}

TEST_F(PageServerTest, RefusesStrangers) {
    EXPECT_EQ(get("/?token=guess")->status, 403);
    EXPECT_EQ(get("/")->status, 403);
    EXPECT_EQ(get("/?token=secret", {{"Host", "evil.example"}})->status, 403);
    EXPECT_EQ(get("/../../etc/passwd?token=secret")->status, 404);
    httplib::Client client("127.0.0.1", server_->port());
    EXPECT_EQ(client.Post("/api/state?token=secret", "x=1", "text/plain")->status, 405);
    EXPECT_EQ(client.Delete("/?token=secret")->status, 405);
}

TEST_F(PageServerTest, DoesNotShareItsPort) {
    try {
        open_page_server(server_->port());
        FAIL() << "two servers on one port";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        EXPECT_THAT(error.message(), HasSubstr(std::to_string(server_->port())));
    }
}

TEST_F(PageServerTest, EndsWhenItIsAskedTo) {
    const int port = server_->port();
    EXPECT_EQ(get("/?token=secret")->status, 200);
    thread_.request_stop();
    thread_.join();
    server_.reset();
    EXPECT_EQ(open_page_server(port)->port(), port);  // it is free again
}

TEST(PageServer, EndsThoughItHasNotBegun) {
    const auto server = open_page_server(0);
    std::stop_source stop;
    stop.request_stop();
    server->run([](const PageRequest&) { return PageAnswer{}; }, stop.get_token());
}

}  // namespace
}  // namespace sescope
