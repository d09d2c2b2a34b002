#include "report/rights_view.h"

#include <fmt/format.h>

#include <array>

#include "core/counted.h"
#include "core/json.h"
#include "report/json_members.h"

namespace nhs::report {
namespace {

constexpr std::array<std::string_view, 4> kErasing = {"finished", "held_by_reader", "no_room", "too_large"};

std::string in_lines(std::string_view text, const Terminal& terminal) {
  std::string lines;
  for (const std::string& line : wrapped(text, terminal.columns)) lines += line + "\n";
  return lines;
}

std::string days_of(const store::HeldOnNetwork& held) {
  if (!held.first || !held.last) return "without a date";
  std::string days = *held.first == *held.last
                         ? fmt::format("of {}", format_day(*held.first))
                         : fmt::format("{} to {}", format_day(*held.first), format_day(*held.last));
  if (held.undated > 0) days += fmt::format(", {} without a date", held.undated);
  return days;
}

/// A line a network.
std::string held_text(const store::HeldOfThem& held) {
  std::string text;
  for (const store::HeldOnNetwork& each : held.networks)
    text += fmt::format("  {}: {}, {}\n", terminal_safe(each.network), counted(each.posts, "post"),
                        days_of(each));
  return text;
}

void write_held(JsonWriter& json, const store::HeldOfThem& held) {
  json.key("posts").integer(held.posts()).key("accounts").integer(held.accounts);
  json.key("networks").begin_array();
  for (const store::HeldOnNetwork& each : held.networks) {
    json.begin_object().key("network").text(each.network).key("posts").integer(each.posts);
    json.key("undated").integer(each.undated);
    write_day(json, "first", each.first);
    write_day(json, "last", each.last);
    json.end_object();
  }
  json.end_array().key("copies_of_others").integer(held.copies);
}

std::string copies_text(const store::HeldOfThem& held, const Terminal& terminal) {
  if (held.copies == 0) return {};
  return in_lines(
      fmt::format(
          "{} of others {} the same text and {}: name {} by address or with --post, or their authors, to erase "
          "{} too.",
          counted(held.copies, "post"), held.copies == 1 ? "has" : "have",
          held.copies == 1 ? "stays" : "stay", held.copies == 1 ? "it" : "them",
          held.copies == 1 ? "it" : "them"),
      terminal);
}

/// `names 2, 3 and 7`.
std::string places_in_words(const std::vector<std::int64_t>& places) {
  std::string text = places.size() == 1 ? "name " : "names ";
  for (std::size_t i = 0; i < places.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == places.size() ? " and " : ", ", places[i]);
  return text;
}

/// What becomes of names by which nothing is held: they may be right, of people who have yet to post.
std::string on_the_list_in_words(const WithoutPosts& without, bool done) {
  const bool one = without.places.size() == 1;
  const char* it = one ? "It" : "They";
  return done ? fmt::format(
                    "{} {} on the forget list all the same: nothing of {} will be taken in. A person whose "
                    "name was misspelt is not forgotten by that: run this again with the right one.",
                    it, one ? "is" : "are", one ? "it" : "them")
              : fmt::format(
                    "{} would go on the forget list all the same, so that nothing of {} is ever taken in.",
                    it, one ? "it" : "them");
}

void write_places(JsonWriter& json, const WithoutPosts& without) {
  json.key("without_posts").begin_array();
  for (const std::int64_t each : without.places) json.integer(each);
  json.end_array();
}

}  // namespace

std::string without_posts_in_words(const WithoutPosts& without) {
  if (without.places.empty()) return {};
  if (without.named == 1) return "No post is held by this name. Is it spelt right?";
  const bool one = without.places.size() == 1;
  return fmt::format("No post is held by {} of the {}. {} spelt right?", places_in_words(without.places),
                     without.named, one ? "Is it" : "Are they");
}

std::string forgotten_text(const store::Forgotten& forgotten, const WithoutPosts& without, Stage stage,
                           const Terminal& terminal) {
  const std::int64_t count = forgotten.held.posts();
  const bool done = stage == Stage::done;
  std::string text;
  if (count > 0)
    text = fmt::format("{} {}, with all that is kept of {}:\n", counted(count, "post"),
                       done ? (count == 1 ? "was erased" : "were erased") : "would be erased",
                       count == 1 ? "it" : "them") +
           held_text(forgotten.held);
  if (!without.places.empty())
    text += in_lines(without_posts_in_words(without) + " " + on_the_list_in_words(without, done), terminal);
  text += copies_text(forgotten.held, terminal);
  if (forgotten.kept_copies > 0)
    text += in_lines(fmt::format("{} of the database, kept beside it since an upgrade or a restore, {}.",
                                 counted(forgotten.kept_copies, "copy", "copies"),
                                 done ? (forgotten.kept_copies == 1 ? "was removed" : "were removed")
                                      : "would be removed, too"),
                     terminal);
  if (done)
    text += in_lines(
        "Backups that you made still hold what they held; `nhsvalues restore` applies the forget list to them.",
        terminal);
  else if (count > 0)
    text += in_lines("Nothing of it would ever be taken in again. This cannot be undone.", terminal);
  return text;
}

std::string not_found_by_names_text(const Terminal& terminal) {
  return in_lines(
      "No name finds posts whose author their source or file did not tell, nor what is left of posts whose time was "
      "over: a code of each and of its address, its day, and what was found in it. Run this with the addresses of "
      "such posts to erase these, too.",
      terminal);
}

std::string forgotten_json(const store::Forgotten& forgotten, const WithoutPosts& without, Stage stage) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.forget/1");
  json.key("done").boolean(stage == Stage::done);
  write_held(json, forgotten.held);
  json.key("kept_copies").integer(forgotten.kept_copies).key("erasing");
  if (stage == Stage::done)
    json.text(kErasing[static_cast<std::size_t>(forgotten.erasing)]);
  else
    json.null();
  write_places(json, without);
  json.end_object();
  return std::string{json.str()} + "\n";
}

std::string erasing_text(store::Erasing erasing, bool beside_daemon, const Terminal& terminal) {
  std::string why;
  switch (erasing) {
    case store::Erasing::finished:
      return in_lines("Nothing of it is left in the database's files.", terminal);
    case store::Erasing::held_by_reader:
      why = "somebody is reading the database";
      break;
    case store::Erasing::no_room:
      why = "there is no room on its disk to write it anew";
      break;
    case store::Erasing::too_large:
      why = "writing a file of this size anew takes a while";
      break;
  }
  return in_lines(
      fmt::format("Pending: its bytes are still in the database's files, for {}; {}.", why,
                  beside_daemon
                      ? "nhsvaluesd finishes it by itself, `nhsvalues forget --list` says when it is done"
                      : "run `nhsvalues forget --finish` later, or start nhsvaluesd, which does"),
      terminal);
}

std::string objection_text(const store::Objection& objection, const WithoutPosts& without, bool objects,
                           Stage stage, const Terminal& terminal) {
  const std::int64_t count = objection.held.posts();
  std::string text;
  // An objection that was noted is known by its account, with posts or without.
  const bool nothing_noted = !objects && objection.held.accounts == 0;
  std::string doubt;
  if (nothing_noted)
    doubt = "No objection is noted by that name, so there is none to withdraw. Is it spelt right?";
  else if (objects && !without.places.empty())
    doubt = without_posts_in_words(without) +
            (stage == Stage::done
                 ? " The objection is noted all the same, for posts to come. A person whose name was "
                   "misspelt goes on being counted: withdraw this one, and run it with the right name."
                 : "");
  if (!doubt.empty()) doubt = in_lines(doubt, terminal);
  if (count == 0 && (nothing_noted || (objects && !without.places.empty()))) return doubt;
  if (stage == Stage::asked)
    text = fmt::format("{} held{}\n", counted(count, "post"), count > 0 ? ":" : ".");
  else if (objects)
    text = fmt::format("{} {} no longer; what is still to come will not count either{}\n",
                       counted(objection.changed, "post"), objection.changed == 1 ? "counts" : "count",
                       count > 0 ? ". Held:" : ".");
  else
    text = fmt::format("{} {} again{}\n", counted(objection.changed, "post"),
                       objection.changed == 1 ? "counts" : "count", count > 0 ? ". Held:" : ".");
  return text + held_text(objection.held) + doubt +
         (stage == Stage::done && objects
              ? in_lines(
                    "The posts stay stored, and new ones are still taken in; those that raise a concern still "
                    "wait in `nhsvalues concerns`. `nhsvalues object --withdraw` lets them count again, and "
                    "`nhsvalues forget` ends all of it.",
                    terminal)
              : std::string{});
}

std::string objection_json(const store::Objection& objection, const WithoutPosts& without, bool objects,
                           Stage stage) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.object/1");
  json.key("done").boolean(stage == Stage::done).key("objects").boolean(objects);
  write_held(json, objection.held);
  json.key("changed").integer(objection.changed);
  write_places(json, without);
  json.end_object();
  return std::string{json.str()} + "\n";
}

std::string forget_list_text(const store::ForgetList& list, const TimeZone& zone, const Terminal& terminal) {
  std::string text =
      list.requests.empty()
          ? "Nobody was forgotten yet.\n"
          : fmt::format("{}, newest first:\n", counted(static_cast<std::int64_t>(list.requests.size()),
                                                       "request to forget", "requests to forget"));
  for (const store::ForgetListed& each : list.requests)
    text += fmt::format("  {}  {}, {} erased\n", format_day(zone.day_of(each.at)),
                        each.person       ? "an account"
                        : each.posts <= 1 ? "a post"
                                          : "single posts",
                        counted(each.posts, "post"));
  if (list.refused > 0)
    text +=
        in_lines(fmt::format("{} of theirs shown by sources since then and turned away, counted each time.",
                             counted(list.refused, "post")),
                 terminal);
  if (list.objections > 0)
    text +=
        fmt::format("{} to being counted.\n", counted(list.objections, "account objects", "accounts object"));
  if (list.erasing_since)
    text += in_lines(
        fmt::format(
            "Pending since {}: bytes of what was erased are still in the database's files; nhsvaluesd or "
            "`nhsvalues forget --finish` removes them once nobody reads.",
            format_utc(*list.erasing_since)),
        terminal);
  return text;
}

std::string forget_list_json(const store::ForgetList& list) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.forget_list/1").key("requests").begin_array();
  for (const store::ForgetListed& each : list.requests)
    json.begin_object()
        .key("at")
        .text(format_utc(each.at))
        .key("person")
        .boolean(each.person)
        .key("posts")
        .integer(each.posts)
        .end_object();
  json.end_array().key("refused").integer(list.refused).key("objections").integer(list.objections);
  write_time(json, "erasing_since", list.erasing_since);
  json.end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
