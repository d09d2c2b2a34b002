#include <SQLiteCpp/SQLiteCpp.h>

#include "store/search_query.h"
#include "tests/fuzz/promise.h"

using namespace nhs;
using namespace nhs::test;

namespace {

/// An index of words as the store has it.
SQLite::Database& index_of_words() {
  static SQLite::Database database = [] {
    SQLite::Database made{":memory:", SQLite::OPEN_READWRITE};
    made.exec(
        "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')");
    made.exec("INSERT INTO words VALUES ('The ward sister sat with us all night')");
    return made;
  }();
  return database;
}

void ask_for(const std::string& expression) {
  static SQLite::Statement select{index_of_words(), "SELECT count(*) FROM words WHERE words MATCH ?"};
  select.bind(1, expression);
  must(select.executeStep(), "what is typed is answered");
  select.reset();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto query = store::parse_query(text_of(data, size));
  if (!query) {
    must(query.error().status == ExitStatus::usage, "a search for nothing is wrong usage");
    return 0;
  }
  must(query->has_words() || !query->tags.empty(), "a search asks for something");
  if (query->has_words()) ask_for(query->words);
  if (!query->without.empty()) ask_for(query->without);
  if (query->has_words() && !query->without.empty())
    ask_for("(" + query->words + ") NOT (" + query->without + ")");
  for (const store::TagsOrWords& each : query->tags) {
    must(!each.tags.empty(), "tags or words begin with a tag");
    if (!each.words.empty()) ask_for(each.words);
  }
  return 0;
}
