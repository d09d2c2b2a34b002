#include <random>
#include <set>

#include "tests/intake/read_all.h"

using namespace nhs;
using namespace nhs::intake;

namespace {

struct Sample {
  ImportFormat format;
  std::string text;
};

std::vector<Sample> samples() {
  return {{ImportFormat::ndjson,
           "{\"id\": \"1\", \"text\": \"a\"}\n{\"id\": \"2\", \"text\": \"b\", \"tags\": [\"c\"]}\n"},
          {ImportFormat::csv, "id,text,created_at\n1,\"a \"\"b\"\"\nc\",2026-11-01\n2,d,\n"},
          {ImportFormat::tsv, "id\ttext\n1\ta\\nb\n2\tc\n"},
          {ImportFormat::x, fixture("imports/twarc2_pages.jsonl")},
          {ImportFormat::x, fixture("imports/twarc2_flat.jsonl")},
          {ImportFormat::mastodon_archive, fixture("imports/outbox.json")},
          {ImportFormat::fourcat_ndjson, fixture("imports/4cat_items.ndjson")},
          {ImportFormat::fourcat_csv, fixture("imports/4cat_x.csv")},
          {ImportFormat::jsonfeed, fixture("feeds/jsonfeed11.json")}};
}

/// Reads what can be read. False when the file as a whole is refused.
bool read_to_the_end(ImportFormat format, const std::string& text, std::set<std::size_t>* lines = nullptr) {
  std::istringstream in{text};
  auto reader = make_import_reader(format, in);
  if (!reader) return false;
  std::size_t items = 0;
  while (auto item = (*reader)->next()) {
    if (const auto* post = std::get_if<ImportedPost>(&*item); post && lines) lines->insert(post->line);
    REQUIRE(++items <= text.size());
  }
  return true;
}

}  // namespace

TEST_CASE("A file that breaks off anywhere is read up to there", "[import]") {
  for (const Sample& sample : samples()) {
    INFO(id_of(sample.format));
    for (std::size_t length = 0; length < sample.text.size(); length += 1 + sample.text.size() / 400)
      read_to_the_end(sample.format, sample.text.substr(0, length));
  }
}

TEST_CASE("A file with flipped bytes is read to its end", "[import]") {
  std::mt19937 random{Catch::rngSeed()};
  INFO("seed " << Catch::rngSeed());
  for (const Sample& sample : samples())
    for (int run = 0; run < 150; ++run) {
      std::string text = sample.text;
      for (std::size_t flips = 1 + random() % 4; flips > 0; --flips)
        text[random() % text.size()] = static_cast<char>(random() % 256);
      read_to_the_end(sample.format, text);
      recognised_format("a.csv", text);
      recognised_format("a.json", text);
    }
}

TEST_CASE("A damaged line costs no other", "[import]") {
  std::mt19937 random{Catch::rngSeed()};
  INFO("seed " << Catch::rngSeed());
  const std::vector<std::pair<ImportFormat, std::string>> lines = {
      {ImportFormat::ndjson, R"({"id": "1", "text": "Kind \"staff\"", "tags": ["a"]})"},
      {ImportFormat::x,
       R"({"id": "1700000000000000001", "text": "Kind", "author_id": "1", "author": {"username": "a"}})"},
      {ImportFormat::x,
       R"({"data": [{"id": "1700000000000000001", "text": "Kind"}], "includes": {"users": []}})"},
      {ImportFormat::fourcat_ndjson, R"({"id": 1, "body": "Kind", "timestamp": "2026-11-01 10:00:00"})"}};
  for (const auto& [format, line] : lines)
    for (int run = 0; run < 300; ++run) {
      std::string text;
      constexpr std::size_t kLines = 7;
      const std::size_t damaged = random() % kLines;
      for (std::size_t i = 0; i < kLines; ++i) {
        std::string written = line;
        // A line feed would make two lines of it.
        if (i == damaged) {
          const char byte = static_cast<char>(random() % 256);
          written[random() % line.size()] = byte == '\n' ? 'n' : byte;
        }
        text += written + "\n";
      }
      std::set<std::size_t> read;
      REQUIRE(read_to_the_end(format, text, &read));
      for (std::size_t i = 0; i < kLines; ++i)
        if (i != damaged) CHECK(read.count(i + 1) == 1);
    }
}
