#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>

#include "tests/net/fetching.h"
#include "tests/net/pretended_internet.h"

using namespace nhs;
using namespace nhs::net;
using namespace nhs::test;
using namespace std::chrono_literals;

namespace {

FetchError failure(const ClientOptions& options, const HttpRequest& request) {
  FetchResult result = fetch(options, request);
  REQUIRE_FALSE(result);
  INFO(result.error().cause);
  // Nothing that may be secret, and one line.
  CHECK(result.error().cause.find("s3cret") == std::string::npos);
  CHECK(result.error().cause.find('\n') == std::string::npos);
  return result.error();
}

FetchError failure(const std::string& url) { return failure(for_loopback(), HttpRequest(url)); }

bool says(const FetchError& error, const std::string& words) {
  INFO(error.cause);
  return error.cause.find(words) != std::string::npos;
}

std::string host_of(const HttpServer& server) { return "127.0.0.1:" + std::to_string(server.port()); }

}  // namespace

TEST_CASE("A private address is refused by default, with the key that allows it", "[http][address]") {
  const HttpServer server([](const SeenRequest&) { return replying("secret of the house"); });
  ClientOptions options = for_loopback();
  options.allow_private_addresses = false;
  const auto port = std::to_string(server.port());
  for (const std::string host :
       {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"}) {
    INFO(host);
    const FetchError error = failure(options, HttpRequest("http://" + host + ":" + port + "/?key=s3cret"));
    CHECK(error.kind == FetchFailure::address_refused);
    CHECK(says(error, "network.allow_private_addresses"));
  }
  CHECK(server.requests().empty());
}

TEST_CASE("A public server cannot redirect to a private address", "[http][address][redirect]") {
  const HttpServer inside([](const SeenRequest&) { return replying("secret of the house"); });
  const HttpServer server([&](const SeenRequest& request) {
    return request.path == "/" ? redirecting(302, inside.url() + "/?key=s3cret") : replying("public");
  });
  ClientOptions options = for_loopback();
  options.allow_private_addresses = false;
  const std::string outside = std::string(kPublicAddress) + ":" + std::to_string(server.port());
  REQUIRE(fetch(options, HttpRequest("http://" + outside + "/public")));

  const FetchError error = failure(options, HttpRequest("http://" + outside + "/"));
  CHECK(error.kind == FetchFailure::address_refused);
  CHECK(says(error, outside + " (redirected to " + host_of(inside) + ")"));
  CHECK(inside.requests().empty());
}

TEST_CASE("Plain http is refused by default, with the key that allows it", "[http]") {
  const HttpServer server([](const SeenRequest&) { return replying(""); });
  ClientOptions options = for_loopback();
  options.allow_plain_http = false;
  const FetchError error = failure(options, HttpRequest(server.url() + "/?key=s3cret"));
  CHECK(error.kind == FetchFailure::not_http);
  CHECK(says(error, "network.allow_plain_http"));
  CHECK(says(error, host_of(server)));
  CHECK(server.requests().empty());
}

TEST_CASE("What is no web address is refused without asking anybody", "[http]") {
  for (const char* url :
       {"", "example.org", "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/", "http://",
        "http://127.0.0.1:99999/", "http://a b/", "http://127.0.0.1/\r\nX: s3cret"}) {
    INFO(url);
    CHECK(failure(url).kind == FetchFailure::not_http);
  }
}

TEST_CASE("A request header cannot smuggle in another", "[http]") {
  const HttpServer server([](const SeenRequest&) { return replying(""); });
  HttpRequest request(server.url());
  request.headers = {{"If-None-Match", "x\r\nX-Smuggled: s3cret"}};
  CHECK(failure(for_loopback(), request).kind == FetchFailure::not_http);
  request.headers.clear();
  request.bearer = "s3cret\nX-Smuggled: 1";
  CHECK(failure(for_loopback(), request).kind == FetchFailure::not_http);
  CHECK(server.requests().empty());
}

TEST_CASE("Redirects are followed five times, then no more", "[http][redirect]") {
  const HttpServer server([](const SeenRequest& request) {
    const int left = std::stoi(request.path.substr(1));
    return left == 0 ? replying("there") : redirecting(301, "/" + std::to_string(left - 1) + "?key=s3cret");
  });
  const FetchResult five = fetch(server.url() + "/5");
  REQUIRE(five);
  CHECK(five->body == "there");
  const FetchError six = failure(server.url() + "/6");
  CHECK(six.kind == FetchFailure::too_many_redirects);
  CHECK(server.requests().size() == 12);
}

TEST_CASE("A redirect cannot lead to a file or another protocol", "[http][redirect]") {
  for (const char* target : {"file:///etc/passwd", "ftp://127.0.0.1/?s3cret", "gopher://127.0.0.1/"}) {
    const HttpServer server([target](const SeenRequest&) { return redirecting(302, target); });
    const FetchError error = failure(server.url());
    CHECK(error.kind == FetchFailure::not_http);
    CHECK(says(error, "redirects"));
  }
}

TEST_CASE("A body stops where it grows too large, however small it was packed", "[http][limits]") {
  const HttpServer server([](const SeenRequest& request) {
    Reply reply = replying(std::string(64 * 1024 * 1024, '\0'));
    reply.gzip = request.path == "/bomb";
    return reply;
  });
  for (const char* path : {"/bomb", "/long"}) {
    const FetchError error = failure(server.url() + path);
    CHECK(error.kind == FetchFailure::too_large);
    CHECK(says(error, "10 MiB"));
  }
}

TEST_CASE("A body of just the largest size passes, one byte more does not", "[http][limits]") {
  const HttpServer server([](const SeenRequest& request) {
    Reply reply = replying(std::string(std::stoul(request.parameter("size").value()), 'x'));
    reply.gzip = true;
    return reply;
  });
  ClientOptions options = for_loopback();
  options.max_body_bytes = 100'000;
  CHECK(fetch(options, HttpRequest(server.url() + "?size=100000")));
  CHECK(failure(options, HttpRequest(server.url() + "?size=100001")).kind == FetchFailure::too_large);
}

TEST_CASE("Headers have a limit of their own", "[http][limits]") {
  const HttpServer server([](const SeenRequest&) {
    Reply reply = replying("");
    for (int i = 0; i < 80; ++i) reply.headers.emplace_back("X-" + std::to_string(i), std::string(1000, 'x'));
    return reply;
  });
  const FetchError error = failure(server.url());
  CHECK(error.kind == FetchFailure::too_large);
  CHECK(says(error, "headers"));
  ClientOptions options = for_loopback();
  options.max_header_bytes = 100 * 1024;
  CHECK(fetch(options, HttpRequest(server.url())));
}

TEST_CASE("A server that does not answer in time has failed", "[http][limits]") {
  const HttpServer server([](const SeenRequest&) {
    Reply reply = replying("late");
    reply.delay = 20s;
    return reply;
  });
  ClientOptions options = for_loopback();
  options.total_timeout = 200ms;
  const auto start = std::chrono::steady_clock::now();
  const FetchError error = failure(options, HttpRequest(server.url() + "/?key=s3cret"));
  CHECK(error.kind == FetchFailure::timed_out);
  CHECK(says(error, host_of(server) + ": no complete answer after 0."));
  CHECK(std::chrono::steady_clock::now() - start < 2s);
}

TEST_CASE("More than two requests to one host wait for their turn, within their time", "[http][limits]") {
  // The first two are answered soon, the two whose turn then comes not in time.
  std::atomic<int> asked = 0;
  const HttpServer server([&](const SeenRequest&) {
    Reply reply = replying("at last");
    reply.delay = ++asked <= 2 ? 300ms : 20s;
    return reply;
  });
  ClientOptions options = for_loopback();
  options.total_timeout = 2s;
  int answered = 0;
  int without_a_turn = 0;
  for (const FetchResult& result :
       fetch_all(options, std::vector<HttpRequest>(6, HttpRequest(server.url())))) {
    if (result) {
      ++answered;
    } else {
      const bool unasked = says(result.error(), "no connection after 2.");
      CHECK(result.error().kind == (unasked ? FetchFailure::cannot_connect : FetchFailure::timed_out));
      without_a_turn += unasked;
    }
  }
  CHECK(answered == 2);
  CHECK(without_a_turn == 2);
  CHECK(server.requests().size() == 4);
}

TEST_CASE("A connection that ends too early is told from a whole answer", "[http]") {
  const HttpServer server([](const SeenRequest& request) {
    Reply reply = replying(std::string(10'000, 'x'));
    if (request.path == "/cut") reply.cut_after = 5'000;
    if (request.path == "/bodyless") reply.cut_after = 0;
    if (request.path == "/packed") reply.gzip = true, reply.cut_after = 10;
    if (request.path == "/drop") reply.drop = true;
    return reply;
  });
  for (const char* path : {"/cut", "/bodyless", "/packed", "/drop"}) {
    INFO(path);
    CHECK(failure(server.url() + path).kind == FetchFailure::cut_off);
  }
}

TEST_CASE("A port where nobody listens cannot be connected to", "[http]") {
  std::string url;
  {
    const HttpServer server([](const SeenRequest&) { return replying(""); });
    url = server.url();
  }
  const FetchError error = failure(url + "/?key=s3cret");
  CHECK(error.kind == FetchFailure::cannot_connect);
  CHECK(says(error, "Connection refused"));
}

TEST_CASE("A name that does not exist is not found", "[http]") {
  const FetchError error = failure(std::string("http://") + kUnknownName + "/?key=s3cret");
  CHECK(error.kind == FetchFailure::name_not_found);
  CHECK(says(error, kUnknownName));
}

TEST_CASE("A server that speaks no TLS has no trust", "[http][tls]") {
  const HttpServer server([](const SeenRequest&) { return replying(""); });
  const FetchError error = failure("https://" + host_of(server) + "/?key=s3cret");
  CHECK(error.kind == FetchFailure::tls);
  CHECK(says(error, "TLS"));
}
