#include "tests/support/http_server.h"

#include <zlib.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cctype>
#include <charconv>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace nhs::test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

// Named, not made within co_await expressions: g++ 12.2 destroys some temporaries there twice.
constexpr auto kAsValue = asio::as_tuple(asio::use_awaitable);

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::multimap<std::string, std::string> parameters_in(std::string_view query) {
  std::multimap<std::string, std::string> parameters;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters.emplace(percent_decoded(pair.substr(0, equals), true),
                       percent_decoded(pair.substr(std::min(pair.size(), equals + 1)), true));
  }
  return parameters;
}

SeenRequest seen(const http::request<http::string_body>& request) {
  SeenRequest out = request_for(std::string_view(request.target().data(), request.target().size()));
  out.method = std::string(request.method_string());
  out.body = request.body();
  for (const auto& field : request) {
    std::string name(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto [at, fresh] = out.headers.emplace(std::move(name), field.value());
    if (!fresh) at->second.append(", ").append(field.value());
  }
  return out;
}

std::string gzipped(const std::string& bytes) {
  constexpr int kGzipFraming = 16;  // added to zlib's window size
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + kGzipFraming, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    throw std::runtime_error("zlib cannot start");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib does not write to it
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int end = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (end != Z_STREAM_END) throw std::runtime_error("zlib cannot compress");
  return out;
}

/// What the reply says before its body; Content-Length is that of the whole body, however much will be sent.
http::response<http::empty_body> head_of(const Reply& reply, bool keep_alive, std::size_t body_length) {
  http::response<http::empty_body> head;
  head.version(11);
  head.result(static_cast<unsigned>(reply.status));
  for (const auto& [name, value] : reply.headers) head.insert(name, value);
  if (reply.gzip) head.set(http::field::content_encoding, "gzip");
  const bool bodyless = reply.status == 204 || reply.status == 304;
  if (!bodyless && head.find(http::field::content_length) == head.end()) head.content_length(body_length);
  head.keep_alive(keep_alive);
  return head;
}

}  // namespace

SeenRequest request_for(std::string_view target) {
  const std::size_t mark = std::min(target.find('?'), target.size());
  SeenRequest out;
  out.path = percent_decoded(target.substr(0, mark), false);
  out.query = parameters_in(target.substr(std::min(target.size(), mark + 1)));
  return out;
}

std::optional<std::string> SeenRequest::parameter(const std::string& name) const {
  const auto at = query.lower_bound(name);
  if (at == query.end() || at->first != name) return std::nullopt;
  return at->second;
}

struct HttpServer::Impl {
  Handler handler;
  std::mutex mutex;
  std::vector<SeenRequest> requests;
  std::uint16_t port = 0;
  std::thread thread;
  // Last, so that it goes first: the conversations that it holds use what stands above.
  asio::io_context io{1};

  Reply answer(const SeenRequest& request);
  asio::awaitable<void> accept(tcp::acceptor acceptor);
  asio::awaitable<void> converse(tcp::socket socket);
  asio::awaitable<bool> send(tcp::socket& socket, Reply reply, bool keep_alive, bool with_body);
};

Reply HttpServer::Impl::answer(const SeenRequest& request) {
  {
    const std::lock_guard lock(mutex);
    requests.push_back(request);
  }
  try {
    return handler(request);
  } catch (const std::exception& problem) {
    // The client's test fails on it, with the reason in the body.
    Reply reply;
    reply.status = 500;
    reply.body = problem.what();
    return reply;
  }
}

asio::awaitable<void> HttpServer::Impl::accept(tcp::acceptor acceptor) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(kAsValue);
    if (error == asio::error::connection_aborted) continue;
    if (error) co_return;
    // Head and body are two writes: without this the second would wait for the client's acknowledgement.
    boost::system::error_code gone_already;
    socket.set_option(tcp::no_delay(true), gone_already);
    asio::co_spawn(io, converse(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> HttpServer::Impl::converse(tcp::socket socket) {
  boost::beast::flat_buffer buffer;
  bool keep_alive = true;
  while (keep_alive) {
    http::request<http::string_body> request;
    const auto [error, size] = co_await http::async_read(socket, buffer, request, kAsValue);
    if (error) co_return;
    Reply reply = answer(seen(request));
    if (reply.delay.count() > 0) {
      asio::steady_timer timer(io, reply.delay);
      co_await timer.async_wait(asio::use_awaitable);
    }
    if (reply.drop) co_return;
    const bool with_body = request.method() != http::verb::head;
    keep_alive = co_await send(socket, std::move(reply), request.keep_alive(), with_body);
  }
}

/// True when the connection can take another request.
asio::awaitable<bool> HttpServer::Impl::send(tcp::socket& socket, Reply reply, bool keep_alive,
                                             bool with_body) {
  const std::string body = reply.gzip ? gzipped(reply.body) : std::move(reply.body);
  const std::size_t length = std::min(body.size(), reply.cut_after.value_or(body.size()));
  auto head = head_of(reply, keep_alive, body.size());
  const auto [error, head_size] = co_await http::async_write(socket, head, kAsValue);
  if (error) co_return false;
  if (with_body && length > 0) {
    const auto bytes = asio::buffer(body.data(), length);
    const auto [body_error, body_size] = co_await asio::async_write(socket, bytes, kAsValue);
    if (body_error) co_return false;
  }
  co_return keep_alive&& length == body.size();
}

HttpServer::HttpServer(Handler handler, std::uint16_t port) : impl_(std::make_unique<Impl>()) {
  impl_->handler = std::move(handler);
  // Bound and listening here, so that a client may come as soon as this returns.
  tcp::acceptor acceptor(impl_->io, tcp::endpoint(asio::ip::address_v4::loopback(), port));
  impl_->port = acceptor.local_endpoint().port();
  asio::co_spawn(impl_->io, impl_->accept(std::move(acceptor)), asio::detached);
  impl_->thread = std::thread([impl = impl_.get()] { impl->io.run(); });
}

HttpServer::~HttpServer() {
  impl_->io.stop();
  impl_->thread.join();
}

std::uint16_t HttpServer::port() const { return impl_->port; }

std::string HttpServer::url() const { return "http://127.0.0.1:" + std::to_string(impl_->port); }

std::vector<SeenRequest> HttpServer::requests() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests;
}

}  // namespace nhs::test
