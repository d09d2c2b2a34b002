#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <thread>

#include "classifier/model_classifier.h"
#include "classifier/model_file.h"
#include "classifier/network_reading.h"
#include "committed_model.h"
#include "dev_posts.h"
#include "small_network.h"

using namespace nhs;
using namespace nhs::classifier;

namespace {

constexpr std::uint32_t kFirstValue = column::value;
constexpr std::uint32_t kTextUpheld = network_column::direction_of_text;
constexpr std::uint32_t kTextBreached = network_column::direction_of_text + 1;
constexpr std::uint32_t kClauseUpheld = network_column::direction_of_clause;

/// Embeddings: kind (1, 0), not (0, 1), rude (-1, 0), others nothing; table units of a quarter. One filter of
/// width 1 likes `kind` (bias -0.5), one of width 2 likes `not kind` (bias -1.5); the other 31 of each see
/// nothing.
NetworkParameters worked_out_by_hand() {
  NetworkParameters network = blank_network(2, 32, 2, {{"kind", {2, 0}}, {"not", {0, 2}}, {"rude", {-2, 0}}},
                                            {kFirstValue, kTextBreached, kClauseUpheld});
  std::fill(network.scale_of_row.begin(), network.scale_of_row.end(), 0.5F);
  std::fill(network.table_scale.begin(), network.table_scale.end(), 0.25F);
  const auto tap = [&](std::size_t number) { return &network.taps[number * 32 * 2]; };
  tap(0)[0] = 1;  // width 1: (1, 0)
  tap(1)[1] = 1;  // width 2, first word: (0, 1)
  tap(2)[0] = 1;  // width 2, second word: (1, 0)
  constexpr std::size_t alone = 0, pair = 32, features = 64;
  network.bias[alone] = -0.5F;
  network.bias[pair] = -1.5F;
  network.head[alone] = 2;
  network.head[pair] = -6;
  network.head_bias[0] = 0.1F;
  network.head[features + pair] = 4;
  network.head_bias[1] = 0.2F;
  network.head[2 * features + alone] = 8;
  return network;
}

/// A text read by a network.
struct ReadText {
  ReadText(const WordNetwork& network, std::string_view text) : tokens(tokeniser.tokenise(text)) {
    make_word_sequence(tokeniser, tokens, items);
    reading.read(network, items);
  }
  Scores scores() const {
    Scores found{};
    reading.add_scores(found);
    return found;
  }

  Tokeniser tokeniser;
  const std::vector<Token>& tokens;
  std::vector<WordItem> items;
  NetworkReading reading;
};

float first_value(const WordNetwork& network, std::string_view text) {
  return ReadText(network, text).scores()[kFirstValue];
}

std::vector<std::string> dev_texts() {
  auto rows = test::dev_posts();
  std::vector<std::string> texts;
  for (evaluation::LabelledText& row : rows) texts.push_back(std::move(row.text));
  return texts;
}

/// Random numbers for the commonest words of some texts.
NetworkParameters random_network(const std::vector<std::string>& texts) {
  std::mt19937 random(5);
  const auto between = [&](float low, float high) {
    return low + (high - low) * static_cast<float>(random() % 10'001) / 10'000.0F;
  };
  std::vector<EmbeddedWord> words;
  Tokeniser tokeniser;
  for (const std::string& text : texts) {
    for (const Token& token : tokeniser.tokenise(text)) {
      const std::string form(tokeniser.form(token));
      const bool known =
          std::any_of(words.begin(), words.end(), [&](const EmbeddedWord& w) { return w.form == form; });
      if (form.empty() || known || random() % 3 == 0) continue;
      words.push_back({form, {}});
      for (int d = 0; d < 8; ++d) words.back().steps.push_back(static_cast<std::int8_t>(between(-127, 127)));
    }
  }
  NetworkParameters network =
      blank_network(8, 64, 4, std::move(words), {kFirstValue, 7, kTextUpheld, kClauseUpheld}, 96);
  for (float& scale : network.scale_of_row) scale = between(0.005F, 0.02F);
  for (std::size_t d = 0; d < 8; ++d) network.embedding[d] = static_cast<std::int8_t>(between(-99, 99));
  for (float& number : network.taps) number = between(-1, 1);
  for (float& scale : network.table_scale) scale = between(0.02F, 0.05F);
  for (float& number : network.bias) number = between(-5, 0.5F);
  for (float& number : network.hidden) number = between(-0.5F, 0.5F);
  for (float& number : network.hidden_bias) number = between(-1, 1);
  for (float& number : network.head) number = between(-0.5F, 0.5F);
  for (float& number : network.head_bias) number = between(-1, 1);
  return network;
}

/// The documented arithmetic, step by step, without tables or tricks.
class Reference {
 public:
  Reference(const NetworkParameters& network, const std::vector<WordItem>& items)
      : n_(network), items_(items) {}

  double logit(std::size_t output) const {
    const std::vector<double> h = activations({}), u = hidden(h);
    double sum = n_.head_bias[output] + applied(output, h);
    for (std::size_t i = 0; i < u.size(); ++i) sum += head(output, h.size() + i) * u[i];
    return sum;
  }
  /// What the biases alone give the logit: no word has a part in it.
  double without_words(std::size_t output) const {
    const std::vector<double> h = activations({}), u = hidden(h);
    double sum = n_.head_bias[output];
    for (std::size_t i = 0; i < u.size(); ++i)
      if (u[i] > 0) sum += head(output, h.size() + i) * double{n_.hidden_bias[i]};
    return sum;
  }
  double attended(std::size_t output, std::size_t attention_output) const {
    double sum = 0, weighted = 0;
    for (std::uint16_t clause = 0; clause <= items_.back().clause; ++clause) {
      const auto h = activations(clause);
      if (h.empty()) continue;
      const double weight = std::exp(applied(attention_output, h));
      sum += weight;
      weighted += weight * applied(output, h);
    }
    return weighted / sum;
  }

 private:
  int table(const WordItem& item, std::size_t width, std::size_t place, std::size_t filter) const {
    const auto known = std::find(n_.fingerprints.begin(), n_.fingerprints.end(), item.fingerprint);
    const std::size_t row =
        known == n_.fingerprints.end() ? 0 : static_cast<std::size_t>(known - n_.fingerprints.begin()) + 1;
    const std::size_t tap = width * (width - 1) / 2 + place, dims = n_.shape.dims;
    float sum = 0;
    for (std::size_t d = 0; d < dims; ++d)
      sum += n_.taps[(tap * n_.shape.filters + filter) * dims + d] *
             (n_.scale_of_row[row] * static_cast<float>(n_.embedding[row * dims + d]));
    const float units = std::nearbyint(sum / n_.table_scale[(width - 1) * n_.shape.filters + filter]);
    return static_cast<int>(std::clamp(units, -127.0F, 127.0F));
  }

  std::vector<double> activations(std::optional<std::uint16_t> clause) const {
    std::vector<double> h;
    for (std::size_t width = 1; width <= n_.shape.widths; ++width) {
      for (std::size_t filter = 0; filter < n_.shape.filters; ++filter) {
        std::optional<int> most;
        for (std::size_t i = 0; i < items_.size(); ++i) {
          if (clause && items_[i].clause != *clause) continue;
          int sum = 0;
          for (std::size_t place = 0; place < width && i + place < items_.size(); ++place)
            sum += table(items_[i + place], width, place, filter);
          most = std::max(most.value_or(sum), sum);
        }
        if (!most) return {};
        const std::size_t feature = (width - 1) * n_.shape.filters + filter;
        h.push_back(std::max(0.0, double{n_.table_scale[feature]} * *most + double{n_.bias[feature]}));
      }
    }
    return h;
  }

  std::vector<double> hidden(const std::vector<double>& h) const {
    std::vector<double> u;
    for (std::size_t unit = 0; unit < n_.shape.hidden; ++unit) {
      double sum = n_.hidden_bias[unit];
      for (std::size_t i = 0; i < h.size(); ++i) sum += double{n_.hidden[i * n_.shape.hidden + unit]} * h[i];
      u.push_back(std::max(0.0, sum));
    }
    return u;
  }

  double head(std::size_t output, std::size_t unit) const {
    return n_.head[output * n_.shape.units() + unit];
  }

  double applied(std::size_t output, const std::vector<double>& h) const {
    double sum = 0;
    for (std::size_t i = 0; i < h.size(); ++i) sum += head(output, i) * h[i];
    return sum;
  }

  const NetworkParameters& n_;
  const std::vector<WordItem>& items_;
};

bool is_refused(const NetworkParameters& network) { return !decode_network(encode_network(network)); }

}  // namespace

TEST_CASE("A network's logits are those worked out by hand", "[network]") {
  const WordNetwork network(worked_out_by_hand());
  CHECK(first_value(network, "kind") == Approx(0.1 + 2 * 0.5));
  CHECK(first_value(network, "they were not kind") == Approx(0.1 + 2 * 0.5 - 6 * 0.5));
  CHECK(first_value(network, "kind they were not") == Approx(0.1 + 2 * 0.5));
  CHECK(first_value(network, "rude") == Approx(0.1));
}

TEST_CASE("Words that a network does not know add nothing of their own", "[network]") {
  const WordNetwork network(worked_out_by_hand());
  CHECK(first_value(network, "zebra") == Approx(0.1));
  CHECK(first_value(network, "zebra kind zebra") == Approx(1.1));
}

TEST_CASE("An empty text has a network's biases for its logits", "[network]") {
  const WordNetwork network(worked_out_by_hand());
  CHECK(first_value(network, "") == Approx(0.1));
  ReadText empty(network, "");
  DirectionLogits logits{};
  empty.reading.add_direction(Value::working_together, logits);
  CHECK(logits[1] == Approx(0.2));
  CHECK(logits[0] == 0);
}

TEST_CASE("A reading used again holds nothing of the text before", "[network]") {
  const WordNetwork network(worked_out_by_hand());
  ReadText text(network, "they were not kind. they were kind.");
  text.items.clear();
  text.reading.read(network, text.items);
  CHECK(text.scores()[kFirstValue] == Approx(0.1));
}

TEST_CASE("A text of more words than 16 bits count is read as far as they do", "[network]") {
  const WordNetwork network(worked_out_by_hand());
  std::string text = "kind ";
  while (text.size() < 80'000) text += "a,";
  ReadText read(network, text);
  CHECK(read.items.size() == kMostItems);
  CHECK(read.items.back().clause < kMostClauses);
  CHECK(read.scores()[kFirstValue] == Approx(1.1));
}

TEST_CASE("A direction is read off the text, and off the clause that speaks of the value", "[network]") {
  const WordNetwork network(worked_out_by_hand());
  DirectionLogits logits{};
  ReadText(network, "they were not kind").reading.add_direction(Value::working_together, logits);
  CHECK(logits[1] == Approx(0.2 + 4 * 0.5));

  logits = {};
  ReadText(network, "They were kind. The food was cold.")
      .reading.add_direction(Value::working_together, logits);
  const double attention = std::exp(2 * 0.5) / (std::exp(2 * 0.5) + 1);
  CHECK(logits[0] == Approx(attention * 8 * 0.5));

  logits = {};
  ReadText(network, "They were kind.").reading.add_direction(Value::compassion, logits);
  CHECK(logits == DirectionLogits{});
}

TEST_CASE("What a network says is laid at the words that raised it", "[network]") {
  const WordNetwork network(worked_out_by_hand());
  ReadText text(network, "they were not kind");
  REQUIRE(text.tokens.size() == 4);
  std::vector<float> of_token(4);
  text.reading.add_contributions(kFirstValue, of_token);
  CHECK(of_token == std::vector<float>{0, 0, -1.5F, 1.0F - 1.5F});
}

TEST_CASE("What a hidden unit says is laid at the words that opened it", "[network]") {
  NetworkParameters parameters =
      blank_network(2, 32, 2, {{"kind", {2, 0}}, {"not", {0, 2}}}, {kFirstValue}, 32);
  parameters.taps[0] = 1;               // Width 1: `kind` is 2.
  parameters.taps[1 * 32 * 2 + 3] = 1;  // Width 2, first word, second filter: `not` is 2.
  constexpr std::size_t alone = 0, pair = 32 + 1, features = 64, open = 0, shut = 1;
  // 2 x 1 + 2 x 3 - 5 = 3, and 2 x 1 - 2 x 3 = -4, which is shut.
  parameters.hidden[alone * 32 + open] = 1;
  parameters.hidden[pair * 32 + open] = 3;
  parameters.hidden_bias[open] = -5;
  parameters.hidden[alone * 32 + shut] = 1;
  parameters.hidden[pair * 32 + shut] = -3;
  parameters.head[alone] = 0.5F;
  parameters.head[features + open] = 10;
  parameters.head[features + shut] = 1'000;
  const WordNetwork network(parameters);
  ReadText text(network, "they were not kind");
  CHECK(text.scores()[kFirstValue] == 31);
  std::vector<float> of_token(4);
  text.reading.add_contributions(kFirstValue, of_token);
  CHECK(of_token == std::vector<float>{0, 0, 60, 21});
}

TEST_CASE("A network does what the documented arithmetic says", "[network]") {
  const std::vector<std::string> texts = dev_texts();
  const NetworkParameters parameters = random_network(texts);
  const WordNetwork network(parameters);
  for (std::size_t i = 0; i < texts.size(); i += 23) {
    CAPTURE(texts[i]);
    ReadText read(network, texts[i]);
    const Reference reference(parameters, read.items);
    const Scores scores = read.scores();
    CHECK(scores[kFirstValue] == Approx(reference.logit(0)).epsilon(1e-4).margin(1e-4));
    CHECK(scores[7] == Approx(reference.logit(1)).epsilon(1e-4).margin(1e-4));
    DirectionLogits logits{};
    read.reading.add_direction(Value::working_together, logits);
    CHECK(logits[0] == Approx(reference.logit(2) + reference.attended(3, 0)).epsilon(1e-4).margin(1e-4));
    std::vector<float> of_token(read.tokens.size());
    read.reading.add_contributions(7, of_token);
    double all = reference.without_words(1);
    for (const float part : of_token) all += double{part};
    CHECK(all == Approx(double{scores[7]}).epsilon(1e-4).margin(1e-4));
  }
}

TEST_CASE("Four threads that meet a fresh network's words together read the same", "[network]") {
  const std::vector<std::string> texts = dev_texts();
  const NetworkParameters parameters = random_network(texts);
  const auto read_all = [&](const WordNetwork& network) {
    std::vector<float> logits;
    for (const std::string& text : texts) logits.push_back(first_value(network, text));
    return logits;
  };
  const std::vector<float> alone = read_all(WordNetwork(parameters));
  const WordNetwork fresh(parameters);
  std::array<std::vector<float>, 4> together;
  std::vector<std::thread> threads;
  for (auto& logits : together) threads.emplace_back([&] { logits = read_all(fresh); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& logits : together) CHECK(logits == alone);
}

TEST_CASE("A network survives writing and reading to the byte", "[network]") {
  const std::string bytes = encode_network(random_network(dev_texts()));
  CHECK(bytes.size() % 4 == 0);
  const auto network = decode_network(bytes);
  REQUIRE(network);
  CHECK(encode_network(*network) == bytes);
}

TEST_CASE("A network's section that was cut, grew or promises another size is refused", "[network]") {
  const std::string bytes = encode_network(random_network(dev_texts()));
  for (const std::size_t length : {std::size_t{0}, std::size_t{23}, std::size_t{24}, bytes.size() - 4}) {
    CAPTURE(length);
    CHECK_FALSE(decode_network(std::string_view(bytes).substr(0, length)));
  }
  CHECK_FALSE(decode_network(bytes + "four"));
  for (std::size_t field = 0; field < 6; ++field) {
    for (const std::uint32_t number : {0U, 1U, 7U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
      CAPTURE(field, number);
      std::string changed = bytes;
      std::memcpy(changed.data() + field * sizeof number, &number, sizeof number);
      CHECK_FALSE(decode_network(changed));
    }
  }
}

TEST_CASE("Numbers that no network can have are refused", "[network]") {
  NetworkParameters infinite = random_network(dev_texts());
  infinite.hidden[0] = std::numeric_limits<float>::infinity();
  CHECK(is_refused(infinite));
  const auto with = [](auto change) {
    NetworkParameters network = worked_out_by_hand();
    change(network);
    return network;
  };
  CHECK_FALSE(is_refused(with([](auto&) {})));
  CHECK(is_refused(with([](auto& n) { std::swap(n.fingerprints[0], n.fingerprints[1]); })));
  CHECK(is_refused(with([](auto& n) { n.fingerprints[0] = n.fingerprints[1]; })));
  CHECK(is_refused(with([](auto& n) { n.taps[3] = std::numeric_limits<float>::quiet_NaN(); })));
  CHECK(is_refused(with([](auto& n) { n.head[0] = std::numeric_limits<float>::infinity(); })));
  CHECK(is_refused(with([](auto& n) { n.table_scale[5] = 0; })));
  CHECK(is_refused(with([](auto& n) { n.columns[0] = n.columns[1]; })));
  CHECK(is_refused(with([](auto& n) { n.columns[0] = column::direction_text; })));
  CHECK(is_refused(with([](auto& n) { n.columns[0] = network_column::end; })));
}

TEST_CASE("A model keeps its networks, and judges by them and names their words", "[network]") {
  auto model = decode_model(committed_model_bytes());
  REQUIRE(model);
  const auto compassion = static_cast<std::uint32_t>(column::value + index_of(Value::compassion));
  NetworkParameters likes_sundials = blank_network(1, 32, 1, {{"sundial", {100}}}, {compassion});
  likes_sundials.taps[0] = 1;
  likes_sundials.head[0] = 1;
  const std::string text = "We went to look at the sundial by the car park on Tuesday.";
  const auto before = ModelClassifier(std::move(*decode_model(committed_model_bytes())))
                          .classify(text, "en", Domain::post, StatedLanguage::hint);
  CHECK(std::none_of(before.values.begin(), before.values.end(),
                     [](const ValueFinding& finding) { return finding.value == Value::compassion; }));

  model->networks.emplace_back(std::move(likes_sundials));
  auto again = decode_model(encode_model(*model));
  REQUIRE(again);
  REQUIRE(again->networks.size() == model->networks.size());
  const ModelClassifier judge(std::move(*again));
  const auto found = judge.classify(text, "en", Domain::post, StatedLanguage::hint);
  const auto finding = std::find_if(found.values.begin(), found.values.end(),
                                    [](const ValueFinding& f) { return f.value == Value::compassion; });
  REQUIRE(finding != found.values.end());
  REQUIRE_FALSE(finding->evidence.empty());
  const Evidence& words = finding->evidence.front();
  CHECK(text.substr(words.start, words.end - words.start) == "sundial");
}
