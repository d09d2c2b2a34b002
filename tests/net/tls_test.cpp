#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "tests/net/fetching.h"
#include "tests/net/tls_server.h"
#include "tests/support/scratch.h"

using namespace nhs::net;
using namespace nhs::test;

namespace {

const std::string kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

/// Only https is allowed, as it is for users.
ClientOptions trusting(const std::string& ca_file) {
  ClientOptions options = for_loopback();
  options.allow_plain_http = false;
  options.ca_file = ca_file;
  return options;
}

}  // namespace

TEST_CASE("A server whose certificate is trusted is asked over TLS", "[http][tls]") {
  const TlsServer server("IP:127.0.0.1", kHello);
  const FetchResult result = fetch(trusting(server.certificate_file()), HttpRequest(server.url()));
  REQUIRE(result);
  CHECK(result->body == "hello");
}

TEST_CASE("A certificate that nobody vouches for is refused", "[http][tls]") {
  const TlsServer server("IP:127.0.0.1", kHello);
  const FetchResult result = fetch(trusting(""), HttpRequest(server.url()));
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == FetchFailure::tls);
  CHECK(result.error().cause.find("certificate") != std::string::npos);
}

TEST_CASE("A certificate for another name is refused", "[http][tls]") {
  const TlsServer server("DNS:example.org", kHello);
  const FetchResult result = fetch(trusting(server.certificate_file()), HttpRequest(server.url()));
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == FetchFailure::tls);
}

TEST_CASE("A certificate that has run out is refused, though it is trusted, and its successor is taken",
          "[http][tls]") {
  {
    const TlsServer server("IP:127.0.0.1", kHello, std::chrono::hours{-1});
    const FetchResult result = fetch(trusting(server.certificate_file()), HttpRequest(server.url()));
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == FetchFailure::tls);
    CHECK(result.error().cause.find("expired") != std::string::npos);
  }
  const TlsServer renewed("IP:127.0.0.1", kHello, std::chrono::hours{1});
  CHECK(fetch(trusting(renewed.certificate_file()), HttpRequest(renewed.url())));
}

TEST_CASE("A file of trust that cannot be read is told as what it is", "[http][tls]") {
  const TlsServer server("IP:127.0.0.1", kHello);
  const FetchResult result = fetch(trusting("/nonexistent/ca.pem"), HttpRequest(server.url()));
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == FetchFailure::tls);
}

TEST_CASE("A FIFO for a file of trust fails like one that is not there, and is not waited for",
          "[http][tls]") {
  const TlsServer server("IP:127.0.0.1", kHello);
  const Scratch scratch;
  REQUIRE(::mkfifo((scratch / "fifo").c_str(), 0600) == 0);
  const FetchResult result = fetch(trusting((scratch / "fifo").string()), HttpRequest(server.url()));
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == FetchFailure::tls);
}

TEST_CASE("A redirect from https to http is not followed, even where http is allowed",
          "[http][tls][redirect]") {
  const HttpServer plain([](const SeenRequest&) { return replying("plain"); });
  const TlsServer server("IP:127.0.0.1",
                         "HTTP/1.1 302 Found\r\nLocation: " + plain.url() +
                             "/?key=s3cret\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  ClientOptions options = trusting(server.certificate_file());
  options.allow_plain_http = true;
  const FetchResult result = fetch(options, HttpRequest(server.url()));
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == FetchFailure::not_http);
  CHECK(result.error().cause.find("redirects from https to http") != std::string::npos);
  CHECK(result.error().cause.find("s3cret") == std::string::npos);
  CHECK(plain.requests().empty());
}
