#include "intake/import_format.h"

#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

TEST_CASE("The name of a file tells its format", "[import]") {
  CHECK(format_of_file("a.ndjson") == ImportFormat::ndjson);
  CHECK(format_of_file("a.jsonl") == ImportFormat::ndjson);
  CHECK(format_of_file("dev.tsv") == ImportFormat::tsv);
  CHECK_FALSE(format_of_file("-"));
}

TEST_CASE("How a file begins tells its format where that is certain", "[import]") {
  CHECK(recognised_format("outbox.json", fixture("imports/outbox.json")) == ImportFormat::mastodon_archive);
  CHECK(recognised_format("feed.json", fixture("feeds/jsonfeed11.json")) == ImportFormat::jsonfeed);
  CHECK(recognised_format("a.jsonl", fixture("imports/twarc2_pages.jsonl")) == ImportFormat::x);
  CHECK(recognised_format("a", fixture("imports/twarc2_flat.jsonl")) == ImportFormat::x);
  CHECK(recognised_format("a.json", R"([ {"id": "1", "text": "t", "author_id": "2"} ])") == ImportFormat::x);
  CHECK(recognised_format("a.csv", fixture("imports/4cat_x.csv")) == ImportFormat::fourcat_csv);
  CHECK(recognised_format("a.ndjson", fixture("imports/4cat_items.ndjson")) == ImportFormat::fourcat_ndjson);
}

TEST_CASE("Lines of our own shape are not taken for X's, whatever their members are called", "[import]") {
  const std::string known =
      R"({"id": "2123710439224246272", "text": "t", "author_id": "7", "created_at": "2026-11-20T09:30:00Z")";
  CHECK(recognised_format("a.ndjson", known + "}") == ImportFormat::x);
  CHECK(recognised_format("a.ndjson", known + R"(, "author": {"username": "amy"}})") == ImportFormat::x);
  for (const char* ours : {R"("network": "forum")", R"("network": null)", R"("author": "amy")",
                           R"("tags": [])", R"("url": null)"}) {
    INFO(ours);
    CHECK(recognised_format("a.ndjson", known + ", " + ours + "}") == ImportFormat::ndjson);
  }
}

TEST_CASE("An id of X tells when its post was written; one that tells another time is not X's", "[import]") {
  const auto format = [](const std::string& id, const std::string& created_at) {
    return recognised_format(
        "a.ndjson",
        R"({"id": ")" + id + R"(", "text": "t", "author_id": "7", "created_at": )" + created_at + "}");
  };
  CHECK(format("123456", R"("2026-11-01T09:30:00Z")") == ImportFormat::ndjson);
  CHECK(format("2123710439224246272", R"("2026-11-20T09:30:00.000Z")") == ImportFormat::x);
  CHECK(format("2123710439224246272", R"("2026-11-20T08:45:00Z")") == ImportFormat::x);  // before an edit
  CHECK(format("2123710439224246272", R"("2026-11-21T09:30:00Z")") == ImportFormat::ndjson);
  CHECK(format("2123710439224246272", "null") == ImportFormat::ndjson);
  CHECK(format("p-1", R"("2026-11-20T09:30:00Z")") == ImportFormat::ndjson);
}

TEST_CASE("A file whose beginning says nothing certain is what its name says, or unclear", "[import]") {
  CHECK(recognised_format("a.csv", "id,text\n1,x\n") == ImportFormat::csv);
  CHECK(recognised_format("a.csv", "id,thread_id,timestamp,body,text\n") == ImportFormat::csv);
  CHECK(recognised_format("a.ndjson", "{\"id\": \"1\", \"text\": \"x\", \"created_at\": null}\n") ==
        ImportFormat::ndjson);
  CHECK(recognised_format("a.ndjson", "") == ImportFormat::ndjson);
  CHECK_FALSE(recognised_format("a.json", "{\"id\": \"1\", \"text\": \"x\"}"));
  CHECK_FALSE(recognised_format("a.json", "{\"items\": [], \"version\": \"1\"}"));
  CHECK_FALSE(recognised_format("a.json", "{\"orderedItems\": [1]}"));
  CHECK_FALSE(recognised_format("a.json", "[1, 2]"));
  CHECK_FALSE(recognised_format("a.txt", "id,text\n"));
}
