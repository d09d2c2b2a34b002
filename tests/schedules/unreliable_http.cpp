#include "tests/schedules/unreliable_http.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>

#include "tests/support/conditional.h"

namespace nhs::test {
namespace {

/// As it reaches the server.
SeenRequest seen(const net::HttpRequest& request) {
  const std::size_t path_at = request.url.find('/', request.url.find("://") + 3);
  SeenRequest out = request_for(path_at == std::string::npos ? "/" : request.url.substr(path_at));
  out.method = request.method == net::Method::post ? "POST" : "GET";
  out.body = request.body;
  for (const auto& [name, value] : request.headers) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    out.headers.emplace(std::move(lower), value);
  }
  if (!request.bearer.empty()) out.headers.emplace("authorization", "Bearer " + request.bearer);
  if (!request.authorization.empty()) out.headers.emplace("authorization", request.authorization);
  return out;
}

net::HttpResponse plain(int status, std::string body) {
  net::HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace

boost::asio::awaitable<net::FetchResult> UnreliableHttp::send(net::HttpRequest request) {
  ++requests;
  clock_.advance(std::chrono::seconds{chance_.below(3)});
  if (befalls(misfortunes.meanwhile)) network_.live_on(chance_, clock_.now());
  if (befalls(misfortunes.kill)) throw Killed{};
  net::FetchResult result = answer(request);
  if (befalls(misfortunes.kill)) throw Killed{};
  co_return result;
}

net::FetchResult UnreliableHttp::answer(const net::HttpRequest& request) {
  if (befalls(misfortunes.drop))
    return tl::unexpected(net::FetchError{net::FetchFailure::cut_off, "the connection ended"});
  if (befalls(misfortunes.throttle)) return throttled();
  if (befalls(misfortunes.trouble)) {
    const int status = chance_.one_in(2) ? 500 : 503;
    if (chance_.one_in(3)) return plain(200, "<!DOCTYPE html><title>Checking your browser</title>");
    return plain(status, "");
  }
  const Reply reply = network_.answer(seen(request), clock_.now());
  spdlog::trace("{} {} -> {}, {} bytes", format_utc(clock_.now()), request.url, reply.status,
                reply.body.size());
  net::HttpResponse response = plain(reply.status, reply.body);
  response.headers = reply.headers;
  response.headers.emplace_back("Date", http_date(clock_.now()));
  if (befalls(misfortunes.cut) && !response.body.empty())
    return tl::unexpected(net::FetchError{net::FetchFailure::cut_off, "the body ended early"});
  return response;
}

net::HttpResponse UnreliableHttp::throttled() {
  net::HttpResponse response = plain(429, "{\"error\": \"Gormod o geisiadau\"}");
  const UtcTime until = clock_.now() + std::chrono::seconds{1 + chance_.below(400)};
  const auto unix_time = until.time_since_epoch().count();
  response.headers.emplace_back("Date", http_date(clock_.now()));
  switch (chance_.below(5)) {
    case 0:
      response.headers.emplace_back("Retry-After", http_date(until));
      break;
    case 1:
      response.headers.emplace_back("Retry-After", std::to_string((until - clock_.now()).count()));
      break;
    case 2:
      response.headers.emplace_back("X-RateLimit-Remaining", "0");
      response.headers.emplace_back("X-RateLimit-Reset", format_utc(until));
      break;
    case 3:
      response.headers.emplace_back("x-rate-limit-remaining", "0");
      response.headers.emplace_back("x-rate-limit-reset", std::to_string(unix_time));
      break;
    default:
      response.headers.emplace_back("X-Ratelimit-Remaining", "0.0");
      response.headers.emplace_back("X-Ratelimit-Reset", std::to_string((until - clock_.now()).count()));
  }
  return response;
}

}  // namespace nhs::test
