#include "privacy/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <string>

#include "privacy/fields.h"
#include "privacy/openssl.h"

namespace nhs::privacy {
namespace {

void require_hmac(bool done) { require_of_openssl(done, "work out an HMAC"); }

/// Fetching an algorithm searches the providers and takes a lock: once a program, not once a hash.
EVP_MAC* hmac() {
  static EVP_MAC* const fetched = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr);
  require_hmac(fetched != nullptr);
  return fetched;
}

/// A context that stays with its thread and, as long as the key is the same, keeps the work that a key costs.
class KeyedMac {
 public:
  KeyedMac() : context_(EVP_MAC_CTX_new(hmac())) { require_hmac(context_ != nullptr); }

  EVP_MAC_CTX* ready_for(std::string_view key) {
    if (keyed_ && key == key_) {
      require_hmac(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1);
      return context_.get();
    }
    char digest[] = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
    require_hmac(EVP_MAC_init(context_.get(), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                              parameters.data()) == 1);
    key_ = key;
    keyed_ = true;
    return context_.get();
  }

 private:
  OpensslPointer<EVP_MAC_CTX, EVP_MAC_CTX_free> context_;
  std::string key_;
  bool keyed_ = false;
};

}  // namespace

KeyedHash hmac_sha256(std::string_view key, std::string_view message) {
  thread_local KeyedMac keyed;
  EVP_MAC_CTX* context = keyed.ready_for(key);
  KeyedHash hash{};
  std::size_t written = 0;
  require_hmac(
      EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1);
  require_hmac(EVP_MAC_final(context, hash.data(), &written, hash.size()) == 1 && written == hash.size());
  return hash;
}

KeyedHash hash_of(const Secret& key, std::string_view label, std::initializer_list<std::string_view> fields) {
  std::string message;
  append_field(message, label);
  for (const std::string_view field : fields) append_field(message, field);
  return hmac_sha256({reinterpret_cast<const char*>(key.data()), key.size()}, message);
}

}  // namespace nhs::privacy
