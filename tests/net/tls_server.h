#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace nhs::net {

/// A server on 127.0.0.1 that answers every TLS connection with the same bytes. Its certificate is its own,
/// made afresh, for the one name or address given.
class TlsServer {
 public:
  /// subject: as in a certificate's subjectAltName, `IP:127.0.0.1` or `DNS:example.org`. valid_for: from now
  /// on; less than nothing for one that ran out then.
  TlsServer(const std::string& subject, std::string answer,
            std::chrono::seconds valid_for = std::chrono::hours{24});
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  /// `https://127.0.0.1:PORT`
  std::string url() const;
  /// A PEM file with its certificate; removed with the server.
  std::string certificate_file() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nhs::net
