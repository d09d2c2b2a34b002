#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "net/curl_client.h"
#include "tests/support/http_server.h"

namespace nhs::net {

/// A client that may ask the loopback servers of these tests.
inline ClientOptions for_loopback() {
  ClientOptions options;
  options.user_agent = "nhsvalues-test/1";
  options.allow_private_addresses = true;
  options.allow_plain_http = true;
  return options;
}

/// Asks for all at once and waits for all.
inline std::vector<FetchResult> fetch_all(const ClientOptions& options,
                                          const std::vector<HttpRequest>& requests) {
  boost::asio::io_context io{1};
  CurlClient client(io.get_executor(), options);
  std::vector<FetchResult> results(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i)
    boost::asio::co_spawn(io, client.send(requests[i]),
                          [slot = &results[i]](const std::exception_ptr& problem, FetchResult result) {
                            if (problem) std::rethrow_exception(problem);
                            *slot = std::move(result);
                          });
  io.run();
  return results;
}

inline FetchResult fetch(const ClientOptions& options, const HttpRequest& request) {
  return fetch_all(options, {request}).front();
}

inline FetchResult fetch(const std::string& url) { return fetch(for_loopback(), HttpRequest(url)); }

/// A server that answers 200 with a body.
inline test::Reply replying(std::string body) {
  test::Reply reply;
  reply.body = std::move(body);
  return reply;
}

inline test::Reply redirecting(int status, std::string location) {
  test::Reply reply;
  reply.status = status;
  reply.headers = {{"Location", std::move(location)}};
  return reply;
}

}  // namespace nhs::net
