#include "net/curl_client.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

#include "tests/net/fetching.h"

using namespace nhs;
using namespace nhs::net;
using namespace nhs::test;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

TEST_CASE("An answer comes with its status, headers and body", "[http]") {
  const HttpServer server([](const SeenRequest&) {
    Reply reply = replying("{\"a\": 1}");
    reply.headers = {{"ETag", "\"x\""}, {"Link", "<a>; rel=\"next\""}, {"Link", "<b>; rel=\"prev\""}};
    return reply;
  });
  const FetchResult result = fetch(server.url() + "/a%20b?q=%23x&n=1");
  REQUIRE(result);
  CHECK(result->status == 200);
  CHECK(result->body == "{\"a\": 1}");
  CHECK(result->header("etag") == "\"x\"");
  CHECK(result->header("LINK") == "<a>; rel=\"next\"");
  CHECK(result->headers.size() == 4);
  CHECK_FALSE(result->header("Age"));
  const SeenRequest seen = server.requests().at(0);
  CHECK(seen.method == "GET");
  CHECK(seen.path == "/a b");
  CHECK(seen.parameter("q") == "#x");
  CHECK(seen.headers.at("user-agent") == "nhsvalues-test/1");
}

TEST_CASE("Every status is an answer, not a failure", "[http]") {
  for (const int status : {204, 304, 400, 401, 404, 410, 429, 500, 503}) {
    const HttpServer server([status](const SeenRequest&) {
      Reply reply;
      reply.status = status;
      reply.headers = {{"Retry-After", "7"}};
      return reply;
    });
    const FetchResult result = fetch(server.url());
    REQUIRE(result);
    CHECK(result->status == status);
    CHECK(result->header("retry-after") == "7");
  }
}

TEST_CASE("Request headers go out as they are, one without a value too", "[http]") {
  const HttpServer server([](const SeenRequest&) { return replying(""); });
  HttpRequest request(server.url());
  request.headers = {{"If-None-Match", "W/\"a:b\""},
                     {"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"},
                     {"X-Empty", ""}};
  REQUIRE(fetch(for_loopback(), request));
  const auto headers = server.requests().at(0).headers;
  CHECK(headers.at("if-none-match") == "W/\"a:b\"");
  CHECK(headers.at("if-modified-since") == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(headers.at("x-empty") == "");
  CHECK(headers.count("authorization") == 0);
}

TEST_CASE("A compressed body arrives unpacked", "[http]") {
  const HttpServer server([](const SeenRequest& request) {
    Reply reply = replying(std::string(100'000, 'x'));
    reply.gzip = request.headers.at("accept-encoding").find("gzip") != std::string::npos;
    return reply;
  });
  const FetchResult result = fetch(server.url());
  REQUIRE(result);
  CHECK(result->header("content-encoding") == "gzip");
  CHECK(result->body == std::string(100'000, 'x'));
}

TEST_CASE("Bodies that come in many pieces arrive whole", "[http]") {
  const std::string body(9 * 1024 * 1024, 'x');
  const HttpServer server([&](const SeenRequest&) { return replying(body); });
  for (const FetchResult& result :
       fetch_all(for_loopback(), std::vector<HttpRequest>(10, HttpRequest(server.url())))) {
    REQUIRE(result);
    CHECK(result->body == body);
  }
}

TEST_CASE("Answers are taken up when they come, not when curl next looks at the time", "[http]") {
  const HttpServer server([](const SeenRequest& request) {
    const int left = std::stoi(request.path.substr(1));
    Reply reply = left == 0 ? replying("there") : redirecting(302, "/" + std::to_string(left - 1));
    reply.delay = 10ms;
    return reply;
  });
  ClientOptions options = for_loopback();
  options.total_timeout = 900ms;  // curl looks at the time every second
  CHECK(fetch(options, HttpRequest(server.url() + "/5")));
}

TEST_CASE("The bearer goes to the host that was asked, also after a redirect within it", "[http][bearer]") {
  const HttpServer server([](const SeenRequest& request) {
    return request.path == "/old" ? redirecting(302, "/new") : replying("here");
  });
  HttpRequest request(server.url() + "/old");
  request.bearer = "s3cret";
  const FetchResult result = fetch(for_loopback(), request);
  REQUIRE(result);
  CHECK(result->body == "here");
  REQUIRE(server.requests().size() == 2);
  CHECK(server.requests().at(0).headers.at("authorization") == "Bearer s3cret");
  CHECK(server.requests().at(1).headers.at("authorization") == "Bearer s3cret");
}

TEST_CASE("The bearer is not sent on to another host, be it only another port", "[http][bearer]") {
  const HttpServer other([](const SeenRequest&) { return replying("other"); });
  const auto port = std::to_string(other.port());
  for (const std::string& target : {other.url(), "http://localhost:" + port}) {
    const HttpServer server([&](const SeenRequest&) { return redirecting(302, target + "/"); });
    HttpRequest request(server.url());
    request.bearer = "s3cret";
    const FetchResult result = fetch(for_loopback(), request);
    REQUIRE(result);
    CHECK(result->body == "other");
    CHECK(server.requests().at(0).headers.at("authorization") == "Bearer s3cret");
    CHECK(other.requests().back().headers.count("authorization") == 0);
  }
  CHECK(other.requests().size() == 2);
}

TEST_CASE("A bearer does not stay with a handle that is used again", "[http][bearer]") {
  const HttpServer server([](const SeenRequest&) { return replying(""); });
  boost::asio::io_context io;
  CurlClient client(io.get_executor(), for_loopback());
  HttpRequest with_bearer(server.url() + "/1");
  with_bearer.bearer = "s3cret";
  with_bearer.headers = {{"X-Mine", "1"}};
  for (const HttpRequest& request : {with_bearer, HttpRequest(server.url() + "/2")}) {
    boost::asio::co_spawn(io, client.send(request), boost::asio::detached);
    io.run();
    io.restart();
  }
  REQUIRE(server.requests().size() == 2);
  CHECK(server.requests().at(1).headers.count("authorization") == 0);
  CHECK(server.requests().at(1).headers.count("x-mine") == 0);
}

TEST_CASE("The environment's proxy is not used", "[http]") {
  const HttpServer server([](const SeenRequest&) { return replying("direct"); });
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  const FetchResult result = fetch(server.url());
  unsetenv("http_proxy");
  REQUIRE(result);
  CHECK(result->body == "direct");
}

TEST_CASE("A hundred requests at once are all answered, each with its own", "[http]") {
  const HttpServer server([](const SeenRequest& request) {
    Reply reply = replying(request.path);
    reply.delay = 5ms;
    return reply;
  });
  const HttpServer another([](const SeenRequest& request) { return replying(request.path); });
  std::vector<HttpRequest> requests;
  for (int i = 0; i < 100; ++i)
    requests.emplace_back((i % 2 == 0 ? server : another).url() + "/" + std::to_string(i));
  const std::vector<FetchResult> results = fetch_all(for_loopback(), requests);
  for (std::size_t i = 0; i < results.size(); ++i) {
    REQUIRE(results[i]);
    CHECK(results[i]->body == "/" + std::to_string(i));
  }
}

namespace {

using boost::asio::awaitable;
namespace operators = boost::asio::experimental::awaitable_operators;

awaitable<std::size_t> first_of_request_and_timer(HttpClient& client, std::string url,
                                                  std::chrono::milliseconds limit) {
  using operators::operator||;
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, limit);
  awaitable<FetchResult> request = client.send(HttpRequest(url));
  awaitable<void> time = timer.async_wait(boost::asio::use_awaitable);
  const auto first = co_await (std::move(request) || std::move(time));
  co_return first.index();
}

Reply slow_reply() {
  Reply reply = replying("late");
  reply.delay = 20s;
  return reply;
}

}  // namespace

TEST_CASE("A slow request is given up at once when its time is over, and the client goes on",
          "[http][cancel]") {
  const HttpServer server(
      [](const SeenRequest& request) { return request.path == "/slow" ? slow_reply() : replying("quick"); });
  boost::asio::io_context io;
  CurlClient client(io.get_executor(), for_loopback());
  const auto start = Steady::now();
  std::vector<std::size_t> winners;
  for (const std::string path : {"/slow", "/slow", "/slow", "/slow", "/quick"})
    boost::asio::co_spawn(
        io, first_of_request_and_timer(client, server.url() + path, path == "/slow" ? 100ms : 5s),
        [&](const std::exception_ptr& problem, std::size_t winner) {
          REQUIRE_FALSE(problem);
          winners.push_back(winner);
        });
  io.run();
  CHECK(winners == std::vector<std::size_t>{1, 1, 1, 1, 0});
  CHECK(Steady::now() - start < 2s);
}

TEST_CASE("A cancelled request says so", "[http][cancel]") {
  const HttpServer server([](const SeenRequest&) { return slow_reply(); });
  boost::asio::io_context io;
  CurlClient client(io.get_executor(), for_loopback());
  boost::asio::cancellation_signal stop;
  std::optional<FetchResult> result;
  boost::asio::co_spawn(
      io, client.send(HttpRequest(server.url())),
      boost::asio::bind_cancellation_slot(
          stop.slot(), [&](const std::exception_ptr&, FetchResult r) { result = std::move(r); }));
  boost::asio::steady_timer timer(io, 50ms);
  timer.async_wait(
      [&](const boost::system::error_code&) { stop.emit(boost::asio::cancellation_type::terminal); });
  const auto start = Steady::now();
  io.run();
  REQUIRE(result);
  REQUIRE_FALSE(*result);
  CHECK(result->error().kind == FetchFailure::cancelled);
  CHECK(Steady::now() - start < 2s);
  stop.emit(boost::asio::cancellation_type::terminal);  // too late, and no harm
}

TEST_CASE("A client that goes away cancels its requests", "[http][cancel]") {
  const HttpServer server([](const SeenRequest&) { return slow_reply(); });
  boost::asio::io_context io;
  auto client = std::make_unique<CurlClient>(io.get_executor(), for_loopback());
  std::vector<FetchResult> results;
  for (int i = 0; i < 50; ++i)
    boost::asio::co_spawn(io, client->send(HttpRequest(server.url())),
                          [&](const std::exception_ptr&, FetchResult r) { results.push_back(std::move(r)); });
  awaitable<FetchResult> never_started = client->send(HttpRequest(server.url()));
  io.run_for(100ms);
  client.reset();
  boost::asio::co_spawn(io, std::move(never_started),
                        [&](const std::exception_ptr&, FetchResult r) { results.push_back(std::move(r)); });
  const auto start = Steady::now();
  io.run();
  CHECK(Steady::now() - start < 2s);
  REQUIRE(results.size() == 51);
  for (const FetchResult& result : results) CHECK(result.error().kind == FetchFailure::cancelled);
}

TEST_CASE("Everything can be dropped with requests in flight", "[http][cancel]") {
  const HttpServer server([](const SeenRequest&) { return slow_reply(); });
  boost::asio::io_context io;
  const CurlClient client_unused(io.get_executor(), for_loopback());
  CurlClient client(io.get_executor(), for_loopback());
  for (int i = 0; i < 50; ++i)
    boost::asio::co_spawn(
        io, client.send(HttpRequest(server.url())),
        [](const std::exception_ptr&, FetchResult) { FAIL("the loop does not run any more"); });
  io.run_for(100ms);
  io.stop();
}

TEST_CASE("The version of libcurl can be told", "[http]") {
  CHECK(curl_version_text().find("libcurl/") == 0);
  CHECK(curl_version_text().find("OpenSSL/") != std::string::npos);
}
