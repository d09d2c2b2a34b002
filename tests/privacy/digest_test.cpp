#include "privacy/digest.h"

#include <catch2/catch.hpp>

using nhs::privacy::Digest;

namespace {

std::string digest_of(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.finish();
}

}  // namespace

TEST_CASE("SHA-256 is that of the examples of FIPS 180-4", "[privacy]") {
  CHECK(digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("Bytes that come bit by bit have the digest of the whole", "[privacy]") {
  Digest digest;
  for (const char* part : {"a", "", "bc"}) digest.add(part);
  CHECK(digest.finish() == digest_of("abc"));
}
