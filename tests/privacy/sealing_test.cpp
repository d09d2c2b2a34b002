#include "privacy/sealing.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <set>

#include "privacy/fields.h"
#include "privacy/hmac.h"

using namespace nhs;
using namespace nhs::privacy;

namespace {

std::string hex(const KeyedHash& hash) {
  std::string text;
  for (const std::uint8_t byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

const Secret kKey{1, 2, 3};
const Secret kOtherKey{1, 2, 4};

}  // namespace

TEST_CASE("HMAC-SHA-256 gives the vectors of RFC 4231", "[hmac]") {
  CHECK(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  // The same key twice, which takes the short way.
  CHECK(hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
}

TEST_CASE("Fields hash by their borders, and by what they are hashed for", "[hmac]") {
  std::set<std::string> hashes = {
      hex(hash_of(kKey, "post", {"ab", "c"})), hex(hash_of(kKey, "post", {"a", "bc"})),
      hex(hash_of(kKey, "post", {"abc"})),     hex(hash_of(kKey, "post", {"abc", ""})),
      hex(hash_of(kKey, "url", {"ab", "c"})),  hex(hash_of(kOtherKey, "post", {"ab", "c"}))};
  CHECK(hashes.size() == 6);
  CHECK(hash_of(kKey, "post", {"ab", "c"}) == hash_of(kKey, "post", {"ab", "c"}));
}

TEST_CASE("What was sealed is unsealed with the key, whatever it holds", "[sealing]") {
  for (const std::string& clear :
       {std::string{}, std::string{"a"}, std::string("\0\xFF", 2), std::string(100000, 'x')}) {
    const Sealed sealed = seal(kKey, clear);
    CHECK(unseal(kKey, sealed) == clear);
    CHECK(sealed.size() == clear.size() + 29);
    CHECK(sealed != seal(kKey, clear));
    CHECK_FALSE(unseal(kOtherKey, sealed));
    CHECK(unseal(kKey, sealed) == clear);
  }
}

TEST_CASE("Sealed bytes that were changed, cut or made longer do not open", "[sealing]") {
  const Sealed sealed = seal(kKey, "@someone@example.org");
  for (std::size_t i = 0; i < sealed.size(); ++i)
    for (const int bit : {0x01, 0x80}) {
      Sealed changed = sealed;
      changed[i] = static_cast<char>(changed[i] ^ bit);
      CHECK_FALSE(unseal(kKey, changed));
    }
  for (std::size_t length = 0; length < sealed.size(); ++length)
    CHECK_FALSE(unseal(kKey, sealed.substr(0, length)));
  CHECK_FALSE(unseal(kKey, sealed + '\0'));
}

TEST_CASE("A list of fields is read back, and one that was cut is not", "[fields]") {
  std::string bytes;
  append_field(bytes, "one");
  append_field(bytes, "");
  append_field(bytes, std::string(300, 'x'));
  std::string_view rest = bytes;
  CHECK(take_field(rest) == "one");
  CHECK(take_field(rest) == "");
  std::string_view cut = rest.substr(0, rest.size() - 1);
  CHECK_FALSE(take_field(cut));
  CHECK(take_field(rest)->size() == 300);
  CHECK(rest.empty());
  CHECK_FALSE(take_field(rest));
}
