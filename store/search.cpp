#include "store/search.h"

#include <sqlite3.h>

#include "store/filter_sql.h"

namespace nhs::store {
namespace {

// As in the definition of `place`.
constexpr std::int64_t kBelowAllDated = std::int64_t{1} << 62;

// Texts hold no control characters (core/text.h, repaired), so these cannot be mistaken.
constexpr char kMatchBegins = '\x02';
constexpr char kMatchEnds = '\x03';
const std::string kSnippet =
    "SELECT snippet(post_search, 0, char(2), char(3), '…', 40) FROM post_search WHERE post_search MATCH ? "
    "AND rowid = ?";

/// FTS5's own tables as it makes them, with an empty index in them. It cannot be told to fill the index
/// afresh, nor can the index be dropped, while it does not even open.
constexpr const char* kEmptyIndex = R"sql(
CREATE TABLE IF NOT EXISTS post_search_data (id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE IF NOT EXISTS post_search_idx (segid, term, pgno, PRIMARY KEY (segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS post_search_docsize (id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS post_search_config (k PRIMARY KEY, v) WITHOUT ROWID;
DELETE FROM post_search_data;
DELETE FROM post_search_idx;
DELETE FROM post_search_docsize;
INSERT INTO post_search_data (id, block) VALUES (1, x''), (10, x'00000000000000');
INSERT OR REPLACE INTO post_search_config (k, v) VALUES ('version', 4);
)sql";

/// Asks the index; false when it fails, which it does with one error or another, by what is wrong with it.
/// What is no fault of the index is thrown on.
template <typename Ask>
bool answers(Ask&& ask) {
  try {
    return ask();
  } catch (const SQLite::Exception& failure) {
    switch (failure.getErrorCode() & 0xff) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
      case SQLITE_PROTOCOL:
      case SQLITE_FULL:
      case SQLITE_IOERR:
      case SQLITE_NOMEM:
      case SQLITE_READONLY:
      case SQLITE_CANTOPEN:
      case SQLITE_INTERRUPT:
        throw;
      default:
        return false;
    }
  }
}

Snippet without_marks(const std::string& marked) {
  Snippet snippet;
  std::size_t begin = 0;
  for (const char c : marked) {
    if (c == kMatchBegins)
      begin = snippet.text.size();
    else if (c == kMatchEnds)
      snippet.matches.emplace_back(begin, snippet.text.size());
    else
      snippet.text += c;
  }
  return snippet;
}

}  // namespace

std::int64_t search_place(std::optional<UtcTime> created_at, std::int64_t post_id) {
  if (!created_at) return post_id - kBelowAllDated;
  return created_at->time_since_epoch().count() * kIdsOfAPlace + post_id % kIdsOfAPlace;
}

void SearchChanges::remove(std::int64_t place, const std::string& text) {
  const auto [change, is_first] = changes_.try_emplace(place);
  if (is_first)
    change->second.stood = text;
  else
    change->second.stands.reset();
}

void SearchChanges::add(std::int64_t place, const std::string& text) { changes_[place].stands = text; }

void SearchChanges::write(Database& database) const {
  for (const auto& [place, change] : changes_) {
    if (change.stood == change.stands) continue;
    if (change.stood)
      database.run("INSERT INTO post_search (post_search, rowid, text) VALUES ('delete', ?, ?)", place,
                   *change.stood);
    if (change.stands)
      database.run("INSERT INTO post_search (rowid, text) VALUES (?, ?)", place, *change.stands);
  }
}

void rebuild_search(Database& database) {
  const auto rebuild = [&] {
    database.run("INSERT INTO post_search (post_search) VALUES ('rebuild')");
    return true;
  };
  if (answers(rebuild)) return;
  database.execute(kEmptyIndex);
  rebuild();
}

bool search_lists_all(Database& database) {
  return answers([&] {
    // Whether FTS5 finds all that it needs shows only when it is asked.
    database.integer("SELECT 1 FROM post_search WHERE post_search MATCH 'nhs' LIMIT 1");
    return database.integer("SELECT count(*) FROM searchable") ==
               database.integer("SELECT count(*) FROM post_search_docsize") &&
           !database.integer(
               "SELECT 1 FROM searchable WHERE place NOT IN (SELECT id FROM post_search_docsize) LIMIT 1");
  });
}

bool search_holds(Database& database) {
  if (!search_lists_all(database)) return false;
  return answers([&] {
    database.run("INSERT INTO post_search (post_search, rank) VALUES ('integrity-check', 1)");
    return true;
  });
}

Result<void> check_query(Database& database, const Filter& filter) {
  if (!filter.query || !filter.query->raw) return {};
  try {
    database.integer("SELECT 1 FROM post_search WHERE post_search MATCH ? AND rowid = 0",
                     filter.query->words);
    return {};
  } catch (const SQLite::Exception& failure) {
    if (failure.getErrorCode() != SQLITE_ERROR) throw;
    return fail(ExitStatus::usage, std::string{"--fts: SQLite does not take this expression: "} +
                                       failure.what() + "; --query takes whatever you type");
  }
}

void add_snippets(Database& database, const SearchQuery& query, std::vector<StoredPost>& posts) {
  if (!query.has_words()) return;
  const std::string words = words_to_match(query);
  for (StoredPost& post : posts)
    if (const auto marked = database.text(kSnippet, words, search_place(post.created_at, post.ref)))
      post.snippet = without_marks(*marked);
}

}  // namespace nhs::store
