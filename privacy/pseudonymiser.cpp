#include "privacy/pseudonymiser.h"

#include <functional>
#include <utility>

#include "core/text.h"
#include "privacy/fields.h"
#include "privacy/hmac.h"
#include "privacy/mask.h"
#include "privacy/normal_form.h"
#include "privacy/sealing.h"

namespace nhs::privacy {
namespace {

constexpr std::string_view kHashMark = "h:";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// 32 bytes are 42 characters of six bits and one of four.
constexpr std::size_t kHashCharacters = 43;

/// What is known of an identity: an `h:…` hash says nothing that could be sealed.
std::string_view known(std::string_view identity) {
  return hash_from_text(identity) ? std::string_view{} : identity;
}

std::int64_t first_eight_bytes(const KeyedHash& hash) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | hash[i];
  return static_cast<std::int64_t>(number);
}

}  // namespace

Pseudonymiser::Pseudonymiser(Key key, std::vector<std::string> organisations)
    : key_(std::move(key)), organisations_(std::move(organisations)) {
  for (std::string& organisation : organisations_) organisation = normal_account(organisation);
}

PseudonymousPost Pseudonymiser::pseudonymise(const Post& post) const {
  const std::string text = repaired(post.text);
  PseudonymousPost result;
  result.network = post.network;
  result.key = post.id.empty() ? untitled_key(post.network, text) : post_key(post.network, post.id);
  if (!post.url.empty()) result.url_key = url_key(post.url);
  if (!post.author.empty()) result.author_key = author_key(post.network, post.author);
  if (!post.in_reply_to.empty()) result.reply_key = post_key(post.network, post.in_reply_to);

  std::string identity;
  for (const std::string& field : {std::cref(post.id), std::cref(post.url), std::cref(post.author)})
    append_field(identity, known(field));
  result.sealed = seal(identity);
  if (!post.local_id.empty()) result.sealed_local_id = seal(post.local_id);

  result.text = masked(text, organisations_);
  result.text_key = text_key(result.text);
  result.created_at = post.created_at;
  result.edited_at = post.edited_at;
  result.language = repaired(post.language);
  for (const std::string& tag : post.tags) result.tags.push_back(repaired(tag));
  result.quotable = post.quotable;
  return result;
}

KeyedHash Pseudonymiser::post_key(std::string_view network, std::string_view id) const {
  if (const auto hash = hash_from_text(id)) return *hash;
  return hash_of(key_.hashing_key(), "post", {network, id});
}

KeyedHash Pseudonymiser::untitled_key(std::string_view network, std::string_view text) const {
  return hash_of(key_.hashing_key(), "post without id", {network, text});
}

KeyedHash Pseudonymiser::url_key(std::string_view url) const {
  if (const auto hash = hash_from_text(url)) return *hash;
  return hash_of(key_.hashing_key(), "url", {normal_url(url)});
}

KeyedHash Pseudonymiser::author_key(std::string_view network, std::string_view account) const {
  if (const auto hash = hash_from_text(account)) return *hash;
  return hash_of(key_.hashing_key(), "author", {network, normal_account(account)});
}

std::int64_t Pseudonymiser::text_key(std::string_view masked_text) const {
  const std::string words = normal_words(masked_text);
  return words.empty() ? 0 : first_eight_bytes(hash_of(key_.hashing_key(), "text", {words}));
}

Sealed Pseudonymiser::seal(std::string_view clear) const { return privacy::seal(key_.sealing_key(), clear); }

std::optional<std::string> Pseudonymiser::unseal(std::string_view sealed) const {
  return privacy::unseal(key_.sealing_key(), sealed);
}

std::optional<Identity> Pseudonymiser::unseal_identity(const Sealed& sealed) const {
  const auto clear = unseal(sealed);
  if (!clear) return std::nullopt;
  std::string_view rest = *clear;
  Identity identity;
  for (std::string* field : {&identity.id, &identity.url, &identity.author}) {
    const auto taken = take_field(rest);
    if (!taken) return std::nullopt;
    *field = *taken;
  }
  return rest.empty() ? std::optional{identity} : std::nullopt;
}

std::string to_text(const KeyedHash& hash) {
  std::string text{kHashMark};
  unsigned bits = 0;
  int count = 0;
  for (const std::uint8_t byte : hash) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6) text += kBase64Url[bits >> (count - 6) & 0x3F];
  }
  text += kBase64Url[bits << (6 - count) & 0x3F];
  return text;
}

std::optional<KeyedHash> hash_from_text(std::string_view text) {
  if (text.size() != kHashMark.size() + kHashCharacters || text.substr(0, kHashMark.size()) != kHashMark)
    return std::nullopt;
  KeyedHash hash{};
  std::size_t filled = 0;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text.substr(kHashMark.size())) {
    const std::size_t six = kBase64Url.find(c);
    if (six == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<unsigned>(six);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    hash[filled++] = static_cast<std::uint8_t>(bits >> count & 0xFF);
  }
  // Two bits are left over; another spelling of the same hash would break byte-identical exports.
  return (bits & 0x3) == 0 ? std::optional{hash} : std::nullopt;
}

}  // namespace nhs::privacy
