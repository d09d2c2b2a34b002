#include "tests/net/tls_server.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace nhs::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Stream = asio::ssl::stream<tcp::socket>;

constexpr auto kAsValue = asio::as_tuple(asio::use_awaitable);

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate signed_by_itself(EVP_PKEY* key, const std::string& subject, std::chrono::seconds valid_for) {
  constexpr long kWeek = 7 * 24 * 3600;
  Certificate certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kWeek);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_for.count());
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  const std::string common_name = "loopback test server";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, subject.c_str()), &X509_EXTENSION_free);
  X509_add_ext(certificate.get(), names.get(), -1);
  if (X509_sign(certificate.get(), key, EVP_sha256()) == 0)
    throw std::runtime_error("cannot sign a certificate");
  return certificate;
}

std::string written_out(X509* certificate) {
  std::string path = std::filesystem::temp_directory_path() / "nhs-tls-XXXXXX";
  const int descriptor = mkstemp(path.data());
  const std::unique_ptr<FILE, decltype(&fclose)> file(fdopen(descriptor, "w"), &fclose);
  if (!file || PEM_write_X509(file.get(), certificate) == 0) throw std::runtime_error("cannot write " + path);
  return path;
}

asio::awaitable<void> serve(tcp::acceptor& acceptor, asio::ssl::context& context, const std::string& answer) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    Stream stream(std::move(socket), context);
    const auto [no_handshake] = co_await stream.async_handshake(Stream::server, kAsValue);
    if (no_handshake) continue;
    std::string request;
    auto buffer = asio::dynamic_buffer(request);
    const auto [no_request, size] = co_await asio::async_read_until(stream, buffer, "\r\n\r\n", kAsValue);
    if (no_request) continue;
    const auto bytes = asio::buffer(answer);
    const auto [gone, written] = co_await asio::async_write(stream, bytes, kAsValue);
    if (!gone) co_await stream.async_shutdown(kAsValue);
  }
}

}  // namespace

struct TlsServer::Impl {
  std::string answer;
  std::string certificate_file;
  asio::ssl::context context{asio::ssl::context::tls_server};
  std::thread thread;
  asio::io_context io{1};
  tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
};

TlsServer::TlsServer(const std::string& subject, std::string answer, std::chrono::seconds valid_for)
    : impl_(std::make_unique<Impl>()) {
  impl_->answer = std::move(answer);
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Certificate certificate = signed_by_itself(key.get(), subject, valid_for);
  impl_->certificate_file = written_out(certificate.get());
  SSL_CTX_use_certificate(impl_->context.native_handle(), certificate.get());
  SSL_CTX_use_PrivateKey(impl_->context.native_handle(), key.get());
  asio::co_spawn(impl_->io, serve(impl_->acceptor, impl_->context, impl_->answer), asio::detached);
  impl_->thread = std::thread([impl = impl_.get()] { impl->io.run(); });
}

TlsServer::~TlsServer() {
  impl_->io.stop();
  impl_->thread.join();
  unlink(impl_->certificate_file.c_str());
}

std::string TlsServer::url() const {
  return "https://127.0.0.1:" + std::to_string(impl_->acceptor.local_endpoint().port());
}

std::string TlsServer::certificate_file() const { return impl_->certificate_file; }

}  // namespace nhs::net
