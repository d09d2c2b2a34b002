#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "report/access_facts.h"

namespace nhs::report {
namespace {

std::string posts_in_words(std::int64_t posts) {
  return fmt::format("{} {}", posts, posts == 1 ? "post" : "posts");
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

Passage lists_in_words(const AccessAnswer& answer, const TimeZone& zone) {
  Passage lists{"Lists", answer.lists};
  for (const AccessAnswer::Known& each : answer.known) {
    if (each.forgotten)
      lists.lines.push_back(
          fmt::format("You asked to be erased: a code made of this account's name, which names nobody "
                      "by itself, is kept so that nothing by it on {} is taken in again.",
                      each.network));
    if (each.objected_at)
      lists.lines.push_back(fmt::format(
          "On {} you objected to being counted: what you wrote on {} is in no count and no report. What you "
          "write is still taken in and judged, and shown to a person where its words may mean that somebody "
          "is at risk of harm. Ask us to erase what is held, and that ends too.",
          zone.format(*each.objected_at), each.network));
  }
  lists.lines.erase(std::unique(lists.lines.begin(), lists.lines.end()), lists.lines.end());
  return lists;
}

Passage why_it_is_kept(const AccessPolicy& policy) {
  return {
      "Why we keep it",
      {"To learn what people say in public about the six NHS values: which are lived up to and which are not, and "
       "whose voice is missing. Posts are counted; nobody's account is profiled, and nothing is decided about you by "
       "a machine.",
       "Lawful basis: " + policy.lawful_basis + ".",
       "Where posts tell of health or beliefs: " + policy.special_category_condition + "."}};
}

Passage where_it_comes_from() {
  return {
      "Where it comes from",
      {"From what you published yourself, as the network showed it to anybody or as somebody's file of public posts "
       "had it. Mentions, addresses and numbers of people in the text were masked before it was kept. With each post "
       "below stands which source showed it and when.",
       "How it was judged (tone, values, kind, groups) is worked out by a program on our own machine, and says "
       "nothing certain."}};
}

Passage how_long_it_is_kept(const AccessAnswer& answer) {
  const AccessPolicy& policy = answer.policy;
  std::vector<std::string> kept = {fmt::format(
      "The text of a post, and what names you, for {} days after it was published.", policy.text_days)};
  for (const auto& [network, days] : policy.text_days_by_network)
    if (std::find(answer.looked_on.begin(), answer.looked_on.end(), network) != answer.looked_on.end())
      kept.push_back(fmt::format("On {}: {} days.", network, days));
  kept.emplace_back(
      "Then its day, its network and what was found in it stay, with a code of the post that names nobody, so that it "
      "goes on being counted and is not taken in again. Give us its address, and that is erased, too.");
  kept.push_back(sooner_in_words(answer));
  return {"How long we keep it", std::move(kept)};
}

Passage who_sees_it(const AccessPolicy& policy) {
  std::vector<std::string> seen = {
      "The team that runs this monitor. It is written down which of them opens an account or an address that is kept "
      "encrypted, but not who reads the texts.",
      "Whoever reads what is published: counts, no small ones, and word for word only what its author agreed to.",
      "Where a post suggests that somebody is at risk of harm: whoever safeguards them, and the emergency services."};
  if (!policy.deletions_followed.empty())
    seen.emplace_back(
        "The network that showed a post: it is asked, by the id that it gave the post, whether that still stands.");
  for (const std::string& each : policy.recipients) seen.push_back(each);
  seen.emplace_back("Nothing is sold.");
  return {"Who sees it", std::move(seen)};
}

Passage rights_in_words(const AccessPolicy& policy) {
  return {
      "Your rights",
      {"You may ask us to erase what is held and take nothing of yours in again, or to put right what is wrong.",
       "You may have it restricted: while something about your posts is in dispute, they are kept out of all counts and "
       "reports, and stay stored.",
       "You may object at any time, without giving a reason: your posts, past and to come, are then kept out of all "
       "counts and reports. They are still taken in and judged, and where words may mean that somebody is at risk of "
       "harm, a person reads them; to end that too, ask us to erase what is held.",
       fmt::format(
           "Write to us: {}{}. You may also complain to the Information Commissioner: https://ico.org.uk.",
           policy.controller.empty() ? "" : policy.controller + ", ",
           policy.contact.empty() ? "at the address that this answer came from" : policy.contact)}};
}

Passage what_could_not_be_looked_for(const AccessAnswer& answer) {
  return {
      "What could not be looked for",
      {fmt::format(
           "We looked for the account exactly as it was given to us, on {}, and for other names that it is known to "
           "have gone by there. Under one that we do not know of, or on a server that spells it differently, more may "
           "be held: ask again with that name.",
           answer.looked_on.empty() ? "no network, for nothing is stored of any"
                                    : fmt::format("{}", fmt::join(answer.looked_on, ", "))),
       "Posts of other people that mention you: mentions are masked before anything is kept, so that they cannot be found "
       "by your account. Where somebody wrote your name, or your account in another way, it may stand in a text: give us "
       "the words to look for.",
       "Posts whose author our source did not name, and those that have lost, for their age, what tied them to you: by "
       "your account they are not found. Give us the address of such a post, and we look for that.",
       "Backups hold what the database held when they were made, until they are replaced."}};
}

}  // namespace

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
  std::vector<Passage> passages;
  if (Passage lists = lists_in_words(answer, zone); !lists.lines.empty())
    passages.push_back(std::move(lists));
  passages.push_back(why_it_is_kept(answer.policy));
  passages.push_back(where_it_comes_from());
  passages.push_back(how_long_it_is_kept(answer));
  passages.push_back(who_sees_it(answer.policy));
  passages.push_back(rights_in_words(answer.policy));
  passages.push_back(what_could_not_be_looked_for(answer));
  return passages;
}

}  // namespace nhs::report
