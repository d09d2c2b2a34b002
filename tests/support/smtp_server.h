#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nhs::test {

/// What a mail server answers in one conversation, and how it misbehaves. Codes are those of RFC 5321.
struct SmtpManners {
  bool tls_from_the_start = false;
  bool offers_starttls = true;
  int greeting = 220;
  int auth = 235;
  int mail = 250;
  int rcpt = 250;
  int data = 354;
  int taken = 250;          ///< after the message
  bool drop_early = false;  ///< ends the connection when the message begins
  bool drop_after = false;  ///< takes the message and ends the connection without a word
  std::chrono::milliseconds before_taken{0};
  bool answers_quit = true;
};

/// A message that a server took.
struct TakenMail {
  bool encrypted = false;
  std::string login;  ///< the bytes of AUTH PLAIN, decoded; empty without
  std::string from;
  std::vector<std::string> recipients;
  std::string content;  ///< as its reader sees it: without doubled points

  /// A header's value, unfolded; empty when there is none.
  std::string header(const std::string& name) const;
};

/// A mail server on 127.0.0.1 with STARTTLS, or TLS from the start, and a certificate of its own, one
/// conversation at a time on a thread.
class SmtpServer {
 public:
  /// manners: of the conversation with this number, from 0 on.  port: 0 takes a free one.
  explicit SmtpServer(std::function<SmtpManners(int conversation)> manners = {}, std::uint16_t port = 0);
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  std::uint16_t port() const;
  /// `127.0.0.1:PORT`
  std::string host() const;
  /// A PEM file with its certificate; removed with the server.
  std::string certificate_file() const;

  /// Those answered with 250, and those taken without a word. Thread-safe.
  std::vector<TakenMail> mails() const;
  int conversations() const;
  /// Every line that a client said, but for messages. Thread-safe.
  std::vector<std::string> heard() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::test
