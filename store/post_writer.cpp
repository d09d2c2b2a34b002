#include "store/post_writer.h"

#include <algorithm>

#include "store/author_rows.h"
#include "store/concerns.h"
#include "store/consents.h"
#include "store/earlier_keys.h"
#include "store/labels.h"
#include "store/post_findings.h"
#include "store/post_tags.h"

namespace nhs::store {
namespace {

const std::string kInsert =
    "INSERT INTO post (network_id, key, url_key, reply_key, author_id, text_key, sealed, text, "
    "stated_language, created_at, edited_at, first_seen_at, day, model_id, language, unclassified, "
    "sentiment, positive, neutral, negative, kind, kind_probability, findings, quotable) VALUES (?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const std::string kComplete =
    "UPDATE post SET created_at = coalesce(created_at, ?), day = coalesce(day, ?), "
    "author_id = coalesce(?, author_id), sealed = coalesce(?, sealed) WHERE id = ?";

// What identifies the post stays when a view of it by another way brings the newer text.
const std::string kUpdatePost =
    "UPDATE post SET url_key = coalesce(?, url_key, ?), reply_key = coalesce(?, reply_key), author_id = ?, "
    "text_key = ?, sealed = coalesce(?, sealed), text = ?, stated_language = ?, created_at = ?, "
    "edited_at = ?, withdrawn_at = NULL, ignored_by = NULL, day = ? WHERE id = ?";

std::optional<Blob> blob_unless_empty(const std::string& bytes) {
  if (bytes.empty()) return std::nullopt;
  return Blob{bytes};
}

}  // namespace

PostWriter::PostWriter(Database& database, Names& names, const TimeZone& zone, IgnoreRules& rules,
                       const ConcernRules& concerns, const Batch& batch)
    : database_(database),
      names_(names),
      zone_(zone),
      rules_(rules),
      concerns_(concerns),
      batch_(batch),
      source_id_(names.source(batch.source)),
      judge_(database, names, rules, batch.now, rollup_),
      replaced_(database),
      rights_(database, batch, source_id_, rollup_, search_, replaced_),
      settles_(!rules.empty() || anybody_objects(database)),
      first_recheck_(first_recheck_after(database, source_id_)) {}

Outcome PostWriter::write(const ClassifiedPost& post) {
  const std::optional<KnownPost> known = find_known(database_, post.post);
  if (rights_.is_forgotten(post.post)) {
    rights_.refuse(known, post.post);
    return Outcome::forgotten;
  }
  if (!known) {
    // Of some in the ledger there is not even a row.
    if (rights_.was_removed(post.post)) return Outcome::unchanged;
    const std::int64_t id = insert(post);
    settle(id);
    plan_recheck_of(id);
    return Outcome::added;
  }
  if (known->purged) return Outcome::unchanged;
  const bool wish_changed = rights_.follow_wish(*known, post.post);
  const Verdict verdict = compare(*known, post.post);
  if (verdict == Verdict::conflict) return Outcome::conflict;
  identify(*known, post.post);
  const bool shown_anew = note_sighting(known->id, post.post);
  if (verdict == Verdict::newer_edit) {
    update(*known, post);
    settle(known->id);
    plan_recheck_of(known->id);
    return Outcome::updated;
  }
  // An edit that the text does not show still dates the text: an older view must not replace it later.
  if (verdict == Verdict::same && post.post.edited_at > known->edited_at)
    database_.run("UPDATE post SET edited_at = ? WHERE id = ?", post.post.edited_at, known->id);
  const bool same_text = !known->gone && known->text == post.post.text;
  const bool completed = same_text && complete(*known, post.post);
  if (completed || (shown_anew && rules_.ask_for_sources())) settle(known->id);
  if (shown_anew) plan_recheck_of(known->id);
  return completed || wish_changed ? Outcome::updated : Outcome::unchanged;
}

PostWriter::Verdict PostWriter::compare(const KnownPost& known, const PseudonymousPost& post) {
  if (known.gone) return restores(known, post) ? Verdict::newer_edit : Verdict::outdated_view;
  if (known.text == post.text && known.stated_language == post.language &&
      !tags_differ(database_, known.id, post.tags))
    return Verdict::same;
  // Here and below, a post that was never edited is older than one that was.
  if (post.edited_at > known.edited_at) return Verdict::newer_edit;
  if (!known.by_key) return Verdict::outdated_view;
  if (batch_.changed_text == ChangedText::is_a_conflict) return Verdict::conflict;
  const bool is_an_edit = batch_.changed_text == ChangedText::is_an_edit && post.edited_at == known.edited_at;
  return is_an_edit ? Verdict::newer_edit : Verdict::outdated_view;
}

bool PostWriter::restores(const KnownPost& known, const PseudonymousPost& post) {
  if (batch_.changed_text == ChangedText::is_a_conflict) return false;
  // What its network removed may be shown by another server for years.
  if (read_removal(database_, known.id)) return false;
  if (post.edited_at > known.edited_at) return true;
  return known.by_key && batch_.changed_text == ChangedText::is_an_edit;
}

void PostWriter::plan_recheck_of(std::int64_t id) {
  if (first_recheck_) plan_recheck(database_, source_id_, id, batch_.now + *first_recheck_);
}

std::int64_t PostWriter::insert(const ClassifiedPost& post) {
  const PseudonymousPost& p = post.post;
  const std::optional<LocalDay> day = day_of(p.created_at);
  const std::int64_t network = names_.network(p.network);
  const auto author = author_of(p, std::nullopt);
  {
    Query query = database_.query(kInsert);
    query.bind(network, p.key, p.url_key, p.reply_key, author, p.text_key, blob_unless_empty(p.sealed),
               p.text, p.language, p.created_at, p.edited_at, batch_.now, day);
    bind_findings(query, names_.model(post.classification.model), post.classification);
    query.bind(p.quotable.value_or(true));
    query.next();
  }
  const std::int64_t id = database_.last_inserted();
  write_finding_lists(database_, id, post.classification);
  write_tags(database_, names_, id, p.tags);
  write_sighting(id, p);
  if (day) rollup_.add(counted(post.classification, network, *day));
  search_.add(search_place(p.created_at, id), p.text);
  raise_concerns(database_, id, concerns_, {p.text, std::max(p.created_at, p.edited_at)}, batch_.now);
  note_text_of(id);
  count_masked(p);
  return id;
}

void PostWriter::note_text_of(std::int64_t id) {
  if (!texts_written_) texts_written_ = PostRange{id, id};
  texts_written_->first = std::min(texts_written_->first, id);
  texts_written_->last = std::max(texts_written_->last, id);
}

void PostWriter::update(const KnownPost& known, const ClassifiedPost& post) {
  const PseudonymousPost& p = post.post;
  // The first date a post came with stays, so that it does not wander between days.
  const auto created_at = known.created_at ? known.created_at : p.created_at;
  const std::optional<LocalDay> day = day_of(created_at);
  const bool says_less = !p.account_key && has_account(known);
  const auto shown = says_less ? known.author : author_of(p, known.author);
  const auto author = shown && (known.by_key || !known.author) ? shown : known.author;
  rollup_.subtract(database_, known.id);
  // What people said, they said of another text.
  if (known.text != p.text) {
    lapse_labels(database_, known.id, batch_.now);
    lapse_consents(database_, known.id, batch_.now);
    // Feeds and some networks change a text and date nothing: it is said when it is first seen.
    const auto dated = std::max(created_at, std::max(known.edited_at, p.edited_at));
    const bool undated_edit = !known.gone && !p.edited_at;
    raise_concerns_anew(database_, known.id, concerns_, {p.text, undated_edit ? batch_.now : dated},
                        batch_.now);
    note_text_of(known.id);
  }
  if (known.text != p.text || tags_differ(database_, known.id, p.tags)) replaced_.note(known.id);
  // The hashes of the new text and of what it answers are of the key in force.
  if (!p.earlier.empty())
    no_longer_under_earlier_key(database_, known.id,
                                kEarlierText | (p.reply_key ? kEarlierAnswer : 0) |
                                    (known.by_key && p.url_key ? kEarlierAddress : 0));
  drop_machine_findings(database_, known.id);
  // First, for what was withdrawn may not count again without findings.
  write_findings(database_, names_, known.id, post.classification);
  // On X an edit has an address of its own, and is opened and forgotten by it.
  database_.run(kUpdatePost, known.by_key ? p.url_key : std::nullopt, p.url_key, p.reply_key, author,
                p.text_key, known.by_key && !says_less ? blob_unless_empty(p.sealed) : std::nullopt, p.text,
                p.language, created_at, std::max(known.edited_at, p.edited_at), day, known.id);
  database_.run("DELETE FROM post_tag WHERE post_id = ?", known.id);
  write_tags(database_, names_, known.id, p.tags);
  settle_labels(database_, names_, known.id);
  rollup_.add(database_, known.id);
  if (!known.gone) search_.remove(known.place(), known.text);
  search_.add(search_place(created_at, known.id), p.text);
  if (known.gone || known.text != p.text) count_masked(p);
}

/// Whether the network has told whose account it is by. A view that does not, from a file or of an earlier
/// day, may give a name that is somebody else's by now.
bool PostWriter::has_account(const KnownPost& known) {
  return known.author &&
         database_.integer("SELECT 1 FROM author WHERE id = ? AND account_key IS NOT NULL", *known.author);
}

/// Whether it is known by its account alone, of which this view says the name.
bool PostWriter::gains_name(const KnownPost& known, const PseudonymousPost& post) {
  return known.author && post.account_key && post.author_key != post.account_key &&
         database_.integer("SELECT 1 FROM author WHERE id = ? AND key = ?", *known.author, *post.account_key);
}

/// Fills in the date and author that a known post lacks; true when this view had one of them.
bool PostWriter::complete(const KnownPost& known, const PseudonymousPost& post) {
  const bool dates = !known.created_at && post.created_at;
  const bool names_author = (!known.author && post.author_key) || gains_name(known, post);
  if (!dates && !names_author) return false;
  const std::optional<LocalDay> day = day_of(post.created_at);
  const auto sealed = names_author && known.by_key ? blob_unless_empty(post.sealed) : std::nullopt;
  const auto author = names_author ? author_of(post, known.author) : std::nullopt;
  database_.run(kComplete, post.created_at, day, author, sealed, known.id);
  if (dates) {
    search_.remove(known.place(), known.text);
    search_.add(search_place(post.created_at, known.id), known.text);
  }
  if (dates) rollup_.add(database_, known.id);
  return true;
}

/// A post that came from an export, under its hash alone, is identified by the first view of it in clear.
void PostWriter::identify(const KnownPost& known, const PseudonymousPost& post) {
  if (known.identified || known.gone || !known.by_key || post.sealed.empty()) return;
  database_.run("UPDATE post SET sealed = ?, url_key = coalesce(url_key, ?) WHERE id = ?", Blob{post.sealed},
                post.url_key, known.id);
}

/// Of a post whose text is gone nothing is kept that leads to it.
void PostWriter::write_sighting(std::int64_t id, const PseudonymousPost& post) {
  database_.run(
      "INSERT INTO sighting (source_id, post_id, local_id, created_at, seen_at) VALUES (?1, ?2, "
      "iif((SELECT text IS NOT NULL FROM post WHERE id = ?2), ?3, NULL), ?4, ?5)",
      source_id_, id, blob_unless_empty(post.sealed_local_id), post.created_at, batch_.now);
}

/// True when this source had not shown it before, or now tells its date, or by which id to ask for it again.
bool PostWriter::note_sighting(std::int64_t id, const PseudonymousPost& post) {
  const auto shown =
      database_.integer("SELECT 1 FROM sighting WHERE source_id = ? AND post_id = ?", source_id_, id);
  if (!shown) {
    rollup_.subtract(database_, id);
    write_sighting(id, post);
    rollup_.add(database_, id);
    return true;
  }
  const bool now_askable =
      !post.sealed_local_id.empty() &&
      database_.run(
          "UPDATE sighting SET local_id = ? WHERE source_id = ? AND post_id = ? AND local_id IS NULL "
          "AND EXISTS (SELECT 1 FROM post WHERE id = post_id AND text IS NOT NULL)",
          Blob{post.sealed_local_id}, source_id_, id) > 0;
  const bool now_dated =
      post.created_at &&
      database_.run(
          "UPDATE sighting SET created_at = ? WHERE source_id = ? AND post_id = ? AND created_at IS NULL",
          post.created_at, source_id_, id) > 0;
  return now_askable || now_dated;
}

void PostWriter::finish() {
  const std::int64_t erased = rights_.finish();
  if (replaced_.finish(batch_.now) + erased > 0) names_.forget();
}

void PostWriter::settle(std::int64_t id) {
  if (!settles_) return;
  set_aside_ += judge_.settle(id) == IgnoreJudge::Change::set_aside;
}

void PostWriter::count_masked(const PseudonymousPost& post) {
  for (const Masked what : all_of<Masked>()) masked_[index_of(what)] += post.masked[index_of(what)];
}

/// until_now: whose it is held to be.
std::optional<std::int64_t> PostWriter::author_of(const PseudonymousPost& post,
                                                  std::optional<std::int64_t> until_now) {
  if (!post.author_key) return std::nullopt;
  // Theirs who object by the bare name that a file gives: the account does not object, which may be
  // another's.
  const auto by_bare_name = objecting_row(database_, post.bare_names);
  if (by_bare_name && (!until_now || until_now == by_bare_name)) return by_bare_name;
  if (!post.earlier.empty()) take_over_author(database_, post);
  const AuthorRow author = author_row(database_, *post.author_key, post.account_key, post.earlier);
  if (author.joined && settles_)
    for (const std::int64_t objecting : share_objection(database_, *post.account_key, author))
      for (const std::int64_t each : posts_by(database_, objecting)) judge_.settle(each);
  return author.id;
}

CountedPost PostWriter::counted(const Classification& classification, std::int64_t network_id, LocalDay day) {
  return {{day.time_since_epoch().count(), network_id, names_.model(classification.model),
           classification.sentiment ? static_cast<std::int64_t>(classification.sentiment->label) : -1,
           findings_of(classification.values)},
          {classification.kind ? kind_member(classification.kind->label) : "",
           language_member(classification.language, classification.unclassified == Unclassified::no_words),
           groups_member(classification.groups), std::to_string(source_id_)}};
}

std::optional<LocalDay> PostWriter::day_of(std::optional<UtcTime> time) const {
  if (!time) return std::nullopt;
  return zone_.day_of(*time);
}

}  // namespace nhs::store
