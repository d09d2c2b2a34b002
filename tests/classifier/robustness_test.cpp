#include <catch2/catch.hpp>
#include <ctime>
#include <thread>

#include "committed_model.h"
#include "core/text.h"
#include "dev_posts.h"

using namespace nhs;
using nhs::test::dev_posts;

namespace {

/// Everything that a classification says, for comparing two.
std::string all_said(const Classification& c) {
  std::string text = c.language;
  if (c.sentiment) {
    text += ' ' + std::string(id_of(c.sentiment->label)) + ' ' + std::to_string(c.sentiment->score());
    for (const Evidence& e : c.sentiment->evidence)
      text += ' ' + std::to_string(e.start) + '-' + std::to_string(e.end);
  }
  for (const ValueFinding& v : c.values) {
    text += ' ' + std::string(id_of(v.value)) + ':' + std::string(id_of(v.direction)) + ' ' +
            std::to_string(v.probability);
    for (const Evidence& e : v.evidence) text += ' ' + std::to_string(e.start) + '-' + std::to_string(e.end);
  }
  if (c.kind) text += ' ' + std::string(id_of(c.kind->label));
  for (const Group group : c.groups) text += ' ' + std::string(id_of(group));
  return text;
}

/// The labels alone.
std::string labels(const Classification& c) {
  std::string text = c.sentiment ? std::string(id_of(c.sentiment->label)) : "-";
  for (const ValueFinding& v : c.values)
    text += ' ' + std::string(id_of(v.value)) + ':' + std::string(id_of(v.direction));
  if (c.kind) text += ' ' + std::string(id_of(c.kind->label));
  for (const Group group : c.groups) text += ' ' + std::string(id_of(group));
  return text;
}

std::string times(std::string_view what, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += what;
  return text;
}

}  // namespace

TEST_CASE("Any bytes give a result", "[robustness]") {
  const auto& model = committed_model();
  std::string noise;
  for (unsigned i = 0; i < 20000; ++i) noise += static_cast<char>((i * 2654435761U) >> 13);
  const std::vector<std::string> texts = {"",
                                          std::string(1, '\0'),
                                          std::string("kind\0nurse", 10),
                                          "\xFF\xFE\xC3",
                                          noise,
                                          times("👍🏽", 5000),
                                          times("kind nurse ", 100'000),
                                          std::string(1'000'000, 'a'),
                                          std::string(1'000'000, '@'),
                                          times("#", 100'000),
                                          times("a.b+", 50'000),
                                          times("e\u0301\u0301\u0301", 20'000),
                                          times("[", 100'000),
                                          times("1 ", 100'000),
                                          times("\n", 100'000),
                                          times("كان ", 50'000),
                                          times("#NHSvalues ", 100'000),
                                          times("#BeKind", 100'000),
                                          times("no complaints ", 50'000),
                                          times("not once did we and they and we ", 20'000),
                                          times("can't ", 100'000),
                                          times("\u0301", 300'000),
                                          times("🏳️‍🌈", 50'000),
                                          times("\U0001F3FD", 100'000),
                                          times("&amp; ", 100'000),
                                          times("\xC3", 500'000),
                                          times(std::string_view("\0", 1), 500'000)};
  for (const std::string& text : texts) {
    const Classification found = model.classify(text);
    for (const ValueFinding& value : found.values)
      for (const Evidence& e : value.evidence) CHECK((e.start < e.end && e.end <= text.size()));
  }
}

TEST_CASE("The time that a text takes grows no faster than the text", "[robustness]") {
  const auto& model = committed_model();
  const auto seconds = [&](std::string_view piece, std::size_t bytes) {
    const std::string text = times(piece, bytes / piece.size());
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
      // Processor time: other tests run beside this one.
      const std::clock_t start = std::clock();
      model.classify(text);
      best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return best;
  };
  for (const std::string_view piece :
       {"kind nurse ", "#BeKind", "no complaints ", "not once did we ", "can't they ", "@", "a.b+", "1 ",
        "e\u0301", "💙", "[", "x", "\xFF", ", and ", "::"}) {
    CAPTURE(piece);
    // Eight times the text; a quadratic step would take 64 times as long.
    const double small = seconds(piece, 7'500), large = seconds(piece, 60'000);
    CHECK(large < 24 * small + 0.005);
  }
}

TEST_CASE("A text and its repaired form are judged alike", "[robustness]") {
  using namespace std::string_literals;
  const std::string broken = "The nurse was \xFF very ki\0nd to \xC3 my dad\r\nbut nobody told us anything"s;
  CHECK(labels(committed_model().classify(broken)) == labels(committed_model().classify(repaired(broken))));
}

TEST_CASE("A masked text is judged like the text that it hides", "[robustness]") {
  const auto& model = committed_model();
  const std::string_view bare =
      "@leeds_nurse was so kind to my mum. Ring 0113 496 0123 or write to ann.other@example.org, LS1 3EX "
      "#NHSvalues";
  const std::string_view masked =
      "@… was so kind to my mum. Ring [phone] or write to [email], [postcode] #NHSvalues";
  CHECK(labels(model.classify(bare)) == labels(model.classify(masked)));
}

TEST_CASE("The product's tags change no judgement of a post", "[robustness]") {
  const auto& model = committed_model();
  for (const evaluation::LabelledText& row : dev_posts()) {
    const std::string more = row.text + " #NHSvalues #HeartsAndMinds";
    const auto post = classifier::Domain::post;
    CHECK(labels(model.classify(row.text, "en", post)) == labels(model.classify(more, "en", post)));
  }
}

TEST_CASE("Four threads say what one says, and twice the same", "[robustness]") {
  const auto& model = committed_model();
  const auto rows = dev_posts();
  std::vector<std::string> alone;
  for (const auto& row : rows) alone.push_back(all_said(model.classify(row.text)));
  std::vector<std::vector<std::string>> together(4);
  std::vector<std::thread> threads;
  for (auto& results : together)
    threads.emplace_back([&] {
      for (const auto& row : rows) results.push_back(all_said(model.classify(row.text)));
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& results : together) CHECK(results == alone);
}

TEST_CASE("A finding names the model that made it", "[robustness]") {
  CHECK(committed_model().version() == "2026.11.11");
  CHECK(committed_model().classify("kind nurses").model == "2026.11.11");
}
