#include "tests/support/smtp_server.h"

#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

namespace nhs::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate certificate_of(EVP_PKEY* key) {
  constexpr long kDay = 24 * 3600;
  Certificate made(X509_new(), &X509_free);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), kDay);
  X509_set_pubkey(made.get(), key);
  const std::string name = "loopback mail server";
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"), &X509_EXTENSION_free);
  X509_add_ext(made.get(), names.get(), -1);
  if (X509_sign(made.get(), key, EVP_sha256()) == 0) throw std::runtime_error("cannot sign a certificate");
  return made;
}

std::string written_out(X509* certificate) {
  std::string path = std::filesystem::temp_directory_path() / "nhs-smtp-XXXXXX";
  const int descriptor = mkstemp(path.data());
  const std::unique_ptr<FILE, decltype(&fclose)> file(fdopen(descriptor, "w"), &fclose);
  if (!file || PEM_write_X509(file.get(), certificate) == 0) throw std::runtime_error("cannot write " + path);
  return path;
}

std::string decoded_base64(const std::string& text) {
  std::string bytes(text.size(), '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  while (!bytes.empty() && bytes.back() == '\0') bytes.pop_back();
  return bytes;
}

/// A connection, in clear until it is not.
class Line {
 public:
  explicit Line(int descriptor) : descriptor_(descriptor) {}
  ~Line() {
    if (tls_ != nullptr) SSL_free(tls_);
    ::close(descriptor_);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  bool encrypt(SSL_CTX* context) {
    tls_ = SSL_new(context);
    SSL_set_fd(tls_, descriptor_);
    return SSL_accept(tls_) == 1;
  }
  bool is_encrypted() const { return tls_ != nullptr; }

  void say(const std::string& line) {
    const std::string bytes = line + "\r\n";
    if (tls_ != nullptr)
      SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()));
    else
      (void)::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  /// Without its end; nothing when the other side is gone or the server ends.
  std::optional<std::string> hear(const std::atomic<bool>& stop) {
    for (;;) {
      if (const std::size_t end = pending_.find("\r\n"); end != std::string::npos) {
        std::string line = pending_.substr(0, end);
        pending_.erase(0, end + 2);
        return line;
      }
      if (stop) return std::nullopt;
      pollfd ready{descriptor_, POLLIN, 0};
      if ((tls_ == nullptr || SSL_pending(tls_) == 0) && ::poll(&ready, 1, 50) == 0) continue;
      std::array<char, 4096> bytes{};
      const auto got = tls_ != nullptr ? SSL_read(tls_, bytes.data(), static_cast<int>(bytes.size()))
                                       : static_cast<int>(::recv(descriptor_, bytes.data(), bytes.size(), 0));
      if (got <= 0) return std::nullopt;
      pending_.append(bytes.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  int descriptor_;
  SSL* tls_ = nullptr;
  std::string pending_;
};

std::string between_brackets(const std::string& line) {
  const std::size_t from = line.find('<') + 1;
  return line.substr(from, line.find('>') - from);
}

}  // namespace

std::string TakenMail::header(const std::string& name) const {
  std::size_t at = ("\r\n" + content).find("\r\n" + name + ": ");
  if (at == std::string::npos || at > content.find("\r\n\r\n")) return {};
  at += name.size() + 2;
  std::string value;
  for (;;) {
    const std::size_t end = content.find("\r\n", at);
    value += content.substr(at, end - at);
    if (end + 2 >= content.size() || content[end + 2] != ' ') return value;
    at = end + 2;
  }
}

struct SmtpServer::Impl {
  std::function<SmtpManners(int)> manners;
  int listener = -1;
  std::uint16_t port = 0;
  std::string certificate_file;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_server_method()), &SSL_CTX_free};
  std::atomic<bool> stop{false};
  std::atomic<int> conversations{0};
  mutable std::mutex mutex;
  std::vector<TakenMail> taken;
  std::vector<std::string> heard;
  std::thread thread;

  void serve() {
    // A client that is gone is no reason to end the tests.
    sigset_t pipes{};
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
    while (!stop) {
      pollfd ready{listener, POLLIN, 0};
      if (::poll(&ready, 1, 50) <= 0) continue;
      const int connection = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      Line line{connection};
      converse(line, manners ? manners(conversations) : SmtpManners{});
      ++conversations;
    }
  }

  void converse(Line& line, const SmtpManners& manner) {
    if (manner.tls_from_the_start && !line.encrypt(context.get())) return;
    line.say(std::to_string(manner.greeting) + " loopback");
    TakenMail mail;
    while (const auto said = line.hear(stop)) {
      {
        const std::lock_guard lock{mutex};
        heard.push_back(*said);
      }
      const std::string word = said->substr(0, 4);
      if (word == "EHLO") {
        line.say("250-loopback");
        if (manner.offers_starttls && !line.is_encrypted()) line.say("250-STARTTLS");
        line.say(line.is_encrypted() ? "250 AUTH PLAIN" : "250 SIZE 1000000");
      } else if (word == "STAR") {
        line.say("220 go on");
        if (!line.encrypt(context.get())) return;
      } else if (word == "AUTH") {
        const std::size_t initial = said->find(' ', 5);
        if (initial == std::string::npos) line.say("334 ");
        const auto secret = initial == std::string::npos ? line.hear(stop) : said->substr(initial + 1);
        if (!secret) return;
        mail.login = decoded_base64(*secret);
        line.say(std::to_string(manner.auth) + " login");
      } else if (word == "MAIL") {
        mail.from = between_brackets(*said);
        line.say(std::to_string(manner.mail) + " sender");
      } else if (word == "RCPT") {
        mail.recipients.push_back(between_brackets(*said));
        line.say(std::to_string(manner.rcpt) + " recipient");
      } else if (word == "DATA") {
        line.say(std::to_string(manner.data) + " message");
        if (manner.data != 354) continue;
        if (manner.drop_early || !hear_message(line, manner, mail)) return;
      } else if (word == "QUIT") {
        if (!manner.answers_quit) continue;
        line.say("221 bye");
        return;
      } else {
        line.say("502 what");
      }
    }
  }

  /// False when the conversation is over.
  bool hear_message(Line& line, const SmtpManners& manner, TakenMail& mail) {
    mail.content.clear();
    for (;;) {
      const auto text = line.hear(stop);
      if (!text) return false;
      if (*text == ".") break;
      mail.content += (text->rfind("..", 0) == 0 ? text->substr(1) : *text) + "\r\n";
    }
    std::this_thread::sleep_for(manner.before_taken);
    mail.encrypted = line.is_encrypted();
    if (manner.taken == 250 || manner.drop_after) {
      const std::lock_guard lock{mutex};
      taken.push_back(mail);
    }
    if (manner.drop_after) return false;
    line.say(std::to_string(manner.taken) + " message");
    return true;
  }
};

SmtpServer::SmtpServer(std::function<SmtpManners(int)> manners, std::uint16_t port)
    : impl_(std::make_unique<Impl>()) {
  impl_->manners = std::move(manners);
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Certificate certificate = certificate_of(key.get());
  impl_->certificate_file = written_out(certificate.get());
  SSL_CTX_use_certificate(impl_->context.get(), certificate.get());
  SSL_CTX_use_PrivateKey(impl_->context.get(), key.get());
  impl_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int reuse = 1;
  ::setsockopt(impl_->listener, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(impl_->listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(impl_->listener, 8) != 0 ||
      ::getsockname(impl_->listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("cannot listen");
  impl_->port = ntohs(address.sin_port);
  impl_->thread = std::thread([impl = impl_.get()] { impl->serve(); });
}

SmtpServer::~SmtpServer() {
  impl_->stop = true;
  impl_->thread.join();
  ::close(impl_->listener);
  ::unlink(impl_->certificate_file.c_str());
}

std::uint16_t SmtpServer::port() const { return impl_->port; }
std::string SmtpServer::host() const { return "127.0.0.1:" + std::to_string(impl_->port); }
std::string SmtpServer::certificate_file() const { return impl_->certificate_file; }
int SmtpServer::conversations() const { return impl_->conversations; }

std::vector<TakenMail> SmtpServer::mails() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->taken;
}

std::vector<std::string> SmtpServer::heard() const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->heard;
}

}  // namespace nhs::test
