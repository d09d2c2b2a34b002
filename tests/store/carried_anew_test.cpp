#include <catch2/catch.hpp>

#include "store/backup.h"
#include "store/concern.h"
#include "store/consent.h"
#include "store/restore.h"
#include "store_fixture.h"

using namespace nhs;
using namespace nhs::test;

namespace {

const UtcTime kNow = at("2026-11-20T12:00:00Z");

store::ConcernRules red() {
  return {[](std::string_view text) {
            return text.find("red") == std::string_view::npos ? std::vector<std::string>{}
                                                              : std::vector<std::string>{"red"};
          },
          std::chrono::hours{24 * 90}, "rules"};
}

/// A new key, for posts whose sealed identity can be read or for none.
store::Rekeying to_second_key(bool readable) {
  store::Rekeying how;
  how.from = kFingerprint;
  how.to = "second";
  how.post = [readable](const std::string&, const Sealed& sealed) -> std::optional<store::IdentityAnew> {
    if (!readable) return std::nullopt;
    const std::uint64_t id = std::stoull(sealed.substr(sealed.rfind(' ')));
    return store::IdentityAnew{sealed, store::HashAnew{{hash(id)}, hash(1000 + id)}, {}, {}};
  };
  how.reseal = [](const Sealed&) { return std::optional<Sealed>{}; };
  how.text_key = [](const std::string&) { return std::pair<std::int64_t, std::int64_t>{0, 0}; };
  return how;
}

}  // namespace

TEST_CASE("Consents and acknowledgements of posts that stand under a key before hold in a backup hashed anew",
          "[consent][concerns]") {
  Scratch folder;
  const auto file = folder / "posts.db";
  const auto backup = folder / "backup.db";
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.apply_concern_rules(red(), kNow));
    save(posts, batch_of({MadePost{.id = 1, .text = "one"}, MadePost{.id = 2, .text = "two"},
                          MadePost{.id = 3, .text = "red three"}}));
    REQUIRE(posts.note_consent(1, {"the author", "a letter", "reports", day("2026-11-03"), "", "Ana"}, kNow));
  }
  REQUIRE(store::back_up(file, backup, {}));
  {
    store::PostStore posts = open_store(file);
    REQUIRE(posts.withdraw_consent(1, kNow));
    REQUIRE(posts.note_consent(2, {"the author", "a letter", "reports", day("2026-11-03"), "", "Ana"}, kNow));
    REQUIRE(posts.acknowledge({3}, "Sam", "rang", kNow));
  }
  REQUIRE(store::rekey(file, to_second_key(false), {kNow, "ana (1001)"}));

  store::RestoreOptions options;
  options.key_fingerprint = "second";
  options.now = at("2026-11-25T10:00:00Z");
  options.agree = [](const store::RestoreQuestion&) { return true; };
  options.rekeying = [](const std::string&) -> Result<store::Rekeying> { return to_second_key(true); };
  REQUIRE(store::restore(backup, file, options));
  const store::Reader reader = open_reader(file);
  CHECK_FALSE(reader.post(1).value()->consented);
  CHECK(reader.post(2).value()->consented);
  REQUIRE(reader.concerns({}).value().open == 0);
  CHECK(reader.concerns({true, 0, 50}).value().posts.at(0).concerns.at(0).acknowledged->by == "Sam");
}
