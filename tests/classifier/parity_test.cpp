#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

#include "classifier/model_file.h"
#include "classifier/network_reading.h"
#include "evaluation/labelled_file.h"

using namespace nhs;
using namespace nhs::classifier;

namespace {

/// By column; 0 where the network has no output.
using Logits = std::array<double, column::row>;

/// What numpy worked out (training/network/quantised.py), by the id of a text. The header names the columns.
std::vector<std::pair<std::string, Logits>> expected_logits() {
  std::ifstream in(NHS_SOURCE_DIR "/tests/classifier/parity.tsv");
  std::vector<std::pair<std::string, Logits>> texts;
  std::string line;
  std::string header;
  std::getline(in, header);
  const std::vector<std::string_view> columns = evaluation::fields_of(header);
  while (std::getline(in, line)) {
    const std::vector<std::string_view> fields = evaluation::fields_of(line);
    REQUIRE(fields.size() == columns.size());
    texts.emplace_back(fields[0], Logits{});
    for (std::size_t k = 1; k < fields.size(); ++k)
      texts.back().second.at(std::stoul(std::string(columns[k]))) = std::stod(std::string(fields[k]));
  }
  return texts;
}

std::map<std::string, std::string> text_of_id() {
  std::map<std::string, std::string> texts;
  for (const char* file : {"dev.tsv", "train-2.tsv"}) {
    const auto rows = evaluation::read_labelled(std::string(NHS_SOURCE_DIR "/training/data/social/") + file);
    REQUIRE(rows);
    for (const evaluation::LabelledText& row : *rows) texts.emplace(row.id, row.text);
  }
  return texts;
}

Model committed_parts() {
  std::ifstream stream(NHS_SOURCE_DIR "/models/nhsvalues.model", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  auto model = decode_model(bytes);
  REQUIRE(model);
  return std::move(*model);
}

/// Turns the logits of one question into probabilities: a sigmoid each, or one softmax.
void make_sigmoids(Logits& logits, std::size_t from, std::size_t count) {
  for (std::size_t k = from; k < from + count; ++k) logits[k] = 1 / (1 + std::exp(-logits[k]));
}

void make_softmax(Logits& logits, std::size_t from, std::size_t count) {
  double sum = 0;
  for (std::size_t k = from; k < from + count; ++k) sum += logits[k] = std::exp(logits[k]);
  for (std::size_t k = from; k < from + count; ++k) logits[k] /= sum;
}

Logits probabilities(Logits logits) {
  make_sigmoids(logits, column::value, count_of<Value>);
  make_softmax(logits, column::sentiment, count_of<Sentiment>);
  make_softmax(logits, column::patient_sentiment, count_of<Sentiment>);
  make_softmax(logits, column::kind, count_of<Kind>);
  make_sigmoids(logits, column::group, count_of<Group>);
  make_sigmoids(logits, column::patient_domain, 1);
  make_softmax(logits, column::care_sentiment, count_of<Sentiment>);
  make_sigmoids(logits, column::care_domain, 1);
  return logits;
}

Logits logits_of(const WordNetwork& network, std::string_view text) {
  Tokeniser tokeniser;
  std::vector<WordItem> items;
  make_word_sequence(tokeniser, tokeniser.tokenise(text), items);
  NetworkReading reading;
  reading.read(network, items);
  Scores scores{};
  reading.add_scores(scores);
  Logits logits{};
  std::copy_n(scores.begin(), logits.size(), logits.begin());
  return logits;
}

}  // namespace

TEST_CASE("The committed network judges 500 texts as the program that trained it does", "[network]") {
  const auto expected = expected_logits();
  REQUIRE(expected.size() == 500);
  const auto texts = text_of_id();
  const Model model = committed_parts();
  REQUIRE(model.networks.size() == 1);
  for (const auto& [id, logits] : expected) {
    CAPTURE(id);
    const Logits found = probabilities(logits_of(model.networks.front(), texts.at(id)));
    const Logits wanted = probabilities(logits);
    for (std::size_t k = 0; k < wanted.size(); ++k) {
      CAPTURE(k);
      CHECK(std::abs(found[k] - wanted[k]) < 1e-3);
    }
  }
}
