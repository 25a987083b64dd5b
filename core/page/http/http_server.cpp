// SPDX-License-Identifier: GPL-3.0-or-later
// The only place where cpp-httplib is.
#include <httplib.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/page/server.h"

namespace sescope {
namespace {

constexpr const char* kLoopback = "127.0.0.1";
constexpr std::size_t kThreads = 8;            // a browser opens six connections
constexpr std::size_t kLargestPayload = 1024;  // nobody sends us anything
constexpr int kKeptOpen = 1;                   // seconds; the end of the program waits for it

PageRequest page_request(const httplib::Request& request) {
    PageRequest asked{request.method, request.get_header_value("Host"), request.path, {}};
    for (const auto& [name, value] : request.params) asked.parameters[name] = value;
    return asked;
}

void put(const PageAnswer& answer, httplib::Response& response) {
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) response.set_header(name.c_str(), value);
    response.set_content(answer.body, answer.type.c_str());
}

class HttpServer : public PageServer {
  public:
    explicit HttpServer(int port) : port_(port) {
        // Without SO_REUSEPORT, which would share a port that another program listens to.
        server_.set_socket_options([](int socket) {
            const int yes = 1;
            ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        });
        server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
        server_.set_keep_alive_timeout(kKeptOpen);
        server_.set_payload_max_length(kLargestPayload);
        if (port == 0) port_ = server_.bind_to_any_port(kLoopback);
        const bool bound = port == 0 ? port_ > 0 : server_.bind_to_port(kLoopback, port);
        if (!bound) {
            throw Error(ErrorKind::usage, text("port {} cannot be listened to", port), {},
                        text("another program has it: give another {}, or 0 for one that is free",
                             Text::option("port")));
        }
    }

    int port() const noexcept override { return port_; }

    void run(const std::function<PageAnswer(const PageRequest&)>& answer,
             const std::stop_token& stop) override {
        std::mutex one_at_a_time;
        // Before any routing: whatever is asked, by whatever method, is answered here.
        server_.set_pre_routing_handler(
            [&](const httplib::Request& request, httplib::Response& response) {
                const std::scoped_lock lock(one_at_a_time);
                put(answer(page_request(request)), response);
                return httplib::Server::HandlerResponse::Handled;
            });
        std::atomic<bool> ended = false;
        const std::jthread ender([&] {
            constexpr auto kEvery = std::chrono::milliseconds(50);
            while (!ended) {
                // It cannot be stopped before it has begun, nor twice.
                if (stop.stop_requested() && server_.is_running()) return server_.stop();
                std::this_thread::sleep_for(kEvery);
            }
        });
        if (!stop.stop_requested()) server_.listen_after_bind();
        ended = true;
    }

  private:
    httplib::Server server_;
    int port_;
};

}  // namespace
}  // namespace sescope

extern "C" __attribute__((visibility("default"))) sescope::PageServer* sescope_page_server(
    int port) {
    return new sescope::HttpServer(port);
}
