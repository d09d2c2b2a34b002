#include "privacy/key.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
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
constexpr std::string_view kPrevious = "previous";
/// What fits the 4 KiB that a key file may have, with room to spare.
constexpr std::size_t kMostPrevious = 40;

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

Secret new_secret() {
  Secret secret{};
  fill_with_random(secret.data(), secret.size());
  return secret;
}

/// The keys of a file, that in force first; nothing when it is no key file.
std::optional<std::vector<Secret>> secrets_in(std::string_view content) {
  std::vector<Secret> secrets;
  std::string_view rest = trimmed(content);
  for (bool first = true; first || !rest.empty(); first = false) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!first) {
      if (line.empty()) continue;
      if (line.substr(0, kPrevious.size()) != kPrevious) return std::nullopt;
      line = trimmed(line.substr(kPrevious.size()));
      if (line.empty() || line.front() != '=') return std::nullopt;
      line = trimmed(line.substr(1));
    }
    const auto secret = secret_from_hex(line);
    if (!secret) return std::nullopt;
    secrets.push_back(*secret);
  }
  return secrets;
}

std::string file_text(const std::vector<Secret>& secrets) {
  std::string text;
  // Not moved while it grows: what was moved from would stay in memory.
  text.reserve(secrets.size() * (kPrevious.size() + 3 + 2 * sizeof(Secret) + 1));
  for (const Secret& each : secrets) {
    if (!text.empty()) text.append(kPrevious).append(" = ");
    text += to_hex(each.data(), each.size());
    text += '\n';
  }
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
  auto secrets = secrets_in(*content);
  OPENSSL_cleanse(content->data(), content->size());
  if (!secrets)
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: not a key (64 hexadecimal digits); put the right file there, from a backup if need "
                    "be: a new key would not know the posts that are stored",
                    file.native()));
  return from_secrets(*std::move(secrets));
}

Result<Key> Key::create(const fs::path& file) {
  std::vector<Secret> secrets{new_secret()};
  std::string text = file_text(secrets);
  const auto written = create_secret_file(file, text);
  OPENSSL_cleanse(text.data(), text.size());
  if (!written) return tl::unexpected<Error>(written.error());
  return from_secrets(std::move(secrets));
}

Result<Key> Key::renew(const fs::path& file) {
  auto content = read_secret_file(file);
  if (!content) return tl::unexpected<Error>(content.error());
  auto secrets = secrets_in(*content);
  OPENSSL_cleanse(content->data(), content->size());
  if (!secrets) return tl::unexpected<Error>(read(file).error());
  if (secrets->size() > kMostPrevious)
    return fail(
        ExitStatus::configuration,
        fmt::format("{}: it holds {} keys that were in force before, and no more fit; take out the last, "
                    "by which nothing is matched then",
                    file.native(), secrets->size() - 1));
  secrets->insert(secrets->begin(), new_secret());
  std::string text = file_text(*secrets);
  const auto written = replace_secret_file(file, text);
  OPENSSL_cleanse(text.data(), text.size());
  if (!written) return tl::unexpected<Error>(written.error());
  return from_secrets(*std::move(secrets));
}

Key Key::from_secrets(std::vector<Secret> secrets) {
  Key key{secrets.front()};
  for (std::size_t i = 1; i < secrets.size(); ++i) key.previous_.push_back(Key{secrets[i]});
  OPENSSL_cleanse(secrets.data(), secrets.size() * sizeof(Secret));
  return key;
}

Key Key::as_of(const std::string& fingerprint) const {
  if (fingerprint_ == fingerprint) return *this;
  for (auto each = previous_.begin(); each != previous_.end(); ++each) {
    if (each->fingerprint_ != fingerprint) continue;
    Key before = *each;
    before.previous_.assign(std::next(each), previous_.end());
    return before;
  }
  return *this;
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
