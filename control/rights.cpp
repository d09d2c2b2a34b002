#include "control/rights.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "control/identities.h"
#include "control/json_members.h"
#include "control/limits.h"
#include "control/meant.h"
#include "control/office.h"
#include "core/text.h"

namespace nhs::control {
namespace {

constexpr std::array<std::string_view, 4> kErasing = {"finished", "held_by_reader", "no_room", "too_large"};

bool is_a_line(std::string_view text) {
  return text.size() <= kLongestAccount && repaired(text) == text &&
         text.find('\n') == std::string_view::npos;
}

void write_names(JsonWriter& json, const std::vector<std::string>& names, const std::string& network) {
  json.key("names").begin_array();
  for (const std::string& each : names) json.text(each);
  json.end_array().key("network").text(network);
}

/// fewest: 0 where something else says what is meant.
template <typename Change>
Result<void> read_names(JsonView json, Change& change, std::size_t fewest = 1) {
  const JsonView list = json["names"];
  if (!list.is_array() || list.size() < fewest || list.size() > kMostNames)
    return faulty("names", fmt::format("a list of {} to {}", fewest, kMostNames));
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto name = list.at(i).text();
    if (!name || trimmed(*name).empty() || !is_a_line(*name))
      return faulty("names", fmt::format("lines of text of at most {} bytes", kLongestAccount));
    change.names.emplace_back(trimmed(*name));
  }
  const auto network = json["network"].text();
  if (!network || !is_a_line(*network)) return faulty("network", "the name of one, or empty");
  change.network = *network;
  return {};
}

/// Left out for none.
Result<std::vector<std::string>> read_posts(JsonView json) {
  const JsonView list = json["posts"];
  if (list.exists() && (!list.is_array() || list.size() > kMostNames))
    return faulty("posts", fmt::format("a list of at most {}", kMostNames));
  std::vector<std::string> posts;
  for (std::size_t i = 0; i < list.size(); ++i) {
    posts.push_back(list.at(i).text_or_empty());
    if (!listed_post(posts.back()))
      return faulty("posts", "references of posts, or their h:… from an export");
  }
  return posts;
}

void write_places(JsonWriter& json, const Places& places) {
  json.key("without_posts").begin_array();
  for (const std::int64_t each : places) json.integer(each);
  json.end_array();
}

Result<Places> read_places(JsonView json) {
  const JsonView list = json["without_posts"];
  if (!list.is_array()) return not_understood();
  Places places;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto place = list.at(i).integer();
    if (!place) return not_understood();
    places.push_back(*place);
  }
  return places;
}

void write_held(JsonWriter& json, const store::HeldOfThem& held) {
  json.key("networks").begin_array();
  for (const store::HeldOnNetwork& each : held.networks) {
    json.begin_object().key("network").text(each.network).key("posts").integer(each.posts);
    json.key("undated").integer(each.undated);
    if (each.first) json.key("first").text(format_day(*each.first));
    if (each.last) json.key("last").text(format_day(*each.last));
    json.end_object();
  }
  json.end_array().key("accounts").integer(held.accounts).key("copies").integer(held.copies);
}

Result<store::HeldOfThem> read_held(JsonView json) {
  const auto accounts = json["accounts"].integer();
  const auto copies = json["copies"].integer();
  if (!json["networks"].is_array() || !accounts || !copies) return not_understood();
  store::HeldOfThem held{{}, *accounts, *copies};
  for (std::size_t i = 0; i < json["networks"].size(); ++i) {
    const JsonView each = json["networks"].at(i);
    store::HeldOnNetwork network{each["network"].text_or_empty(), each["posts"].integer().value_or(0),
                                 each["undated"].integer().value_or(0)};
    if (const auto first = parse_day(each["first"].text_or_empty())) network.first = *first;
    if (const auto last = parse_day(each["last"].text_or_empty())) network.last = *last;
    held.networks.push_back(std::move(network));
  }
  return held;
}

Result<store::Erasing> read_erasing(JsonView json) {
  const std::string word = json["erasing"].text_or_empty();
  const auto known = std::find(kErasing.begin(), kErasing.end(), word);
  if (known == kErasing.end()) return not_understood();
  return static_cast<store::Erasing>(known - kErasing.begin());
}

void write_erasing(JsonWriter& json, store::Erasing erasing) {
  json.key("erasing").text(kErasing[static_cast<std::size_t>(erasing)]);
}

}  // namespace

void ForgottenAnswer::write(JsonWriter& json) const {
  write_held(json, forgotten.held);
  json.key("kept_copies").integer(forgotten.kept_copies);
  write_erasing(json, forgotten.erasing);
  write_places(json, without_posts);
}

Result<ForgottenAnswer> ForgottenAnswer::read(JsonView json) {
  auto held = read_held(json);
  if (!held) return tl::unexpected(held.error());
  const auto copies = json["kept_copies"].integer();
  const auto erasing = read_erasing(json);
  auto places = read_places(json);
  if (!copies || !erasing || !places) return not_understood();
  return ForgottenAnswer{{*std::move(held), static_cast<int>(*copies), *erasing}, *std::move(places)};
}

void Forget::write(JsonWriter& json) const {
  write_names(json, names, network);
  json.key("trial").boolean(trial).key("posts").begin_array();
  for (const std::string& each : posts) json.text(each);
  json.end_array();
}

Result<Forget> Forget::read(JsonView json) {
  Forget change;
  auto posts = read_posts(json);
  if (!posts) return tl::unexpected(posts.error());
  change.posts = *std::move(posts);
  if (auto read = read_names(json, change, change.posts.empty() ? 1 : 0); !read)
    return tl::unexpected(read.error());
  if (!change.posts.empty() && !change.names.empty()) return faulty("posts", "none beside names");
  const auto trial = json["trial"].boolean();
  if (!trial) return faulty("trial", "true or false");
  change.trial = *trial;
  return change;
}

Result<ForgottenAnswer> Forget::perform(const Office& office) const {
  const auto meant =
      posts.empty() ? meant_by_names(office, names, network) : meant_by_references(office, posts);
  if (!meant) return tl::unexpected(meant.error());
  auto forgotten = office.store.forget(meant->whom, office.act, trial);
  if (!forgotten) return tl::unexpected(forgotten.error());
  return ForgottenAnswer{*std::move(forgotten), meant->without_posts};
}

void ErasingAnswer::write(JsonWriter& json) const { write_erasing(json, erasing); }

Result<ErasingAnswer> ErasingAnswer::read(JsonView json) {
  const auto erasing = read_erasing(json);
  if (!erasing) return tl::unexpected(erasing.error());
  return ErasingAnswer{*erasing};
}

void FinishErasing::write(JsonWriter& json) const { json.key("however_large").boolean(however_large); }

/// However large it is, a request is not what the daemon stops for minutes for: its housekeeping does.
Result<FinishErasing> FinishErasing::read(JsonView /*json*/) { return FinishErasing{false}; }

Result<ErasingAnswer> FinishErasing::perform(const Office& office) const {
  const auto erasing = office.store.finish_erasing(however_large);
  if (!erasing) return tl::unexpected(erasing.error());
  return ErasingAnswer{*erasing};
}

void ObjectionAnswer::write(JsonWriter& json) const {
  write_held(json, objection.held);
  json.key("changed").integer(objection.changed).key("done").boolean(done);
  write_places(json, without_posts);
}

Result<ObjectionAnswer> ObjectionAnswer::read(JsonView json) {
  auto held = read_held(json);
  if (!held) return tl::unexpected(held.error());
  const auto changed = json["changed"].integer();
  const auto done = json["done"].boolean();
  auto places = read_places(json);
  if (!changed || !done || !places) return not_understood();
  return ObjectionAnswer{{*std::move(held), *changed}, *std::move(places), *done};
}

void Object::write(JsonWriter& json) const {
  write_names(json, names, network);
  json.key("objects").boolean(objects).key("trial").boolean(trial);
  json.key("even_unknown").boolean(even_unknown);
}

Result<Object> Object::read(JsonView json) {
  Object change;
  if (auto read = read_names(json, change); !read) return tl::unexpected(read.error());
  const auto objects = json["objects"].boolean();
  const auto trial = json["trial"].boolean();
  if (!objects || !trial) return faulty("objects, trial", "true or false");
  change.objects = *objects;
  change.trial = *trial;
  change.even_unknown = json["even_unknown"].boolean().value_or(true);
  return change;
}

Result<ObjectionAnswer> Object::perform(const Office& office) const {
  const auto meant = meant_by_names(office, names, network);
  if (!meant) return tl::unexpected(meant.error());
  const store::Identified& person = meant->whom;
  if (!person.names_authors() && person.maybe_authors.empty())
    return fail(ExitStatus::usage,
                "an objection is a person's: name an account, or the address of a profile");
  const bool doubtful = objects && !even_unknown && !meant->without_posts.empty();
  auto objection = office.store.object(person, objects, office.act, trial || doubtful);
  if (!objection) return tl::unexpected(objection.error());
  // Some feeds name their authors by an address; any other one names no account, and nothing was noted.
  if (!person.names_authors() && objection->held.accounts == 0)
    return fail(
        ExitStatus::usage,
        "no account that is held goes by this address: name the account itself, or its profile's address; a single "
        "post can only be erased, by `nhsvalues forget` and its address");
  return ObjectionAnswer{*std::move(objection), meant->without_posts, !trial && !doubtful};
}

}  // namespace nhs::control
