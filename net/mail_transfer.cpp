#include "net/mail_transfer.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "net/address_rules.h"
#include "net/request_rules.h"
#include "net/transfer.h"
#include "net/trusted_file.h"

namespace nhs::net {
namespace {

MailError trouble(const MailServer& server, std::string_view why) {
  return {false, fmt::format("{}: {}", server.host, why)};
}

/// A line break or a bracket in an address would put words into our mouth.
bool is_plain_address(const std::string& address) {
  return !address.empty() && std::all_of(address.begin(), address.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '\x7F' && c != '<' && c != '>';
  });
}

/// `smtp://mail.example.org:587/example.org`: the path is how we greet, and the sender's domain gives away no
/// more than the mail does.
std::string address_of(const MailServer& server, const std::string& from) {
  // An IPv6 address has colons of its own.
  const std::size_t after_host =
      server.host.find(':', server.host.rfind(']') == std::string::npos ? 0 : server.host.rfind(']'));
  const char* const port = after_host != std::string::npos ? "" : server.tls_from_the_start ? ":465" : ":587";
  return fmt::format("{}://{}{}/{}", server.tls_from_the_start ? "smtps" : "smtp", server.host, port,
                     from.substr(from.rfind('@') + 1));
}

/// A server that refused has this long for its next word.
constexpr std::chrono::seconds kFarewell{5};

/// One message under way: what curl holds the addresses of.
class MailTransfer {
 public:
  MailTransfer(const MailServer& server, const Mail& mail, const std::string& password,
               const std::atomic<bool>& stop)
      : server_(server), content_(mail.content), stop_(stop), easy_(curl_easy_init()) {
    if (!easy_) throw std::runtime_error("libcurl has no memory");
    const std::string address = address_of(server, mail.from);
    set(CURLOPT_URL, address.c_str());
    set(CURLOPT_PROTOCOLS_STR, server.tls_from_the_start ? "smtps" : "smtp");
    // Everything that follows the greeting is encrypted, or is not sent.
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!server.ca_file.empty()) set(CURLOPT_CAINFO, trusted_file(server.ca_file).c_str());
    set(CURLOPT_PROXY, "");
    if (!server.user.empty()) {
      set(CURLOPT_USERNAME, server.user.c_str());
      set(CURLOPT_PASSWORD, password.c_str());
    }
    set_envelope(mail);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(server.total_timeout.count()));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);
    // Else the connection is ended by curl_easy_cleanup, which asks no callback of ours and waits two minutes
    // for a server's word of farewell (curl 7.88).
    set(CURLOPT_FORBID_REUSE, 1L);
    set_callbacks();
  }

  MailResult run() {
    const CURLcode verdict = curl_easy_perform(easy_.get());
    // Whatever the farewell comes to: who says the message was not taken brings it again.
    if (verdict == CURLE_OK || taken_) return {};
    if (verdict == CURLE_ABORTED_BY_CALLBACK)
      return tl::unexpected(MailError(true, "the mail was cancelled"));
    return tl::unexpected(trouble(server_, why(verdict)));
  }

 private:
  template <typename Argument>
  void set(CURLoption option, Argument argument) {
    const CURLcode code = curl_easy_setopt(easy_.get(), option, argument);
    if (code != CURLE_OK)
      throw std::runtime_error(
          fmt::format("libcurl option {}: {}", static_cast<int>(option), curl_easy_strerror(code)));
  }

  void set_envelope(const Mail& mail) {
    set(CURLOPT_MAIL_FROM, fmt::format("<{}>", mail.from).c_str());
    for (const std::string& recipient : mail.recipients) {
      curl_slist* const longer = curl_slist_append(recipients_.get(), fmt::format("<{}>", recipient).c_str());
      if (longer == nullptr) throw std::bad_alloc();
      recipients_.release();
      recipients_.reset(longer);
    }
    set(CURLOPT_MAIL_RCPT, recipients_.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(content_.size()));
  }

  void set_callbacks() {
    set(CURLOPT_READFUNCTION, &MailTransfer::on_read);
    set(CURLOPT_READDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &MailTransfer::on_answer);
    set(CURLOPT_HEADERFUNCTION, &MailTransfer::on_line);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_OPENSOCKETFUNCTION, &MailTransfer::on_open);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
    set(CURLOPT_XFERINFOFUNCTION, &MailTransfer::on_progress);
    set(CURLOPT_XFERINFODATA, static_cast<void*>(this));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_ERRORBUFFER, &curl_words_[0]);
  }

  std::string why(CURLcode verdict) const {
    long code = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &code);
    const std::string answer = code >= 400 ? fmt::format(" (the server answers {})", code) : "";
    switch (verdict) {
      case CURLE_COULDNT_RESOLVE_HOST:
        return "no such host, or the name server does not answer";
      case CURLE_COULDNT_CONNECT:
        if (addresses_refused_ > 0 && addresses_refused_ == addresses_tried_)
          return "has a private or local address only; set allow_private_address = true for the target if the "
                 "server is yours";
        return "cannot connect";
      case CURLE_OPERATION_TIMEDOUT:
        return "does not answer in time";
      case CURLE_USE_SSL_FAILED:
        return "offers no STARTTLS, and nothing is sent without encryption";
      case CURLE_LOGIN_DENIED:
        return "refuses user and password" + answer;
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_CONNECT_ERROR:
        return fmt::format("no trustworthy TLS connection: {}",
                           curl_words_[0] != 0 ? &curl_words_[0] : curl_easy_strerror(verdict));
      case CURLE_SEND_ERROR:
      case CURLE_RECV_ERROR:
      case CURLE_GOT_NOTHING:
      case CURLE_WEIRD_SERVER_REPLY:
        return code >= 400 ? "does not take the message" + answer
                           : "ended the conversation before it took the message";
      default:
        return "does not take the message" + answer;
    }
  }

  static std::size_t on_read(char* into, std::size_t size, std::size_t count, void* self) noexcept {
    auto* const transfer = static_cast<MailTransfer*>(self);
    const std::size_t bytes = std::min(size * count, transfer->content_.size() - transfer->sent_);
    std::memcpy(into, transfer->content_.data() + transfer->sent_, bytes);
    transfer->sent_ += bytes;
    return bytes;
  }

  static std::size_t on_answer(const char*, std::size_t size, std::size_t count, void*) noexcept {
    return size * count;
  }

  /// After a refusal curl says farewell and waits for the answer to that (RFC 5321, 4.1.1.10) by this limit
  /// alone, which is two minutes (curl 7.88): no callback and no other limit ends it.
  void hurry() {
    curl_easy_setopt(easy_.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(kFarewell.count()));
  }

  /// A line that the server says. The first after the whole message is its word on it; others are farewells.
  static std::size_t on_line(char* line, std::size_t size, std::size_t count, void* self) noexcept {
    auto* const transfer = static_cast<MailTransfer*>(self);
    const bool is_word_on_it = transfer->sent_ == transfer->content_.size();
    if (is_word_on_it && !std::exchange(transfer->answered_, true))
      transfer->taken_ = size * count > 0 && line[0] == '2';
    if (size * count > 0 && (line[0] == '4' || line[0] == '5')) transfer->hurry();
    return size * count;
  }

  /// As for HTTP (transfer.cpp): the one place where a name cannot be made to mean another address any more.
  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address) noexcept {
    auto* const transfer = static_cast<MailTransfer*>(self);
    ++transfer->addresses_tried_;
    if (!transfer->server_.allow_private_address && !is_public_address(&address->addr)) {
      ++transfer->addresses_refused_;
      return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

  /// Called once a second at least. No farewell is waited for longer.
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    auto* const transfer = static_cast<MailTransfer*>(self);
    return transfer->stop_ || transfer->taken_ ? 1 : 0;
  }

  const MailServer& server_;
  const std::string& content_;
  const std::atomic<bool>& stop_;
  HeaderList recipients_;
  std::size_t sent_ = 0;
  bool answered_ = false;
  bool taken_ = false;
  int addresses_tried_ = 0;
  int addresses_refused_ = 0;
  char curl_words_[CURL_ERROR_SIZE] = {};
  // Last, so that it goes before what it points to.
  EasyHandle easy_;
};

}  // namespace

MailResult deliver_mail(const MailServer& server, const Mail& mail, const std::string& password,
                        const std::atomic<bool>& stop) {
  const bool plain = is_plain_address(mail.from) && !mail.recipients.empty() &&
                     std::all_of(mail.recipients.begin(), mail.recipients.end(), is_plain_address);
  if (!plain)
    return tl::unexpected(trouble(server, "an address of the mail is none, or there is no recipient"));
  if (!is_one_line(server.user) || !is_one_line(password))
    return tl::unexpected(trouble(server, "user and password must each be one line"));
  return MailTransfer{server, mail, password, stop}.run();
}

}  // namespace nhs::net
