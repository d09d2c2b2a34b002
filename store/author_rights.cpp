#include "store/author_rights.h"

#include <algorithm>

#include "store/erasure.h"
#include "store/rechecks.h"
#include "store/withdrawal.h"

namespace nhs::store {
namespace {

bool is_by_account_of(Database& database, const KnownPost& known, const PseudonymousPost& post) {
  const auto is_by = [&](const std::optional<KeyedHash>& account) {
    return account &&
           database.integer("SELECT 1 FROM author WHERE id = ?1 AND (account_key = ?2 OR key = ?2)",
                            *known.author, *account);
  };
  return known.author && (is_by(post.account_key) ||
                          std::any_of(post.earlier.begin(), post.earlier.end(),
                                      [&](const EarlierKeys& each) { return is_by(each.account_key); }));
}

}  // namespace

AuthorRights::AuthorRights(Database& database, const Batch& batch, std::int64_t source_id,
                           RollupChanges& rollup, SearchChanges& search, ReplacedWords& replaced)
    : database_(database),
      batch_(batch),
      source_id_(source_id),
      rollup_(rollup),
      search_(search),
      replaced_(replaced),
      forget_list_(database),
      eraser_(database, rollup, search) {}

void AuthorRights::refuse(const std::optional<KnownPost>& known, const PseudonymousPost& post) {
  ++forgotten_;
  // A stored view without an author turns out to be theirs. One that was only found by the address, and has
  // an author, is somebody else's: whoever is forgotten may write any address into a post. So is one by an
  // account that took a forgotten name over.
  // So may be one that has an author, of whom a file gives a forgotten bare name.
  const bool is_anothers =
      known && ((is_by_account_of(database_, *known, post) && !forget_list_.holds_beside_name(post)) ||
                (known->author && !forget_list_.holds_beside_bare_name(post)));
  if (known && !is_anothers && (known->by_key || !known->author))
    eraser_.erase(known->id, batch_.now, next_forget_request(database_));
}

bool AuthorRights::was_removed(const PseudonymousPost& post) {
  return is_in_ledger(database_, post.key) ||
         std::any_of(post.earlier.begin(), post.earlier.end(),
                     [&](const EarlierKeys& each) { return is_in_ledger(database_, each.key); });
}

bool AuthorRights::follow_wish(const KnownPost& known, const PseudonymousPost& post) {
  if (!post.quotable || *post.quotable == known.quotable) return false;
  const bool takes_back =
      known.by_key && post.edited_at > known.edited_at && batch_.changed_text != ChangedText::is_a_conflict;
  if (*post.quotable && !takes_back) return false;
  database_.run("UPDATE post SET quotable = ? WHERE id = ?", *post.quotable, known.id);
  return true;
}

int AuthorRights::withdraw(const PostKeys& keys) {
  int withdrawn = 0;
  for (const KnownPost& known : find_named(database_, keys)) {
    const auto edited_at = std::max(known.edited_at, keys.edited_at);
    if (known.gone) {
      database_.run("UPDATE post SET edited_at = ? WHERE id = ?", edited_at, known.id);
      continue;
    }
    rollup_.subtract(database_, known.id);
    if (!known.purged) search_.remove(known.place(), known.text);
    replaced_.note(known.id);
    withdraw_post(database_, known.id, batch_.now, edited_at);
    withdrawn += known.counts;
  }
  return withdrawn;
}

int AuthorRights::remove(const RecheckRuling& ruling) {
  const std::optional<KnownPost> known = find_with_text(database_, ruling.ref);
  if (!known) return 0;
  if (!ruling.at_home && others_may_show(database_, source_id_, ruling, batch_.now)) return 0;
  rollup_.subtract(database_, known->id);
  search_.remove(known->place(), known->text);
  replaced_.note(known->id);
  withdraw_post(database_, known->id, batch_.now, known->edited_at);
  take_identity(database_, known->id);
  write_ledger(database_, known->id, ruling.gone_at.value_or(batch_.now), batch_.now);
  note_erased(database_, batch_.now);
  return 1;
}

std::int64_t AuthorRights::finish() {
  eraser_.finish(batch_.now);
  return eraser_.erased();
}

}  // namespace nhs::store
