#include "privacy/digest.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "privacy/openssl.h"

namespace nhs::privacy {
namespace {

void require_digest(bool done) { require_of_openssl(done, "work out a SHA-256"); }

}  // namespace

struct Digest::State {
  OpensslPointer<EVP_MD_CTX, EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
};

Digest::Digest() : state_(std::make_unique<State>()) {
  require_digest(state_->context && EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;
Digest::~Digest() = default;

void Digest::add(std::string_view bytes) {
  require_digest(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

std::string Digest::finish() {
  std::array<unsigned char, 32> hash{};
  unsigned int length = 0;
  require_digest(EVP_DigestFinal_ex(state_->context.get(), hash.data(), &length) == 1 &&
                 length == hash.size());
  std::string digits;
  for (const unsigned char byte : hash) digits += fmt::format("{:02x}", byte);
  return digits;
}

}  // namespace nhs::privacy
