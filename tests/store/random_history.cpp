#include "random_history.h"

#include "store_fixture.h"

namespace nhs::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPosts = 60;
const std::vector<std::string> kNetworks = {"mastodon", "feed", "import"};
const std::vector<std::string> kSources = {"mastodon.social", "a blog", "import"};
const std::vector<std::string> kTexts = {"kind", "unkind", "they listened", "nobody came", ""};
const std::vector<std::string> kTags = {"NHSvalues", "nhsvalues", "TeamLeeds", "HeartsAndMinds"};

}  // namespace

store::IgnoreRules ignore_rules(const std::vector<PlainRule>& rules) {
  std::vector<store::IgnoreTest> tests;
  std::string fingerprint;
  for (const PlainRule& rule : rules) {
    store::IgnoreTest test{rule.name, rule.phrase, rule.source};
    if (rule.author) test.author = [author = *rule.author](const std::string&) { return author; };
    fingerprint += rule.name + '\0' + rule.phrase + '\0' + rule.source + '\0' +
                   std::to_string(rule.author ? rule.author->at(0) : 999) + '\n';
    tests.push_back(std::move(test));
  }
  return {std::move(tests), std::move(fingerprint)};
}

const std::vector<PlainQuery>& plain_queries() {
  using Set = std::set<std::string>;
  static const std::vector<PlainQuery> queries = {
      {"Kinds", [](const Set& words, const Set&) { return words.count("kind") > 0; }},
      {"listening OR came",
       [](const Set& words, const Set&) { return words.count("listen") + words.count("came") > 0; }},
      {"\"they listened\"", [](const Set& words, const Set&) { return words.count("they") > 0; }},
      {"\"listened they\"", [](const Set&, const Set&) { return false; }},
      {"un* OR nobod*",
       [](const Set& words, const Set&) { return words.count("unkind") + words.count("nobodi") > 0; }},
      {"kind OR unkind -unkind", [](const Set& words, const Set&) { return words.count("kind") > 0; }},
      {"tag:teamleeds -kind",
       [](const Set& words, const Set& tags) { return tags.count("teamleeds") > words.count("kind"); }},
      {"tag:TeamLeeds OR tag:HeartsAndMinds OR kind",
       [](const Set& words, const Set& tags) {
         return tags.count("teamleeds") + tags.count("heartsandminds") + words.count("kind") > 0;
       }},
      {"came OR kind -tag:nhsvalues",
       [](const Set& words, const Set& tags) {
         return words.count("came") + words.count("kind") > 0 && tags.count("nhsvalues") == 0;
       }},
  };
  return queries;
}

std::vector<PlainRule> RandomHistory::any_rules() {
  std::vector<PlainRule> rules;
  for (std::size_t i = below(4); i > 0; --i) {
    PlainRule rule;
    rule.name = "rule " + std::to_string(below(4));
    if (one_in(2)) rule.phrase = one_in(2) ? "KIND" : "they  listened";
    if (one_in(3)) rule.source = kSources[below(kSources.size())];
    if (one_in(3) || (rule.phrase.empty() && rule.source.empty())) rule.author = hash(2'000'000 + below(5));
    rules.push_back(std::move(rule));
  }
  return rules;
}

store::Batch RandomHistory::next_batch() {
  store::Batch batch;
  batch.source = kSources[below(kSources.size())];
  batch.now = at("2026-11-20T12:00:00Z");
  batch.changed_text = static_cast<store::ChangedText>(below(3));
  for (std::size_t i = below(30); i > 0; --i) batch.posts.push_back(any_post());
  for (std::size_t i = below(5); i > 0; --i) {
    const store::ClassifiedPost gone = any_post();
    batch.withdrawn.push_back({gone.post.key, gone.post.url_key, gone.post.network, gone.post.edited_at});
  }
  return batch;
}

store::ClassifiedPost RandomHistory::any_post() {
  const std::size_t id = below(kPosts);
  store::ClassifiedPost made;
  PseudonymousPost& post = made.post;
  post.key = hash(id);
  // The network and the permalink belong to the post; every third shares its permalink with a neighbour, on
  // the same network or on another.
  post.network = kNetworks[id % kNetworks.size()];
  if (id % 4 != 0) post.url_key = hash(1'000'000 + (id % 9 >= 6 ? id - 2 - id % 2 : id));
  if (id % 7 != 0 || one_in(3)) post.author_key = hash(2'000'000 + id % 5);
  const std::size_t text = below(kTexts.size());
  post.text = kTexts[text];
  post.text_key = static_cast<std::int64_t>(text) * (id % 2 == 0 ? -1 : 1) % 5;
  if (post.text.empty()) post.text_key = 0;
  post.sealed = "sealed";
  const std::vector<std::string> days = {"2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24",
                                         "2026-10-25", "2026-10-26", "2026-07-01", "2026-11-19"};
  if (id % 10 != 0 || one_in(3)) {
    const auto hours = std::chrono::hours{(id % 6) * 5};
    post.created_at = at(days[id % days.size()] + "T00:00:00Z") - 1h + hours;
  }
  if (one_in(3)) post.edited_at = at("2026-11-01T00:00:00Z") + std::chrono::hours{below(4)};
  if (one_in(6))
    post.quotable = false;
  else if (one_in(3))
    post.quotable = true;
  post.language = one_in(10) ? "de" : "en";
  for (std::size_t i = below(3); i > 0; --i) post.tags.push_back(kTags[below(kTags.size())]);
  made.classification = any_classification();
  return made;
}

Classification RandomHistory::any_classification() {
  Classification classification;
  classification.model = one_in(3) ? "2026.12" : "2026.11";
  classification.language = one_in(4) ? "de" : "en";
  if (one_in(5)) {
    classification.unclassified = any<Unclassified>();
    return classification;
  }
  classification.sentiment = SentimentFinding{any<Sentiment>(), 0.5, 0.25, 0.25, {}};
  for (const Value value : all_of<Value>())
    if (one_in(4)) classification.values.push_back({value, any<Direction>(), 0.5, {}});
  classification.kind = KindFinding{any<Kind>(), 0.5};
  if (one_in(4)) classification.groups.push_back(any<Group>());
  if (one_in(8)) classification.groups = {Group::sex_workers, Group::fgm};
  return classification;
}

Label RandomHistory::any_label() {
  Label label;
  while (label.empty()) {
    if (one_in(2)) {
      label.values.emplace();
      for (const Value value : all_of<Value>())
        if (one_in(4))
          label.values->push_back({value, one_in(3) ? std::nullopt : std::optional{any<Direction>()}});
    }
    if (one_in(2)) label.sentiment = any<Sentiment>();
    if (one_in(4)) label.kind = any<Kind>();
    if (one_in(4)) label.groups = one_in(2) ? std::vector<Group>{} : std::vector<Group>{any<Group>()};
  }
  return label;
}

store::Filter RandomHistory::filter_without_properties() {
  store::Filter filter;
  if (one_in(3))
    for (std::size_t i = 1 + below(3); i > 0; --i) filter.values.push_back(any<Value>());
  if (one_in(3)) filter.direction = any<Direction>();
  if (one_in(3)) filter.sentiment = any<Sentiment>();
  if (one_in(3))
    for (std::size_t i = 1 + below(2); i > 0; --i)
      filter.networks.push_back(one_in(5) ? "nowhere" : kNetworks[below(kNetworks.size())]);
  return filter;
}

store::Filter RandomHistory::rollup_filter() {
  store::Filter filter = filter_without_properties();
  switch (below(6)) {
    case 0:
      filter.kinds = {any<Kind>(), any<Kind>()};
      break;
    case 1:
      filter.language = one_in(2) ? "en" : one_in(2) ? "de" : "en!";
      break;
    case 2:
      filter.groups = {any<Group>(), any<Group>()};
      break;
    case 3:
      filter.sources = {kSources[below(kSources.size())], one_in(2) ? kSources[0] : "no such source"};
      break;
    default:
      break;
  }
  return filter;
}

store::Filter RandomHistory::any_filter() {
  store::Filter filter = filter_without_properties();
  if (one_in(4)) filter.sources = {kSources[below(kSources.size())], "no such source"};
  if (one_in(4)) filter.kinds = {any<Kind>(), any<Kind>()};
  if (one_in(4)) filter.groups = {any<Group>(), any<Group>()};
  if (one_in(4)) filter.tag = "#TEAMleeds";
  if (one_in(4)) filter.language = "en";
  if (one_in(3))
    filter.query = store::parse_query(plain_queries()[below(plain_queries().size())].typed).value();
  filter.once_per_author = one_in(4);
  return filter;
}

store::TrendsQuery RandomHistory::trends_query(store::Filter filter) {
  store::TrendsQuery query;
  const LocalDay first = day("2026-03-20");
  filter.since = one_in(2) ? first : first + std::chrono::days{below(12)};
  filter.until = one_in(2) ? day("2026-11-23") : *filter.since + std::chrono::days{below(240)};
  query.filter = std::move(filter);
  query.by = static_cast<Bucket>(below(5));
  query.today = day("2026-11-20");
  return query;
}

}  // namespace nhs::test
