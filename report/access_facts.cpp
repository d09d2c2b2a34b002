#include "report/access_facts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "report/finding_name.h"
#include "report/label_view.h"
#include "report/percent.h"
#include "store/ignore_rules.h"

namespace nhs::report {
namespace {

std::string_view kind_in_words(Kind kind) {
  static constexpr std::array<std::string_view, count_of<Kind>> words = {
      "an experience of somebody's own", "a pledge", "news", "an opinion", "none of the usual kinds"};
  return words[index_of(kind)];
}

std::string_view group_in_words(Group group) {
  static constexpr std::array<std::string_view, count_of<Group>> words = {
      "homeless people", "Gypsies and Travellers", "sex workers", "female genital mutilation"};
  return words[index_of(group)];
}

std::string sure(double probability) { return percent(probability) + " sure"; }

double probability_of(const SentimentFinding& sentiment) {
  switch (sentiment.label) {
    case Sentiment::positive:
      return sentiment.positive;
    case Sentiment::neutral:
      return sentiment.neutral;
    case Sentiment::negative:
      return sentiment.negative;
  }
  return 0;
}

/// Who judged is a person too, and not the one who asks.
std::string label_without_reader(const store::LabelRecord& record, const TimeZone& zone) {
  store::LabelRecord nobodys = record;
  nobodys.reader = "A member of the team";
  return label_record_in_words(nobodys, zone);
}

std::string showings_in_words(const store::HeldPost& held, const TimeZone& zone) {
  std::vector<std::string> parts;
  for (const store::Showing& each : held.showings)
    parts.push_back(fmt::format("{} on {}", each.source, zone.format(each.seen_at)));
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string counting_in_words(const store::StoredPost& post, const TimeZone& zone) {
  if (!post.withdrawn_at) return "Yes, it is among the posts that are counted.";
  if (post.ignored_by == store::kObjection)
    return fmt::format(
        "No: since {} it is in no count and no report, because you objected. Its text is kept, and can be read by the "
        "team.",
        zone.format(*post.withdrawn_at));
  if (!post.ignored_by.empty())
    return fmt::format("No: since {} the rule \"{}\" sets posts like it aside. Its text is kept.",
                       zone.format(*post.withdrawn_at), post.ignored_by);
  return fmt::format(
      "No, since {}: it is no longer public under the hashtag, or was taken out. Its text, hashtags "
      "and all that was found in it are deleted; only what tells that it was known is kept.",
      zone.format(*post.withdrawn_at));
}

void add_identity(std::vector<Fact>& facts, const AccessIdentity& identity) {
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) facts.push_back({name, value + " (kept encrypted)"});
  };
  add("Account", identity.author);
  if (identity.account != identity.author)
    add("What the network calls the account for good", identity.account);
  add("Its name on the network", identity.id);
  add("Its address", identity.url);
  for (const auto& [source, id] : identity.local_ids)
    facts.push_back({fmt::format("Its number at {}", source), id + " (kept encrypted)"});
  if (identity.unreadable)
    facts.push_back({"Encrypted", "Something is kept encrypted that cannot be read any more, by us either."});
}

void add_findings(std::vector<Fact>& facts, const store::HeldPost& held, const TimeZone& zone) {
  const store::StoredPost& post = held.post;
  const Classification& machine = post.machine ? *post.machine : post.classification;
  const bool has_text = !post.text.empty();
  if (has_text) {
    facts.push_back(
        {"Language", fmt::format("{}{}", machine.language,
                                 post.language.empty() ? "" : ", as its network says: " + post.language)});
    facts.push_back({"What our program makes of it",
                     fmt::format("{} (version {})", reading_in_words(machine), machine.model)});
  }
  for (const store::LabelRecord& each : held.labels)
    facts.push_back({"What people said of it", label_without_reader(each, zone)});
  if (post.machine) facts.push_back({"What counts", reading_in_words(post.classification)});
  for (const store::FollowUpRecord& each : held.follow_ups)
    facts.push_back(
        {"Noted about the pledge", fmt::format("of {}: {}{}", format_day(each.follow_up.day),
                                               each.follow_up.note, each.holds() ? "" : " (taken back)")});
  for (const store::Concern& each : held.concerns)
    facts.push_back(
        {"Marked for a person to read",
         fmt::format("Some of its words are on a list of those that may mean that somebody is at risk of "
                     "harm ({}).{}",
                     each.rule,
                     each.acknowledged
                         ? fmt::format(" Somebody read it on {} and noted: {}",
                                       zone.format(each.acknowledged->at), each.acknowledged->note)
                         : "")});
  for (const store::ConsentRecord& each : held.consents)
    facts.push_back(
        {"Consent to be quoted", fmt::format("By {} on {}, for {}: {}{}", each.consent.given_by,
                                             format_day(each.consent.day), each.consent.use, each.consent.how,
                                             each.withdrawn_at || each.lapsed_at ? " (ended)" : "")});
  for (const UtcTime each : held.served_at)
    facts.push_back(
        {"Read by a person",
         fmt::format("It was in a random sample drawn on {}, to check our program.", zone.format(each))});
}

}  // namespace

std::int64_t AccessAnswer::posts() const {
  std::int64_t posts = 0;
  for (const Known& each : known) posts += each.posts;
  return posts;
}

std::string reading_in_words(const Classification& classification) {
  if (classification.unclassified == Unclassified::language)
    return "It was not judged, for it is not in a language that our program reads.";
  if (classification.unclassified || !classification.sentiment)
    return "It was not judged, for there are no words in it to judge.";
  std::string words = fmt::format("Its tone is {} ({}).", id_of(classification.sentiment->label),
                                  sure(probability_of(*classification.sentiment)));
  if (classification.kind)
    words += fmt::format(" It is {} ({}).", kind_in_words(classification.kind->label),
                         sure(classification.kind->probability));
  if (classification.values.empty()) words += " It is about none of the six NHS values.";
  for (const ValueFinding& each : classification.values)
    words += fmt::format(" It is about the NHS value \"{}\", which it says was {} ({}).", name_of(each.value),
                         said_of_value(each.direction), sure(each.probability));
  for (const Group each : classification.groups)
    words += fmt::format(" It speaks of {}.", group_in_words(each));
  return words;
}

std::vector<Fact> access_facts(const store::HeldPost& held, const AccessIdentity& identity,
                               const TimeZone& zone) {
  const store::StoredPost& post = held.post;
  std::vector<Fact> facts;
  facts.push_back({"Network", post.network});
  facts.push_back({"Published", post.created_at ? zone.format(*post.created_at) : "no date is known"});
  if (post.edited_at) facts.push_back({"Edited", zone.format(*post.edited_at)});
  facts.push_back({"First stored", zone.format(post.first_seen_at)});
  if (!held.showings.empty()) facts.push_back({"Shown by", showings_in_words(held, zone)});
  add_identity(facts, identity);
  if (!post.tags.empty()) facts.push_back({"Hashtags", fmt::format("{}", fmt::join(post.tags, ", "))});
  if (post.reply_key)
    facts.push_back({"Answers another post", "yes; which one is kept as a code that names nobody"});
  add_findings(facts, held, zone);
  facts.push_back({"Counted", counting_in_words(post, zone)});
  facts.push_back({"May be quoted", post.quotable ? "Not word for word to the public without your consent."
                                                  : "No: you asked on the network not to be found."});
  return facts;
}

}  // namespace nhs::report
