#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <string>
#include <utility>
#include <vector>

namespace nhs::test {

/// What came back, with header names as any case.
using Answer = boost::beast::http::response<boost::beast::http::string_body>;

/// Asks a loopback server once. Independent of the product's client, which is itself tested against these
/// servers. Throws boost::system::system_error when no whole answer comes.
inline Answer get(const std::string& url,
                  const std::vector<std::pair<std::string, std::string>>& headers = {}) {
  namespace http = boost::beast::http;
  const std::size_t host = url.find("//") + 2;
  const std::size_t colon = url.find(':', host);
  const std::size_t slash = url.find('/', host);
  boost::asio::io_context io;
  boost::asio::ip::tcp::socket socket(io);
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1, slash - colon - 1)));
  socket.connect({boost::asio::ip::address_v4::loopback(), port});

  http::request<http::empty_body> request{http::verb::get, url.substr(slash), 11};
  request.set(http::field::host, url.substr(host, slash - host));
  for (const auto& [name, value] : headers) request.insert(name, value);
  http::write(socket, request);
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  http::read(socket, buffer, parser);
  return parser.release();
}

inline std::string header(const Answer& answer, const std::string& name) {
  const auto at = answer.find(name);
  return at == answer.end() ? std::string{} : std::string(at->value());
}

}  // namespace nhs::test
