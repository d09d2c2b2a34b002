#include "store_fixture.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <catch2/catch.hpp>
#include <limits>

namespace nhs::test {

KeyedHash hash(std::uint64_t number) {
  KeyedHash bytes{};
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return bytes;
}

MadePost::operator store::ClassifiedPost() const {
  store::ClassifiedPost made;
  PseudonymousPost& post = made.post;
  post.network = network;
  post.key = hash(id);
  if (url) post.url_key = hash(1'000'000 + *url);
  if (author) post.author_key = hash(2'000'000 + *author);
  post.text_key = static_cast<std::int64_t>(std::hash<std::string>{}(text));
  post.sealed = "sealed " + std::to_string(id);
  post.sealed_local_id = "local " + std::to_string(id);
  post.text = text;
  if (created_at) post.created_at = at(*created_at);
  if (edited_at) post.edited_at = at(*edited_at);
  post.language = "en-GB";
  post.tags = tags;
  Classification& classification = made.classification;
  classification.language = "en";
  classification.sentiment = SentimentFinding{Sentiment::positive, 0.75, 0.25, 0.0, {}};
  classification.values = {{Value::compassion, Direction::upheld, 0.5, {}}};
  classification.kind = KindFinding{Kind::experience, 0.875};
  classification.model = model;
  return made;
}

Classification unclassified(std::string language) {
  Classification classification;
  classification.language = std::move(language);
  classification.unclassified = Unclassified::language;
  classification.model = "2026.11";
  return classification;
}

store::Batch batch_of(std::vector<store::ClassifiedPost> posts, std::string source) {
  store::Batch batch;
  batch.source = std::move(source);
  batch.now = at("2026-11-20T12:00:00Z");
  batch.posts = std::move(posts);
  return batch;
}

store::PostStore open_store(const std::filesystem::path& file) {
  auto opened = store::PostStore::open(file, kFingerprint, london());
  if (!opened) FAIL(opened.error().message);
  return *std::move(opened);
}

store::Reader open_reader(const std::filesystem::path& file) {
  auto opened = store::Reader::open(file);
  if (!opened) FAIL(opened.error().message);
  return *std::move(opened);
}

store::SaveReport save(store::PostStore& posts, const store::Batch& batch) {
  auto saved = posts.save(batch);
  if (!saved) FAIL(saved.error().message);
  return *std::move(saved);
}

std::vector<store::StoredPost> all_posts(const store::Reader& reader, const store::Filter& filter) {
  store::PostsQuery query;
  query.filter = filter;
  query.limit = std::numeric_limits<std::int32_t>::max();
  auto found = reader.posts(query);
  if (!found) FAIL(found.error().message);
  return *std::move(found);
}

store::TrendRow november(const store::Reader& reader) {
  store::TrendsQuery query;
  query.filter.since = day("2026-11-01");
  query.filter.until = day("2026-12-01");
  query.by = Bucket::month;
  query.today = day("2026-12-24");
  return reader.trends(query).value().rows.at(0);
}

void execute(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000);
  database.exec(sql);
}

std::int64_t integer(const std::filesystem::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READONLY, 5000);
  return database.execAndGet(sql).getInt64();
}

}  // namespace nhs::test
