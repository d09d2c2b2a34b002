#include "bench/store/synthetic_posts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <sstream>
#include <unordered_map>
#include <utility>

namespace nhs::bench {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr int kDays = 2191;
const UtcTime kFirstDay{std::chrono::sys_days{std::chrono::year{2020} / 11 / 22}.time_since_epoch()};
constexpr std::size_t kCopyable = 5000;

struct Origin {
  const char* source;
  const char* network;
  double share;
};
constexpr std::array<Origin, 8> kOrigins{{{"mastodon.social", "mastodon", 0.30},
                                          {"nhs.social", "mastodon", 0.08},
                                          {"bluesky", "bluesky", 0.27},
                                          {"x", "x", 0.14},
                                          {"trust-blogs", "feed", 0.06},
                                          {"local-news", "feed", 0.04},
                                          {"careopinion", "careopinion", 0.06},
                                          {"import", "survey", 0.05}}};

/// A name for each number, of letters alone.
std::string made_up(std::size_t number) {
  static constexpr std::array<const char*, 16> syllables = {
      "ba", "de", "fi", "go", "hu", "ja", "ke", "li", "mo", "nu", "pra", "sle", "tri", "vo", "wu", "zan"};
  std::string name;
  for (number += 16; number > 0; number /= 16) name += syllables.at(number % 16);
  return name;
}

/// Numbers that follow a power law: the n-th comes about as often as 1/n.
std::size_t rank(double share, double end) { return static_cast<std::size_t>(std::pow(end, share)) - 1; }

bool ends_sentence(const std::string& word) {
  return word.back() == '.' || word.back() == '!' || word.back() == '?';
}

std::vector<double> days_of_posts() {
  std::vector<double> days;
  double sum = 0;
  for (int day = 0; day < kDays; ++day) {
    const bool weekend = day % 7 == 6 || day % 7 == 0;  // kFirstDay is a Sunday
    sum += (weekend ? 0.6 : 1.0) * (1 + 2.0 * day / kDays);
    days.push_back(sum);
  }
  for (double& day : days) day /= sum;
  return days;
}

}  // namespace

Chatter::Chatter(const std::string& tsv) : words_{""}, followers_(1) {
  std::ifstream in(tsv);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const std::size_t begin = line.find('\t') + 1;
    learn(std::string_view{line}.substr(begin, line.find('\t', begin) - begin));
  }
}

void Chatter::learn(std::string_view text) {
  static std::unordered_map<std::string, std::uint32_t> known;
  std::istringstream in{std::string{text}};
  std::uint32_t before = 0;
  for (std::string word; in >> word;) {
    if (word.front() == '#' || word.find('\\') != std::string::npos) continue;
    const auto [entry, is_new] = known.try_emplace(word, static_cast<std::uint32_t>(words_.size()));
    if (is_new) {
      words_.push_back(word);
      followers_.emplace_back();
    }
    followers_[before].push_back(entry->second);
    before = ends_sentence(word) ? 0 : entry->second;
    if (before == 0) followers_[entry->second].push_back(0);
  }
  if (before != 0) followers_[before].push_back(0);
}

void Chatter::append_sentence(std::string& text, std::mt19937_64& random) const {
  std::uint32_t word = 0;
  for (int length = 0; length < 40; ++length) {
    const std::vector<std::uint32_t>& next = followers_[word];
    word = next[random() % next.size()];
    if (word == 0) return;
    if (!text.empty()) text += ' ';
    if (random() % 50 == 0)
      text += made_up(rank(std::generate_canonical<double, 32>(random), 1e7));
    else
      text += words_[word];
  }
}

std::string Chatter::text(std::mt19937_64& random) const {
  std::string text;
  for (std::uint64_t sentence = random() % 3 + random() % 2; sentence < 4; ++sentence)
    append_sentence(text, random);
  return text;
}

SyntheticPosts::SyntheticPosts(const Chatter& chatter, std::size_t posts, std::uint64_t seed)
    : chatter_(chatter),
      posts_(posts),
      random_(seed),
      seed_(seed),
      days_(days_of_posts()),
      pending_(kOrigins.size()) {}

store::Batch SyntheticPosts::next(std::size_t size) {
  std::vector<double> shares;
  for (const Origin& each : kOrigins) shares.push_back(each.share);
  while (made_ < posts_) {
    const std::size_t origin = one_of(shares);
    std::vector<store::ClassifiedPost>& pending = pending_.at(origin);
    pending.push_back(make(kOrigins.at(origin).network));
    // A server may show again what another one of its network showed.
    if (origin == 1 && !pending_.at(0).empty() && chance(0.3)) pending.push_back(pending_.at(0).back());
    if (pending.size() >= size) return batch_of(origin);
  }
  for (std::size_t origin = 0; origin < pending_.size(); ++origin)
    if (!pending_.at(origin).empty()) return batch_of(origin);
  return {};
}

store::Batch SyntheticPosts::batch_of(std::size_t origin) {
  store::Batch batch;
  batch.source = kOrigins.at(origin).source;
  batch.changed_text = store::ChangedText::is_a_conflict;
  batch.posts = std::exchange(pending_.at(origin), {});
  batch.now = reached_ + 1h;
  if (batch.source == "import"s) return batch;
  batch.fetches = {.asked = 30, .answered = 30};
  SourceState& state = batch.state.emplace();
  state.source = batch.source;
  state.topic = "NHSvalues";
  state.cursor = bytes(120);
  state.last_attempt_at = state.last_success_at = state.caught_up_at = batch.now;
  return batch;
}

store::ClassifiedPost SyntheticPosts::make(const std::string& network) {
  store::ClassifiedPost made;
  PseudonymousPost& post = made.post;
  post.network = network;
  post.key = hash();
  if (network != "survey") post.url_key = hash();
  if (chance(0.2)) post.reply_key = hash();
  if (network != "feed" && network != "survey") {
    // A few authors write much: the share of the n-th falls as n^(-2/3).
    const double authors = static_cast<double>(posts_) / 8;
    std::mt19937_64 author{seed_ + static_cast<std::uint64_t>(authors * std::pow(share(), 3))};
    KeyedHash& key = post.author_key.emplace();
    for (std::uint8_t& byte : key) byte = static_cast<std::uint8_t>(author());
  }
  post.sealed = bytes(110 + below(60));
  post.sealed_local_id = bytes(46);
  const UtcTime at = moment();
  if (!chance(0.004)) post.created_at = at;
  if (chance(0.03)) post.edited_at = at + std::chrono::seconds{below(86'400)};
  if (chance(0.02)) post.quotable = false;
  choose_text(post);
  choose_tags(post);
  judge(made.classification);
  ++made_;
  return made;
}

UtcTime SyntheticPosts::moment() {
  const double place = (static_cast<double>(made_) + 0.5) / static_cast<double>(posts_);
  const auto day = std::lower_bound(days_.begin(), days_.end(), place) - days_.begin();
  // Most in the middle of the day, and one in five days late, as servers pass posts on.
  const auto second = std::chrono::seconds{(below(86'400) + below(86'400) + below(86'400)) / 3};
  const auto late = std::chrono::days{chance(0.2) ? below(4) : 0};
  reached_ = kFirstDay + std::chrono::days{day + 1};
  return std::max(kFirstDay, kFirstDay + std::chrono::days{day} - late) + second;
}

void SyntheticPosts::choose_text(PseudonymousPost& post) {
  if (recent_.size() == kCopyable && chance(0.06)) {
    const Shown& copied = recent_[below(kCopyable)];
    post.text = copied.text;
    post.text_key = copied.text_key;
    return;
  }
  post.text = chatter_.text(random_);
  if (below(100'000) == 0) post.text += std::string{" "} + kRareWord;
  post.text_key = static_cast<std::int64_t>(random_());
  if (recent_.size() < kCopyable)
    recent_.push_back({post.text, post.text_key});
  else
    recent_[below(kCopyable)] = {post.text, post.text_key};
}

void SyntheticPosts::choose_tags(PseudonymousPost& post) {
  if (chance(0.88))
    post.tags.emplace_back(chance(0.7) ? "NHSvalues" : chance(0.8) ? "nhsvalues" : "NHSValues");
  if (chance(0.15)) post.tags.emplace_back("TeamLeeds");
  if (chance(0.06)) post.tags.emplace_back("HeartsAndMinds");
  for (std::size_t more = one_of({0.45, 0.25, 0.15, 0.10, 0.05}); more > 0; --more) {
    std::string tag = made_up(rank(share(), 200'000));
    if (std::find(post.tags.begin(), post.tags.end(), tag) == post.tags.end())
      post.tags.push_back(std::move(tag));
  }
  for (const std::string& tag : post.tags) post.text += " #" + tag;
}

void SyntheticPosts::judge(Classification& classification) {
  classification.model = "2026.11.2";
  const std::size_t language = one_of({0.93, 0.02, 0.015, 0.01, 0.01, 0.005, 0.01});
  classification.language = std::array{"en", "cy", "pl", "fr", "es", "ur", "und"}.at(language);
  if (language > 0 || chance(0.005)) {
    classification.unclassified = language > 0 ? Unclassified::language : Unclassified::no_words;
    return;
  }
  const auto label = static_cast<Sentiment>(one_of({0.42, 0.33, 0.25}));
  std::array<double, 3> parts{0.05 + 0.1 * share(), 0.05 + 0.1 * share(), 0.05 + 0.1 * share()};
  parts.at(index_of(label)) = 0;
  parts.at(index_of(label)) = 1 - parts[0] - parts[1] - parts[2];
  classification.sentiment = SentimentFinding{label, parts[0], parts[1], parts[2], {}};
  classification.kind =
      KindFinding{static_cast<Kind>(one_of({0.42, 0.04, 0.18, 0.26, 0.10})), 0.4 + 0.6 * share()};
  find_values(classification);
  if (chance(0.03)) classification.groups.push_back(static_cast<Group>(one_of({0.5, 0.25, 0.15, 0.1})));
}

void SyntheticPosts::find_values(Classification& classification) {
  static const std::vector<double> value_shares{0.17, 0.20, 0.24, 0.21, 0.08, 0.10};
  static const std::array<std::vector<double>, 3> directions{
      {{0.80, 0.04, 0.16}, {0.25, 0.10, 0.65}, {0.08, 0.84, 0.08}}};
  const std::size_t sentiment = index_of(classification.sentiment->label);
  const std::size_t found = one_of({0.42, 0.36, 0.15, 0.05, 0.02});
  while (classification.values.size() < found) {
    const auto value = static_cast<Value>(one_of(value_shares));
    if (std::any_of(classification.values.begin(), classification.values.end(),
                    [&](const ValueFinding& each) { return each.value == value; }))
      continue;
    const auto direction = static_cast<Direction>(one_of(directions.at(sentiment)));
    classification.values.push_back({value, direction, 0.5 + 0.5 * share(), {}});
  }
}

std::size_t SyntheticPosts::one_of(const std::vector<double>& weights) {
  double left = share();
  for (std::size_t i = 0; i + 1 < weights.size(); ++i)
    if ((left -= weights[i]) < 0) return i;
  return weights.size() - 1;
}

KeyedHash SyntheticPosts::hash() {
  KeyedHash hash{};
  for (std::uint8_t& byte : hash) byte = static_cast<std::uint8_t>(random_());
  return hash;
}

std::string SyntheticPosts::bytes(std::size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random_());
  return bytes;
}

}  // namespace nhs::bench
