#include "store/search_query.h"

#include <catch2/catch.hpp>

using namespace nhs;
using store::parse_query;
using store::raw_query;
using store::SearchQuery;

namespace {

SearchQuery parsed(std::string_view typed) {
  const auto query = parse_query(typed);
  if (!query) FAIL(query.error().message);
  return *query;
}

std::string words(std::string_view typed) { return parsed(typed).words; }

bool is_refused(std::string_view typed) {
  const auto query = parse_query(typed);
  return !query && query.error().status == ExitStatus::usage && !query.error().message.empty();
}

}  // namespace

TEST_CASE("Words that are typed must all stand there", "[search]") {
  CHECK(words("waiting list") == R"("waiting" AND "list")");
  CHECK(words("  waiting\t list ") == R"("waiting" AND "list")");
  CHECK(words("waiting AND list") == R"("waiting" AND "list")");
  CHECK(words("A&E follow-up it's") == R"("A&E" AND "follow-up" AND "it's")");
}

TEST_CASE("A phrase stands between quotes, curly ones too, and ends with the text at the latest",
          "[search]") {
  CHECK(words(R"("waiting list" long)") == R"("waiting list" AND "long")");
  CHECK(words("\u201Cwaiting list\u201D") == R"("waiting list")");
  CHECK(words(R"("waiting list)") == R"("waiting list")");
  CHECK(words(R"(long"waiting list")") == R"("long" AND "waiting list")");
  CHECK(words(R"("OR")") == R"("OR")");
  CHECK(words(R"("-x")") == R"("-x")");
}

TEST_CASE("A hyphen before a word or phrase keeps posts with it out", "[search]") {
  const SearchQuery query = parsed(R"(waiting -parking -"car park")");
  CHECK(query.words == R"("waiting")");
  CHECK(query.without == R"("parking" OR "car park")");
  CHECK(words("waiting - list") == R"("waiting" AND "list")");
  CHECK(parsed("waiting --list").without == R"("list")");
}

TEST_CASE("A long dash, as phones put it, is a hyphen", "[search]") {
  for (const char* typed : {"nurse \u2013ward", "nurse \u2014ward", "nurse \u2212ward"}) {
    CHECK(parsed(typed).words == R"("nurse")");
    CHECK(parsed(typed).without == R"("ward")");
  }
  CHECK(words("nurse \u2013 ward") == R"("nurse" AND "ward")");
  CHECK(words("follow\u2013up") == R"("follow-up")");
}

TEST_CASE("A star at the end asks for a beginning", "[search]") {
  CHECK(words("wait*") == R"("wait*"*)");
  CHECK(words("wa*it") == R"("wa*it")");
  CHECK(words("\"wait*\"") == R"("wait*")");
}

TEST_CASE("OR in capitals joins its neighbours, and more than two", "[search]") {
  CHECK(words("wait* OR delay ward") == R"(("wait*"* OR "delay") AND "ward")");
  CHECK(words("a OR b OR c") == R"(("a" OR "b" OR "c"))");
  CHECK(words("a or b") == R"("a" AND "or" AND "b")");
  CHECK(parsed("a or b").has_small_or);
  CHECK(parsed("a Or tag:b").has_small_or);
  for (const char* typed : {"a OR b", "or b", "a or", "\"a or b\""}) CHECK_FALSE(parsed(typed).has_small_or);
}

TEST_CASE("OR without two neighbours joins nothing", "[search]") {
  CHECK(words("OR a") == R"("a")");
  CHECK(words("a OR") == R"("a")");
  CHECK(words("a OR OR b") == R"(("a" OR "b"))");
  const SearchQuery query = parsed("a OR -b c");
  CHECK(query.words == R"("a" AND "c")");
  CHECK(query.without == R"("b")");
  CHECK(words("-b OR a c") == R"("a" AND "c")");
}

TEST_CASE("tag:NAME asks for a hashtag, whatever its case", "[search]") {
  const SearchQuery query = parsed("tag:TeamLeeds TAG:#NHSvalues -tag:HeartsAndMinds ward");
  CHECK(query.words == R"("ward")");
  REQUIRE(query.tags.size() == 2);
  CHECK(query.tags[0].tags == std::vector<std::string>{"teamleeds"});
  CHECK(query.tags[1].tags == std::vector<std::string>{"nhsvalues"});
  CHECK(query.without_tags == std::vector<std::string>{"heartsandminds"});
  CHECK(words("tag: ward") == R"("tag:" AND "ward")");
}

TEST_CASE("A tag or a word may be alternatives", "[search]") {
  const SearchQuery query = parsed("tag:TeamLeeds OR tag:NHSvalues OR ward OR bed");
  CHECK(query.words.empty());
  CHECK_FALSE(query.has_words());
  REQUIRE(query.tags.size() == 1);
  CHECK(query.tags[0].tags == std::vector<std::string>{"teamleeds", "nhsvalues"});
  CHECK(query.tags[0].words == R"("ward" OR "bed")");
}

TEST_CASE("A search for nothing, or for what is not there alone, is wrong usage", "[search]") {
  for (const char* typed : {"", "   ", "\"\"", "\"", "-", "*", "***", "!?", "OR", "tag:#", "\u2764",
                            "\u2764\uFE0F", "\U0001F44D\U0001F3FD", "_"}) {
    CAPTURE(typed);
    CHECK(is_refused(typed));
  }
  CHECK(parse_query("-waiting").error().message.find("must not be there") != std::string::npos);
  CHECK(is_refused("-tag:NHSvalues"));
  CHECK(is_refused(std::string(1001, 'a')));
  CHECK(parse_query(std::string(1000, 'a')));
}

TEST_CASE("An expression of FTS5's own goes through as it stands", "[search]") {
  const SearchQuery query = raw_query(" wait* NOT park ").value();
  CHECK(query.words == "wait* NOT park");
  CHECK(query.raw);
  CHECK(raw_query(" ").error().status == ExitStatus::usage);
  CHECK(raw_query("*reads").error().status == ExitStatus::usage);
}
