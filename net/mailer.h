#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace nhs::net {

/// A mail server that takes our mail (RFC 5321), and how it is spoken to.
struct MailServer {
  /// With the port where it is not 587 (STARTTLS, RFC 6409) or 465 (TLS from the start, RFC 8314).
  std::string host;
  bool tls_from_the_start = false;
  /// Empty to send without signing in.
  std::string user;
  bool allow_private_address = false;
  /// PEM file of extra trust; empty for the system's.
  std::string ca_file;
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{60'000};
};

/// A message and its envelope. No aggregate, as HttpRequest is none.
class Mail {
 public:
  Mail(std::string sender, std::vector<std::string> receivers, std::string text)
      : from(std::move(sender)), recipients(std::move(receivers)), content(std::move(text)) {}

  std::string from;
  std::vector<std::string> recipients;
  /// Headers, an empty line and the body, with CRLF. Lines that begin with a point are taken care of.
  std::string content;
};
static_assert(!std::is_aggregate_v<Mail>);

/// Why a message was not taken.
class MailError {
 public:
  MailError(bool was_cancelled, std::string why) : cancelled(was_cancelled), cause(std::move(why)) {}

  bool cancelled;
  /// In words, without the password, an address or the server's own words.
  std::string cause;
};
static_assert(!std::is_aggregate_v<MailError>);

/// Taken by the server for every recipient, or by its word for none.
using MailResult = tl::expected<void, MailError>;

/// Sends mail through one server, never without encryption and never past the address rules, one message
/// after the other on a thread of its own: libcurl waits for the answer to a whole message without giving the
/// event loop a turn (curl 7.88, smtp_done), and a server that looks for viruses takes its time. The thread
/// sees nothing but the message. Results arrive on the executor of who awaits them, on whose one thread this
/// is used.
class Mailer {
 public:
  explicit Mailer(MailServer server);
  /// Ends what is under way, as cancelled; waits for that for a second at the most.
  ~Mailer();
  Mailer(const Mailer&) = delete;
  Mailer& operator=(const Mailer&) = delete;

  /// Has what is under way end, without waiting for it; nothing more is sent. Of several mailers, whoever
  /// tells all of them before the first one goes waits for the slowest alone.
  void stop();

  /// password: of the server's user; not kept.
  boost::asio::awaitable<MailResult> send(Mail mail, std::string password);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace nhs::net
