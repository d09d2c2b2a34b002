#include "privacy/sealing.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <stdexcept>

#include "privacy/openssl.h"

namespace nhs::privacy {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kOverhead = 1 + kNonceBytes + kTagBytes;

void require_sealing(bool done) { require_of_openssl(done, "seal or unseal a text"); }

unsigned char* bytes_of(std::string& text, std::size_t at) {
  return reinterpret_cast<unsigned char*>(text.data()) + at;
}

const unsigned char* bytes_of(std::string_view text, std::size_t at) {
  return reinterpret_cast<const unsigned char*>(text.data()) + at;
}

int length_for_openssl(std::size_t length) {
  if (length > 0x7FFF'0000) throw std::length_error("a text over 2 GiB cannot be sealed");
  return static_cast<int>(length);
}

/// A context that stays with its thread and, as long as the key is the same, keeps the work that a key costs.
class KeyedCipher {
 public:
  explicit KeyedCipher(bool encrypts) : context_(EVP_CIPHER_CTX_new()), encrypts_(encrypts) {
    require_sealing(context_ != nullptr);
  }

  EVP_CIPHER_CTX* ready_for(const Secret& key, const unsigned char* nonce) {
    static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    require_sealing(cipher != nullptr);
    const bool same_key = key_ == key;
    require_sealing(EVP_CipherInit_ex2(context_.get(), same_key ? nullptr : cipher,
                                       same_key ? nullptr : key.data(), nonce, encrypts_ ? 1 : 0,
                                       nullptr) == 1);
    key_ = key;
    int length = 0;
    const auto version = static_cast<unsigned char>(kVersion);
    require_sealing(EVP_CipherUpdate(context_.get(), nullptr, &length, &version, 1) == 1);
    return context_.get();
  }

 private:
  OpensslPointer<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context_;
  std::optional<Secret> key_;
  bool encrypts_;
};

}  // namespace

Sealed seal(const Secret& key, std::string_view clear) {
  Sealed sealed(clear.size() + kOverhead, '\0');
  sealed[0] = kVersion;
  fill_with_random(bytes_of(sealed, 1), kNonceBytes);
  thread_local KeyedCipher keyed{true};
  EVP_CIPHER_CTX* context = keyed.ready_for(key, bytes_of(sealed, 1));
  int length = 0;
  unsigned char* out = bytes_of(sealed, 1 + kNonceBytes);
  // An update without bytes would read as one with more associated data.
  if (!clear.empty())
    require_sealing(
        EVP_CipherUpdate(context, out, &length, bytes_of(clear, 0), length_for_openssl(clear.size())) == 1);
  int rest = 0;
  require_sealing(EVP_CipherFinal_ex(context, out + length, &rest) == 1);
  require_sealing(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagBytes, out + clear.size()) == 1);
  return sealed;
}

std::optional<std::string> unseal(const Secret& key, std::string_view sealed) {
  if (sealed.size() < kOverhead || sealed.front() != kVersion) return std::nullopt;
  thread_local KeyedCipher keyed{false};
  EVP_CIPHER_CTX* context = keyed.ready_for(key, bytes_of(sealed, 1));
  std::string clear(sealed.size() - kOverhead, '\0');
  int length = 0;
  if (!clear.empty())
    require_sealing(EVP_CipherUpdate(context, bytes_of(clear, 0), &length, bytes_of(sealed, 1 + kNonceBytes),
                                     length_for_openssl(clear.size())) == 1);
  std::string tag{sealed.substr(sealed.size() - kTagBytes)};
  require_sealing(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1);
  int rest = 0;
  if (EVP_CipherFinal_ex(context, bytes_of(clear, static_cast<std::size_t>(length)), &rest) != 1)
    return std::nullopt;
  return clear;
}

void fill_with_random(unsigned char* bytes, std::size_t count) {
  require_sealing(RAND_bytes(bytes, length_for_openssl(count)) == 1);
}

}  // namespace nhs::privacy
