#include "store/post_writer.h"

#include <algorithm>
#include <set>

#include "core/text.h"

namespace nhs::store {
namespace {

const std::string kKnownColumns =
    "SELECT id, withdrawn_at, text, stated_language, created_at, edited_at, day, network_id, model_id, "
    "coalesce(sentiment, -1), findings FROM post ";

const std::string kInsert =
    "INSERT INTO post (network_id, key, url_key, reply_key, author_id, text_key, sealed, text, "
    "stated_language, "
    "created_at, edited_at, first_seen_at, day, model_id, language, unclassified, sentiment, positive, "
    "neutral, "
    "negative, kind, kind_probability, findings) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

// What identifies the post stays when a view of it by another way brings the newer text.
const std::string kUpdate =
    "UPDATE post SET url_key = coalesce(url_key, ?), reply_key = coalesce(?, reply_key), "
    "author_id = coalesce(?, author_id), text_key = ?, sealed = coalesce(?, sealed), text = ?, "
    "stated_language = ?, "
    "created_at = ?, edited_at = ?, withdrawn_at = NULL, day = ?, model_id = ?, language = ?, unclassified = "
    "?, "
    "sentiment = ?, positive = ?, neutral = ?, negative = ?, kind = ?, kind_probability = ?, findings = ? "
    "WHERE id = ?";

/// The tags as a reader compares them: without case, order or repetition.
std::set<std::string> folded_set(const std::vector<std::string>& tags) {
  std::set<std::string> folded;
  for (const std::string& tag : tags) folded.insert(tag_key(tag));
  return folded;
}

std::optional<Blob> blob_unless_empty(const std::string& bytes) {
  if (bytes.empty()) return std::nullopt;
  return Blob{bytes};
}

/// Binds the columns from model_id to findings.
void bind_classification(Query& query, std::int64_t model_id, const Classification& classification) {
  const auto& sentiment = classification.sentiment;
  const auto part = [&](double SentimentFinding::*member) -> std::optional<double> {
    if (!sentiment) return std::nullopt;
    return (*sentiment).*member;
  };
  query.bind(model_id, classification.language, classification.unclassified);
  query.bind(sentiment ? std::optional{sentiment->label} : std::nullopt, part(&SentimentFinding::positive),
             part(&SentimentFinding::neutral), part(&SentimentFinding::negative));
  query.bind(classification.kind ? std::optional{classification.kind->label} : std::nullopt,
             classification.kind ? std::optional{classification.kind->probability} : std::nullopt);
  query.bind(findings_of(classification.values));
}

}  // namespace

PostWriter::PostWriter(Database& database, Names& names, const TimeZone& zone, const Batch& batch)
    : database_(database),
      names_(names),
      zone_(zone),
      batch_(batch),
      source_id_(names.source(batch.source)) {}

Outcome PostWriter::write(const ClassifiedPost& post) {
  const std::optional<Known> known = find(post.post);
  if (!known) {
    insert(post);
    return Outcome::added;
  }
  const Verdict verdict = compare(*known, post.post);
  if (verdict == Verdict::conflict) return Outcome::conflict;
  note_sighting(known->id, post.post);
  if (verdict == Verdict::newer_edit) {
    update(*known, post);
    return Outcome::updated;
  }
  // An edit that the text does not show still dates the text: an older view must not replace it later.
  if (verdict == Verdict::same && post.post.edited_at > known->edited_at)
    database_.run("UPDATE post SET edited_at = ? WHERE id = ?", post.post.edited_at, known->id);
  return Outcome::unchanged;
}

std::optional<PostWriter::Known> PostWriter::find(const PseudonymousPost& post) {
  {
    static const std::string by_key = kKnownColumns + "WHERE key = ?";
    Query query = database_.query(by_key);
    query.bind(post.key);
    if (query.next()) return read_known(query, true);
  }
  if (!post.url_key) return std::nullopt;
  static const std::string by_url =
      kKnownColumns + "WHERE url_key = ? AND network_id = ? ORDER BY id LIMIT 1";
  Query query = database_.query(by_url);
  query.bind(*post.url_key, names_.network(post.network));
  if (!query.next()) return std::nullopt;
  return read_known(query, false);
}

PostWriter::Known PostWriter::read_known(const Query& row, bool by_key) {
  Known known{.id = row.integer(0),
              .by_key = by_key,
              .withdrawn = !row.is_null(1),
              .text = row.bytes(2),
              .stated_language = row.bytes(3),
              .created_at = row.maybe_time(4),
              .edited_at = row.maybe_time(5),
              .cell = std::nullopt};
  if (!known.withdrawn && !row.is_null(6))
    known.cell = RollupCell{row.integer(6), row.integer(7), row.integer(8), row.integer(9), row.integer(10)};
  return known;
}

PostWriter::Verdict PostWriter::compare(const Known& known, const PseudonymousPost& post) {
  if (known.withdrawn) return Verdict::newer_edit;
  if (known.text == post.text && known.stated_language == post.language && !tags_differ(known.id, post.tags))
    return Verdict::same;
  // Here and below, a post that was never edited is older than one that was.
  if (post.edited_at > known.edited_at) return Verdict::newer_edit;
  if (!known.by_key) return Verdict::outdated_view;
  if (batch_.changed_text == ChangedText::is_a_conflict) return Verdict::conflict;
  return post.edited_at == known.edited_at ? Verdict::newer_edit : Verdict::outdated_view;
}

bool PostWriter::tags_differ(std::int64_t id, const std::vector<std::string>& tags) {
  std::vector<std::string> stored;
  Query query = database_.query(
      "SELECT (SELECT name FROM tag WHERE id = tag_id) FROM post_tag WHERE post_id = ? ORDER BY place");
  query.bind(id);
  while (query.next()) stored.push_back(query.bytes(0));
  return stored != tags && folded_set(stored) != folded_set(tags);
}

void PostWriter::insert(const ClassifiedPost& post) {
  const PseudonymousPost& p = post.post;
  const std::optional<LocalDay> day = day_of(p.created_at);
  const auto author = p.author_key ? std::optional{names_.author(*p.author_key)} : std::nullopt;
  {
    Query query = database_.query(kInsert);
    query.bind(names_.network(p.network), p.key, p.url_key, p.reply_key, author, p.text_key,
               blob_unless_empty(p.sealed), p.text, p.language, p.created_at, p.edited_at, batch_.now, day);
    bind_classification(query, names_.model(post.classification.model), post.classification);
    query.next();
  }
  const std::int64_t id = database_.last_inserted();
  write_details(id, post);
  note_sighting(id, p);
  if (const auto cell = cell_of(post, day)) rollup_.add(*cell);
}

void PostWriter::update(const Known& known, const ClassifiedPost& post) {
  const PseudonymousPost& p = post.post;
  // The first date a post came with stays, so that it does not wander between days.
  const auto created_at = known.created_at ? known.created_at : p.created_at;
  const std::optional<LocalDay> day = day_of(created_at);
  const auto author = p.author_key ? std::optional{names_.author(*p.author_key)} : std::nullopt;
  if (known.cell) rollup_.subtract(*known.cell);
  {
    Query query = database_.query(kUpdate);
    query.bind(p.url_key, p.reply_key, author, p.text_key,
               known.by_key ? blob_unless_empty(p.sealed) : std::nullopt, p.text, p.language, created_at,
               std::max(known.edited_at, p.edited_at), day);
    bind_classification(query, names_.model(post.classification.model), post.classification);
    query.bind(known.id);
    query.next();
  }
  delete_details(known.id);
  write_details(known.id, post);
  if (const auto cell = cell_of(post, day)) rollup_.add(*cell);
}

void PostWriter::note_sighting(std::int64_t id, const PseudonymousPost& post) {
  database_.run(
      "INSERT INTO sighting (source_id, post_id, local_id, created_at, seen_at) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING",
      source_id_, id, blob_unless_empty(post.sealed_local_id), post.created_at, batch_.now);
}

void PostWriter::write_details(std::int64_t id, const ClassifiedPost& post) {
  Findings written = 0;
  for (const ValueFinding& each : post.classification.values) {
    if ((written & finding_bits(each.value)) != 0) continue;
    written |= finding_bit(each.value, each.direction);
    database_.run("INSERT INTO post_value (post_id, value, direction, probability) VALUES (?, ?, ?, ?)", id,
                  each.value, each.direction, each.probability);
  }
  for (const Group group : post.classification.groups)
    database_.run("INSERT INTO post_group (post_id, inclusion) VALUES (?, ?) ON CONFLICT DO NOTHING", id,
                  group);
  for (std::size_t place = 0; place < post.post.tags.size(); ++place)
    database_.run("INSERT INTO post_tag (post_id, place, tag_id) VALUES (?, ?, ?)", id, place,
                  names_.tag(post.post.tags[place]));
}

void PostWriter::delete_details(std::int64_t id) {
  database_.run("DELETE FROM post_value WHERE post_id = ?", id);
  database_.run("DELETE FROM post_group WHERE post_id = ?", id);
  database_.run("DELETE FROM post_tag WHERE post_id = ?", id);
}

std::optional<RollupCell> PostWriter::cell_of(const ClassifiedPost& post, std::optional<LocalDay> day) {
  if (!day) return std::nullopt;
  const Classification& classification = post.classification;
  return RollupCell{
      day->time_since_epoch().count(), names_.network(post.post.network), names_.model(classification.model),
      classification.sentiment ? static_cast<std::int64_t>(classification.sentiment->label) : -1,
      findings_of(classification.values)};
}

std::optional<LocalDay> PostWriter::day_of(std::optional<UtcTime> time) const {
  if (!time) return std::nullopt;
  return zone_.day_of(*time);
}

int PostWriter::withdraw(const PostKeys& keys) {
  static const std::string counted =
      kKnownColumns + "WHERE withdrawn_at IS NULL AND (key = ?1 OR (?2 IS NOT NULL AND url_key = ?2))";
  std::vector<Known> found;
  {
    Query query = database_.query(counted);
    query.bind(keys.key, keys.url_key);
    while (query.next()) found.push_back(read_known(query, true));
  }
  for (const Known& known : found) {
    if (known.cell) rollup_.subtract(*known.cell);
    // The findings go with the text: they say what stood in it.
    database_.run("UPDATE post SET withdrawn_at = ?, text = NULL, text_key = 0, findings = 0 WHERE id = ?",
                  batch_.now, known.id);
    delete_details(known.id);
  }
  return static_cast<int>(found.size());
}

}  // namespace nhs::store
