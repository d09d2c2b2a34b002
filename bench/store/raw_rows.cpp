#include "bench/store/raw_rows.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nhs::bench {
namespace {

// As in store/database.cpp.
constexpr const char* kSettings =
    "PRAGMA journal_size_limit = 67108864; "
    "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -16000";

void execute(sqlite3* connection, const std::string& sql) {
  char* message = nullptr;
  if (sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
  const std::string what = fmt::format("{}: {}", sql, message != nullptr ? message : "");
  sqlite3_free(message);
  throw std::runtime_error(what);
}

template <typename Take>
void each_row(sqlite3_stmt* statement, const Take& take) {
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(statement)) == SQLITE_ROW) take();
  sqlite3_reset(statement);
  if (step != SQLITE_DONE) throw std::runtime_error(sqlite3_errstr(step));
}

std::string text_of(sqlite3_stmt* statement, int column) {
  return reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
}

}  // namespace

RawRows::RawRows(const std::filesystem::path& stored, const std::filesystem::path& copy)
    : stored_(open(stored, SQLITE_OPEN_READONLY)),
      copy_(open(copy, SQLITE_OPEN_READWRITE)),
      authors_(table("author", "id BETWEEN ?1 AND ?2 ORDER BY id")),
      tags_(table("tag", "id BETWEEN ?1 AND ?2 ORDER BY id")),
      posts_(table("post", "id BETWEEN ?1 AND ?2")),
      values_(table("post_value", "post_id BETWEEN ?1 AND ?2")),
      groups_(table("post_group", "post_id BETWEEN ?1 AND ?2")),
      post_tags_(table("post_tag", "post_id BETWEEN ?1 AND ?2")),
      sightings_(table("sighting", "post_id BETWEEN ?1 AND ?2")),
      texts_{prepare(stored_.get(), "SELECT place, text FROM post WHERE id BETWEEN ?1 AND ?2 ORDER BY place"),
             prepare(copy_.get(), "INSERT INTO post_search (rowid, text) VALUES (?, ?)")},
      known_sightings_(table("sighting", "post_id = (SELECT id FROM post WHERE key = ?1)")),
      author_(highest("author")),
      tag_(highest("tag")),
      post_(highest("post")) {
  execute(copy_.get(), kSettings);
}

RawRows::~RawRows() = default;

RawRows::Connection RawRows::open(const std::filesystem::path& file, int flags) const {
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(file.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection{opened, sqlite3_close};
  if (result != SQLITE_OK)
    throw std::runtime_error(fmt::format("{}: {}", file.string(), sqlite3_errstr(result)));
  return connection;
}

RawRows::Statement RawRows::prepare(sqlite3* connection, const std::string& sql) const {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v3(connection, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr) !=
      SQLITE_OK)
    throw std::runtime_error(fmt::format("{}: {}", sql, sqlite3_errmsg(connection)));
  return {prepared, sqlite3_finalize};
}

RawRows::Table RawRows::table(const std::string& name, const std::string& condition) const {
  std::string columns;
  std::string marks;
  // Without columns that are worked out.
  const Statement described = prepare(stored_.get(), "SELECT name FROM pragma_table_info('" + name + "')");
  each_row(described.get(), [&] {
    columns += (columns.empty() ? "" : ", ") + text_of(described.get(), 0);
    marks += marks.empty() ? "?" : ", ?";
  });
  return {
      prepare(stored_.get(), "SELECT " + columns + " FROM " + name + " WHERE " + condition),
      prepare(copy_.get(), "INSERT OR IGNORE INTO " + name + " (" + columns + ") VALUES (" + marks + ")")};
}

std::int64_t RawRows::highest(const std::string& table) const {
  const Statement select = prepare(stored_.get(), "SELECT coalesce(max(id), 0) FROM " + table);
  std::int64_t id = 0;
  each_row(select.get(), [&] { id = sqlite3_column_int64(select.get(), 0); });
  return id;
}

void RawRows::read(const Table& table, std::int64_t first, std::int64_t last) {
  sqlite3_stmt* select = table.select.get();
  if (sqlite3_bind_parameter_count(select) == 2) {
    sqlite3_bind_int64(select, 1, first);
    sqlite3_bind_int64(select, 2, last);
  }
  each_row(select, [&] {
    Row& row = rows_.emplace_back(Row{table.insert.get(), {}});
    for (int column = 0; column < sqlite3_column_count(select); ++column)
      row.values.emplace_back(sqlite3_value_dup(sqlite3_column_value(select, column)), sqlite3_value_free);
  });
}

void RawRows::follow(const std::vector<KeyedHash>& known) {
  const std::int64_t author = highest("author"), tag = highest("tag"), post = highest("post");
  read(authors_, author_ + 1, author);
  read(tags_, tag_ + 1, tag);
  // Post by post, as the store writes them.
  for (std::int64_t id = post_ + 1; id <= post; ++id)
    for (const Table* each : {&posts_, &values_, &groups_, &post_tags_, &sightings_}) read(*each, id, id);
  for (const KeyedHash& key : known) {
    sqlite3_bind_blob(known_sightings_.select.get(), 1, key.data(), static_cast<int>(key.size()),
                      SQLITE_TRANSIENT);
    read(known_sightings_, 0, 0);
  }
  read(texts_, post_ + 1, post);
  author_ = author;
  tag_ = tag;
  post_ = post;
  write();
}

void RawRows::write() {
  const auto begin = std::chrono::steady_clock::now();
  execute(copy_.get(), "BEGIN IMMEDIATE");
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < row.values.size(); ++i)
      sqlite3_bind_value(row.insert, static_cast<int>(i + 1), row.values[i].get());
    const int step = sqlite3_step(row.insert);
    sqlite3_reset(row.insert);
    if (step != SQLITE_DONE)
      throw std::runtime_error(fmt::format("{}: {}", sqlite3_sql(row.insert), sqlite3_errmsg(copy_.get())));
  }
  execute(copy_.get(), "COMMIT");
  spent_ += std::chrono::steady_clock::now() - begin;
  rows_.clear();
}

}  // namespace nhs::bench
