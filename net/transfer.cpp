#include "net/transfer.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <chrono>
#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "net/address_rules.h"
#include "net/request_rules.h"
#include "net/trusted_file.h"

namespace nhs::net {
namespace {

FetchFailure kind_of(CURLcode verdict) {
  switch (verdict) {
    case CURLE_ABORTED_BY_CALLBACK:
      return FetchFailure::cancelled;
    case CURLE_COULDNT_RESOLVE_HOST:
      return FetchFailure::name_not_found;
    case CURLE_COULDNT_CONNECT:
      return FetchFailure::cannot_connect;
    case CURLE_OPERATION_TIMEDOUT:
      return FetchFailure::timed_out;
    case CURLE_TOO_MANY_REDIRECTS:
      return FetchFailure::too_many_redirects;
    case CURLE_FILESIZE_EXCEEDED:
      return FetchFailure::too_large;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return FetchFailure::tls;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return FetchFailure::cut_off;
    default:
      return FetchFailure::not_http;
  }
}

template <typename Answer>
Answer ask(CURL* easy, CURLINFO what) {
  Answer answer{};
  curl_easy_getinfo(easy, what, &answer);
  return answer;
}

std::string with_unit(std::size_t bytes) {
  return bytes % (1024 * 1024) == 0 ? fmt::format("{} MiB", bytes / (1024 * 1024))
                                    : fmt::format("{} bytes", bytes);
}

}  // namespace

Transfer::Transfer(EasyHandle easy, HttpRequest request, const ClientOptions& options)
    : easy_(std::move(easy)), request_(std::move(request)), options_(options) {
  if (!easy_) throw std::runtime_error("libcurl has no memory");
  set_request();
  set_limits();
  set_callbacks();
}

template <typename Argument>
void Transfer::set(CURLoption option, Argument argument) {
  const CURLcode code = curl_easy_setopt(easy_.get(), option, argument);
  if (code != CURLE_OK)
    throw std::runtime_error(
        fmt::format("libcurl option {}: {}", static_cast<int>(option), curl_easy_strerror(code)));
}

void Transfer::set_request() {
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_USERAGENT, options_.user_agent.c_str());
  set(CURLOPT_ACCEPT_ENCODING, "");  // all that curl can decode
  if (!request_.bearer.empty()) {
    // By this option, not as a header of ours: curl then keeps it from other hosts on redirects.
    set(CURLOPT_XOAUTH2_BEARER, request_.bearer.c_str());
    set(CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
  }
  if (request_.method == Method::post) {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(CURLOPT_POSTFIELDS,
        request_.body.c_str());  // not copied: the request stays as long as the handle works
  }
  // curl drops a hand-made Authorization on the way to another host too (since 7.58).
  if (!request_.authorization.empty()) add_header("Authorization", request_.authorization);
  for (const auto& [name, value] : request_.headers) add_header(name, value);
  set(CURLOPT_HTTPHEADER, header_list_.get());
}

void Transfer::add_header(const std::string& name, const std::string& value) {
  // A colon with nothing after it means to curl: leave this header out.
  const std::string line = value.empty() ? name + ";" : name + ": " + value;
  curl_slist* const longer = curl_slist_append(header_list_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  header_list_.release();
  header_list_.reset(longer);
}

void Transfer::set_limits() {
  // A redirect may not lead from https to http, even where http is allowed.
  const bool plain = parts_of(request_.url).value_or(UrlParts{}).scheme == "http";
  set(CURLOPT_PROTOCOLS_STR, plain ? "https,http" : "https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, plain ? "https,http" : "https");
  set(CURLOPT_FOLLOWLOCATION, request_.follow_redirects ? 1L : 0L);
  set(CURLOPT_MAXREDIRS, options_.max_redirects);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_PROXY, "");  // the environment's proxy would hide the address that on_open() judges
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, trusted_file(options_.ca_file).c_str());

  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_timeout.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, 100L);  // bytes a second
  set(CURLOPT_LOW_SPEED_TIME, 15L);
  // Refuses early what says its length; on_body() stops what does not, or unpacks to more.
  set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options_.max_body_bytes));
  set(CURLOPT_NOSIGNAL, 1L);
  // Without it a cancelled name look-up stops the event loop until the name server answers.
  set(CURLOPT_QUICK_EXIT, 1L);
}

void Transfer::set_callbacks() {
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set(CURLOPT_ERRORBUFFER, &curl_words_[0]);
}

/// Called for each address that the name resolves to, redirects included, just before it is connected to: the
/// only place where a name cannot be made to mean another address after the check.
curl_socket_t Transfer::on_open(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  auto* const transfer = static_cast<Transfer*>(self);
  ++transfer->addresses_tried_;
  if (!transfer->options_.allow_private_addresses && !is_public_address(&address->addr)) {
    ++transfer->addresses_refused_;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t Transfer::on_header(const char*, std::size_t, std::size_t size, void* self) noexcept {
  auto* const transfer = static_cast<Transfer*>(self);
  transfer->addresses_tried_ = transfer->addresses_refused_ = 0;
  transfer->header_bytes_ += size;
  transfer->too_large_ = transfer->header_bytes_ > transfer->options_.max_header_bytes;
  return transfer->too_large_ ? 0 : size;
}

std::size_t Transfer::on_body(const char* bytes, std::size_t, std::size_t size, void* self) noexcept {
  auto* const transfer = static_cast<Transfer*>(self);
  transfer->too_large_ = size > transfer->options_.max_body_bytes - transfer->body_.size();
  if (transfer->too_large_) return 0;
  transfer->body_.append(bytes, size);
  return size;
}

FetchResult Transfer::result(CURLcode verdict) {
  if (verdict == CURLE_OK) return response();
  const FetchFailure kind = failure(verdict);
  return tl::unexpected(FetchError(kind, fmt::format("{}: {}", where(), cause(kind, verdict))));
}

HttpResponse Transfer::response() {
  HttpResponse out;
  out.status = static_cast<int>(ask<long>(handle(), CURLINFO_RESPONSE_CODE));
  constexpr int kLastAnswer = -1;  // after redirects
  const curl_header* at = nullptr;
  while ((at = curl_easy_nextheader(handle(), CURLH_HEADER, kLastAnswer, const_cast<curl_header*>(at))) !=
         nullptr)
    out.headers.emplace_back(at->name, at->value);
  out.body = std::move(body_);
  return out;
}

FetchFailure Transfer::failure(CURLcode verdict) const {
  if (too_large_) return FetchFailure::too_large;
  const bool all_refused = addresses_refused_ > 0 && addresses_refused_ == addresses_tried_;
  if (verdict == CURLE_COULDNT_CONNECT && all_refused) return FetchFailure::address_refused;
  // Nothing was asked before the connection stood, secured where it had to be: nobody can charge for that.
  const bool asked = ask<curl_off_t>(handle(), CURLINFO_PRETRANSFER_TIME_T) > 0;
  if (verdict == CURLE_OPERATION_TIMEDOUT && !asked) return FetchFailure::cannot_connect;
  return kind_of(verdict);
}

std::string Transfer::cause(FetchFailure failure, CURLcode verdict) const {
  switch (failure) {
    case FetchFailure::address_refused:
      return "has a private or local address only; set network.allow_private_addresses = true if the server "
             "is yours";
    case FetchFailure::name_not_found:
      return "no such host, or the name server does not answer";
    case FetchFailure::cannot_connect: {
      if (verdict == CURLE_OPERATION_TIMEDOUT) return no_time();
      const int reason = static_cast<int>(ask<long>(handle(), CURLINFO_OS_ERRNO));
      if (reason == 0) return "cannot connect";
      return fmt::format("cannot connect: {}", std::generic_category().message(reason));
    }
    case FetchFailure::tls:
      // Of all that curl says in its own words, this holds no more of the address than the host.
      return fmt::format("no trustworthy TLS connection: {}",
                         curl_words_[0] != 0 ? curl_words_ : curl_easy_strerror(verdict));
    case FetchFailure::timed_out:
      return no_time();
    case FetchFailure::cut_off:
      return "the connection ended before the answer did";
    case FetchFailure::too_large:
      if (header_bytes_ > options_.max_header_bytes)
        return fmt::format("the answer's headers are larger than {}", with_unit(options_.max_header_bytes));
      return fmt::format("the answer is larger than {}", with_unit(options_.max_body_bytes));
    case FetchFailure::too_many_redirects:
      return fmt::format("redirects more than {} times", options_.max_redirects);
    case FetchFailure::not_http:
      return no_http(verdict);
    case FetchFailure::cancelled:
      break;
  }
  return "the request was cancelled";
}

/// The host that was asked, and the one that it sent us to.
std::string Transfer::where() const {
  const std::string asked = parts_of(request_.url).value_or(UrlParts{}).host;
  const char* const last_url = ask<const char*>(handle(), CURLINFO_EFFECTIVE_URL);
  const std::string last = parts_of(last_url == nullptr ? "" : last_url).value_or(UrlParts{}).host;
  return last.empty() || last == asked ? asked : fmt::format("{} (redirected to {})", asked, last);
}

std::string Transfer::no_time() const {
  // Not by curl's clock, which does not count the wait for a free connection.
  const double in_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  // Over a connection that was there before nothing is connected.
  const bool connected = ask<curl_off_t>(handle(), CURLINFO_CONNECT_TIME_T) > 0 ||
                         ask<curl_off_t>(handle(), CURLINFO_PRETRANSFER_TIME_T) > 0;
  return fmt::format("{} after {:.1f} s", connected ? "no complete answer" : "no connection", in_seconds);
}

std::string Transfer::no_http(CURLcode verdict) const {
  const char* const last_url = ask<const char*>(handle(), CURLINFO_EFFECTIVE_URL);
  const std::string scheme = parts_of(last_url == nullptr ? "" : last_url).value_or(UrlParts{}).scheme;
  const std::string asked_over = parts_of(request_.url).value_or(UrlParts{}).scheme;
  // Curl's verdict is the same for a redirect that we do not follow and for an answer in HTTP/0.9.
  if (verdict == CURLE_UNSUPPORTED_PROTOCOL && !may_ask_over(scheme, asked_over == "http"))
    return fmt::format("redirects from {} to {}, which is not followed", asked_over, scheme);
  return fmt::format("the answer is not proper HTTP: {}", curl_easy_strerror(verdict));
}

EasyHandle Transfer::release_handle() {
  curl_easy_reset(handle());  // it keeps TLS sessions, and forgets where we lived
  return std::move(easy_);
}

}  // namespace nhs::net
