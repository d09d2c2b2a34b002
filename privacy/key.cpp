#include "privacy/key.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>

#include "core/text.h"
#include "privacy/hmac.h"
#include "privacy/sealing.h"
#include "privacy/secret_file.h"

namespace nhs::privacy {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileName = "pseudonym.key";
constexpr std::size_t kFingerprintBytes = 8;

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<Secret> secret_from_hex(std::string_view text) {
  Secret secret{};
  if (text.size() != 2 * secret.size()) return std::nullopt;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    const auto high = hex_digit(text[2 * i]);
    const auto low = hex_digit(text[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    secret[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return secret;
}

std::string to_hex(const std::uint8_t* bytes, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

}  // namespace

Key::Key(const Secret& secret)
    : hashing_(hash_of(secret, "nhsvalues hashing 1", {})),
      sealing_(hash_of(secret, "nhsvalues sealing 1", {})),
      fingerprint_(to_hex(hash_of(secret, "nhsvalues fingerprint 1", {}).data(), kFingerprintBytes)) {}

Result<Key> Key::read(const fs::path& file) {
  auto content = read_secret_file(file);
  if (!content) return tl::unexpected<Error>(content.error());
  auto secret = secret_from_hex(trimmed(*content));
  OPENSSL_cleanse(content->data(), content->size());
  if (!secret)
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: not a key (64 hexadecimal digits); put the right file there, from a backup if need "
                    "be: a new key would not know the posts that are stored",
                    file.native()));
  Key key{*secret};
  OPENSSL_cleanse(secret->data(), secret->size());
  return key;
}

Result<Key> Key::create(const fs::path& file) {
  Secret secret{};
  fill_with_random(secret.data(), secret.size());
  std::string text = to_hex(secret.data(), secret.size()) + '\n';
  const auto written = create_secret_file(file, text);
  OPENSSL_cleanse(text.data(), text.size());
  if (!written) return tl::unexpected<Error>(written.error());
  Key key{secret};
  OPENSSL_cleanse(secret.data(), secret.size());
  return key;
}

Key Key::from_bytes(const std::array<std::uint8_t, 32>& bytes) { return Key{bytes}; }

std::string Key::fingerprint() const { return fingerprint_; }

fs::path key_path(const fs::path& configured, const fs::path& database) {
  if (!configured.empty()) return configured;
  if (const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
      directory != nullptr && *directory != '\0') {
    const fs::path credential = fs::path{directory} / kFileName;
    std::error_code ignored;  // a credential that cannot be seen is not there
    if (fs::exists(credential, ignored)) return credential;
  }
  return database.parent_path() / kFileName;
}

}  // namespace nhs::privacy
