#include "report/access_facts.h"

#include <fmt/format.h>

#include <fmt/ranges.h>
#include <algorithm>

#include <array>
#include <map>
#include <set>

#include "report/finding_name.h"
#include "report/label_view.h"
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

std::string sure(double probability) { return fmt::format("{:.0f} % sure", probability * 100); }

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

std::string posts_in_words(std::int64_t posts) {
  return fmt::format("{} {}", posts, posts == 1 ? "post" : "posts");
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
    return fmt::format("No: since {} it is in no report, because you objected. Its text is kept.",
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

/// What ends the keeping of a person's posts before its time. Deleting a post on its network does so only
/// where one of our sources asks for it again; of a post that came in a file or a feed none does.
std::string sooner_in_words(const AccessAnswer& answer) {
  std::set<std::string> followed;
  std::set<std::string> others;
  for (const AccessAnswer::Known& each : answer.known)
    if (each.posts > 0)
      (answer.policy.deletions_followed.count(each.network) > 0 ? followed : others).insert(each.network);
  std::string text = "Sooner when you ask us to erase it. Counts that name nobody stay.";
  if (!followed.empty())
    text += fmt::format(
        " Also when you delete a post on {}, as far as a source of ours still asks for it there: not one from a file or a feed.",
        fmt::join(followed, " or "));
  if (!others.empty())
    text += fmt::format(" When you delete a post on {}, we do not learn of it: ask us to erase it.",
                        fmt::join(others, " or "));
  return text;
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

std::string access_summary(const AccessAnswer& answer, const TimeZone& zone) {
  const std::string when = zone.format(answer.made_at);
  if (!answer.held())
    return fmt::format(
        "Nothing is held about this account. We looked on {}, and found no post by it and no list that "
        "it is on.",
        when);
  std::vector<std::string> parts;
  const bool any = answer.posts() > 0;
  // An account that has gone by several names is known by each of them.
  std::map<std::string, std::int64_t> posts;
  for (const AccessAnswer::Known& each : answer.known) posts[each.network] += each.posts;
  for (const auto& [network, held] : posts)
    if (held > 0) parts.push_back(fmt::format("{} by this account on {}", posts_in_words(held), network));
  if (!any && !answer.known.empty()) parts.emplace_back("no post by this account, but what it asked of us");
  if (!answer.lists.empty())
    parts.push_back(answer.lists.size() == 1
                        ? "that it is on a list of ours"
                        : fmt::format("that it is on {} lists of ours", answer.lists.size()));
  return fmt::format("On {} we held {}. All of it is below.", when, fmt::join(parts, ", and "));
}

std::vector<Passage> access_passages(const AccessAnswer& answer, const TimeZone& zone) {
  const AccessPolicy& policy = answer.policy;
  std::vector<Passage> passages;
  Passage lists{"Lists", answer.lists};
  for (const AccessAnswer::Known& each : answer.known) {
    if (each.forgotten)
      lists.lines.push_back(
          fmt::format("You asked to be erased: a code made of this account's name, which names nobody "
                      "by itself, is kept so that nothing by it on {} is taken in again.",
                      each.network));
    if (each.objected_at)
      lists.lines.push_back(
          fmt::format("On {} you objected to being counted: what you wrote on {} is in no report.",
                      zone.format(*each.objected_at), each.network));
  }
  lists.lines.erase(std::unique(lists.lines.begin(), lists.lines.end()), lists.lines.end());
  if (!lists.lines.empty()) passages.push_back(std::move(lists));
  passages.push_back(
      {"Why we keep it",
       {"To learn what people say in public about the six NHS values: which are lived up to and which are not, and "
        "whose voice is missing. Posts are counted; nobody's account is profiled, and nothing is decided about you by "
        "a machine.",
        "Lawful basis: " + policy.lawful_basis + ".",
        "Where posts tell of health or beliefs: " + policy.special_category_condition + "."}});
  passages.push_back(
      {"Where it comes from",
       {"From what you published yourself, as the network showed it to anybody or as somebody's file of public posts "
        "had it. Mentions, addresses and numbers of people in the text were masked before it was kept. With each post "
        "below stands which source showed it and when.",
        "How it was judged (tone, values, kind, groups) is worked out by a program on our own machine, and says "
        "nothing certain."}});
  std::vector<std::string> kept = {fmt::format(
      "The text of a post, and what names you, for {} days after it was published.", policy.text_days)};
  for (const auto& [network, days] : policy.text_days_by_network)
    if (std::find(answer.looked_on.begin(), answer.looked_on.end(), network) != answer.looked_on.end())
      kept.push_back(fmt::format("On {}: {} days.", network, days));
  kept.push_back(sooner_in_words(answer));
  passages.push_back({"How long we keep it", std::move(kept)});
  std::vector<std::string> seen = {
      "The team that runs this monitor. Nothing is sold or sent to the networks."};
  for (const std::string& each : policy.recipients) seen.push_back(each);
  passages.push_back({"Who sees it", std::move(seen)});
  passages.push_back(
      {"Your rights",
       {"You may ask us to erase what is held and take nothing of yours in again, to keep your posts out of reports "
        "(objection), or to put right what is wrong.",
        fmt::format(
            "Write to us: {}{}. You may also complain to the Information Commissioner: https://ico.org.uk.",
            policy.controller.empty() ? "" : policy.controller + ", ",
            policy.contact.empty() ? "at the address that this answer came from" : policy.contact)}});
  passages.push_back(
      {"What could not be looked for",
       {fmt::format(
            "We looked for the account exactly as it was given to us, on {}, and for other names that it is known to "
            "have gone by there. Under one that we do not know of, or on a server that spells it differently, more may "
            "be held: ask again with that name.",
            answer.looked_on.empty() ? "no network, for nothing is stored of any"
                                     : fmt::format("{}", fmt::join(answer.looked_on, ", "))),
        "Posts of other people that mention you: such mentions are masked before anything is kept, so that nobody can "
        "find them.",
        "Posts whose author our source did not name, and those that have lost, for their age, what tied them to you: "
        "nobody can tell any more that they are yours.",
        "Backups hold what the database held when they were made, until they are replaced."}});
  return passages;
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
