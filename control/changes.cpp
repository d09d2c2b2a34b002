#include "control/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "control/retention_rules.h"
#include "control/wire.h"
#include "core/suggestion.h"
#include "core/text.h"
#include "privacy/mask.h"

namespace nhs::control {
namespace {

constexpr std::size_t kLongestSelection = 2000;
constexpr std::size_t kLongestSourceName = 64;

tl::unexpected<Error> faulty(std::string_view member, std::string_view allowed) {
  return fail(ExitStatus::bad_data, fmt::format("{}: must be {}", member, allowed));
}

Result<std::int64_t> read_number(JsonView json, const char* member) {
  const auto number = json[member].integer();
  if (!number || *number < 1) return faulty(member, "a whole number above 0");
  return *number;
}

/// Fit for a line: UTF-8, which JSON is already, without control characters.
Result<std::string> read_line_of_text(JsonView json, const char* member, std::size_t longest) {
  const auto text = json[member].text();
  if (!text || text->size() > longest || repaired(*text) != *text || text->find('\n') != text->npos)
    return faulty(member, fmt::format("a line of text of at most {} bytes", longest));
  return std::string{*text};
}

/// 64 bits without a sign do not fit what JSON calls a number.
std::string hex(std::uint64_t number) { return fmt::format("{:016x}", number); }

Result<std::uint64_t> read_hex(JsonView json, const char* member) {
  const std::string text = json[member].text_or_empty();
  const bool right = text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!right) return faulty(member, "16 hexadecimal digits");
  return std::stoull(text, nullptr, 16);
}

Result<JsonView> read_list(JsonView json, const char* member) {
  const JsonView list = json[member];
  if (!list.is_array() || list.size() == 0 || list.size() > kMostPosts)
    return faulty(member, fmt::format("a list of 1 to {}", kMostPosts));
  return list;
}

/// What is said of a post twice costs twice, and counts once.
template <typename Item>
bool name_a_post_twice(const std::vector<Item>& items) {
  std::vector<std::int64_t> refs;
  for (const Item& item : items) refs.push_back(item.ref);
  std::sort(refs.begin(), refs.end());
  return std::adjacent_find(refs.begin(), refs.end()) != refs.end();
}

Counting counting_of(const Classification& found) {
  return {found.unclassified, found.language, label_of(found)};
}

Result<Recounted> recounted(const Result<store::LabelChange>& change) {
  if (!change) return tl::unexpected(change.error());
  return Recounted{counting_of(change->before), counting_of(change->now)};
}

/// What an answer may show, so that it is a line that can be read; JSON may write a byte as six.
constexpr std::size_t kMostRevealed = kLongestLine / 8;

std::size_t size_of(const AccountRevealed::Opened& opened) {
  std::size_t size = 100 + opened.id.size() + opened.url.size() + opened.author.size();
  for (const auto& [source, id] : opened.local_ids) size += 10 + source.size() + id.size();
  return size;
}

AccountRevealed::Opened opened_with(const privacy::Pseudonymiser& key, const store::SealedPost& post) {
  AccountRevealed::Opened opened;
  opened.ref = post.ref;
  if (!post.sealed.empty()) {
    const auto identity = key.unseal_identity(post.sealed);
    opened.unreadable = !identity;
    if (identity)
      std::tie(opened.id, opened.url, opened.author) =
          std::tie(identity->id, identity->url, identity->author);
  }
  for (const store::Showing& each : post.showings) {
    if (each.local_id.empty()) continue;
    auto id = key.unseal(each.local_id);
    opened.unreadable = opened.unreadable || !id;
    if (id) opened.local_ids.emplace_back(each.source, *std::move(id));
  }
  // No source gives so long a name to anything, and no line would hold it.
  if (size_of(opened) > kMostRevealed) {
    opened = {};
    opened.ref = post.ref;
    opened.unreadable = true;
  }
  return opened;
}

}  // namespace

void LabelPost::write(JsonWriter& json) const {
  json.key("ref").integer(ref).key("reader").text(reader);
  write_label(json, label);
}

Result<LabelPost> LabelPost::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  auto reader = read_line_of_text(json, "reader", kLongestName);
  if (!reader) return tl::unexpected(reader.error());
  auto label = read_label(json);
  if (!label) return tl::unexpected(label.error());
  if (label->empty()) return faulty("label", "about at least one aspect");
  return LabelPost{*ref, *std::move(label), *std::move(reader)};
}

Result<Recounted> LabelPost::perform(const Office& office) const {
  return recounted(office.store.label(ref, label, reader, office.act));
}

void UndoLabel::write(JsonWriter& json) const { json.key("ref").integer(ref); }

Result<UndoLabel> UndoLabel::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  return UndoLabel{*ref};
}

Result<Recounted> UndoLabel::perform(const Office& office) const {
  return recounted(office.store.undo_label(ref, office.act));
}

void DrawSample::write(JsonWriter& json) const {
  json.key("seed").text(hex(draw.seed)).key("selection").text(draw.selection);
  json.key("populations").begin_array();
  for (const std::int64_t population : draw.populations) json.integer(population);
  json.end_array();
}

Result<DrawSample> DrawSample::read(JsonView json) {
  const auto seed = read_hex(json, "seed");
  if (!seed) return tl::unexpected(seed.error());
  auto selection = read_line_of_text(json, "selection", kLongestSelection);
  if (!selection) return tl::unexpected(selection.error());
  DrawSample sample{{*seed, *std::move(selection), {}}};
  const JsonView populations = json["populations"];
  for (std::size_t i = 0; i < store::kStrata; ++i) {
    const auto population = populations.size() == store::kStrata ? populations.at(i).integer() : std::nullopt;
    if (!population || *population < 0)
      return faulty("populations", fmt::format("{} whole numbers from 0 on", store::kStrata));
    sample.draw.populations[i] = *population;
  }
  return sample;
}

Result<Drawn> DrawSample::perform(const Office& office) const {
  const auto id = office.store.note_draw(draw, office.act);
  if (!id) return tl::unexpected(id.error());
  return Drawn{*id};
}

void ServePosts::write(JsonWriter& json) const {
  json.key("draw").integer(draw).key("posts").begin_array();
  for (const store::ServedPost& post : posts) {
    json.begin_object().key("ref").integer(post.ref).key("stratum").integer(
        static_cast<std::int64_t>(store::index_of(post.stratum)));
    json.key("text").text(hex(post.text_mark)).end_object();
  }
  json.end_array();
}

Result<ServePosts> ServePosts::read(JsonView json) {
  const auto draw = read_number(json, "draw");
  if (!draw) return tl::unexpected(draw.error());
  const auto list = read_list(json, "posts");
  if (!list) return tl::unexpected(list.error());
  ServePosts change{*draw, {}};
  for (std::size_t i = 0; i < list->size(); ++i) {
    const JsonView post = list->at(i);
    const auto ref = read_number(post, "ref");
    if (!ref) return tl::unexpected(ref.error());
    const auto stratum = post["stratum"].integer();
    if (!stratum || *stratum < 0 || *stratum >= static_cast<std::int64_t>(store::kStrata))
      return faulty("stratum", fmt::format("from 0 to {}", store::kStrata - 1));
    const auto mark = read_hex(post, "text");
    if (!mark) return tl::unexpected(mark.error());
    change.posts.push_back({*ref, store::stratum_at(static_cast<std::size_t>(*stratum)), *mark});
  }
  if (name_a_post_twice(change.posts)) return faulty("posts", "about each post once");
  return change;
}

Result<Served> ServePosts::perform(const Office& office) const {
  auto edited = office.store.note_served(draw, posts, office.act);
  if (!edited) return tl::unexpected(edited.error());
  return Served{*std::move(edited)};
}

void JudgePosts::write(JsonWriter& json) const {
  json.key("reader").text(reader).key("trial").boolean(trial).key("judgements").begin_array();
  for (const store::NewJudgement& judgement : judgements) {
    json.begin_object().key("ref").integer(judgement.ref);
    write_label(json, judgement.label);
    json.end_object();
  }
  json.end_array();
}

Result<JudgePosts> JudgePosts::read(JsonView json) {
  auto reader = read_line_of_text(json, "reader", kLongestName);
  if (!reader) return tl::unexpected(reader.error());
  const auto trial = json["trial"].boolean();
  if (!trial) return faulty("trial", "true or false");
  const auto list = read_list(json, "judgements");
  if (!list) return tl::unexpected(list.error());
  JudgePosts change{{}, *std::move(reader), *trial};
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto ref = read_number(list->at(i), "ref");
    if (!ref) return tl::unexpected(ref.error());
    auto label = read_label(list->at(i));
    if (!label) return tl::unexpected(label.error());
    if (label->empty()) return faulty("judgements", "about at least one aspect each");
    change.judgements.push_back({*ref, *std::move(label)});
  }
  if (name_a_post_twice(change.judgements)) return faulty("judgements", "about each post once");
  return change;
}

Result<Judged> JudgePosts::perform(const Office& office) const {
  auto outcomes = office.store.judge(judgements, reader, office.act, trial);
  if (!outcomes) return tl::unexpected(outcomes.error());
  return Judged{*std::move(outcomes)};
}

void SwitchSource::write(JsonWriter& json) const { json.key("name").text(name).key("on").boolean(on); }

Result<SwitchSource> SwitchSource::read(JsonView json) {
  auto name = read_line_of_text(json, "name", kLongestSourceName);
  if (!name) return tl::unexpected(name.error());
  const auto on = json["on"].boolean();
  if (!on) return faulty("on", "true or false");
  return SwitchSource{*std::move(name), *on};
}

Result<Switched> SwitchSource::perform(const Office& office) const {
  const auto disabled = office.store.disabled_sources();
  if (!disabled) return tl::unexpected(disabled.error());
  const auto& sources = office.config.sources;
  const bool known =
      std::any_of(sources.begin(), sources.end(), [&](const auto& each) { return each.name == name; }) ||
      std::any_of(disabled->begin(), disabled->end(), [&](const auto& each) { return each.source == name; });
  if (!known) {
    std::vector<std::string_view> names;
    for (const config::SourceConfig& each : sources) names.push_back(each.name);
    const auto meant = nearest(name, names);
    return fail(ExitStatus::usage,
                fmt::format("{}: no such source in the configuration{}; `nhsvalues sources list` shows those "
                            "there are",
                            name, meant ? fmt::format(" (did you mean {}?)", *meant) : ""));
  }
  const auto changed = office.store.switch_source(name, on, office.act);
  if (!changed) return tl::unexpected(changed.error());
  return Switched{*changed};
}

void FollowUpPledge::write(JsonWriter& json) const {
  json.key("ref").integer(ref).key("note").text(told.note).key("by").text(told.by);
  json.key("day").text(format_day(told.day));
}

Result<FollowUpPledge> FollowUpPledge::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  const auto note = json["note"].text();
  if (!note || note->size() > kLongestNote || trimmed(*note).empty() || repaired(*note) != *note)
    return faulty("note", fmt::format("a text of at most {} bytes", kLongestNote));
  auto by = read_line_of_text(json, "by", kLongestName);
  if (!by) return tl::unexpected(by.error());
  const auto day = parse_day(json["day"].text_or_empty());
  if (!day) return faulty("day", "a day such as 2026-11-01");
  return FollowUpPledge{*ref, {std::string{*note}, *std::move(by), *day}};
}

Result<FollowedUp> FollowUpPledge::perform(const Office& office) const {
  store::FollowUp kept = told;
  kept.note = privacy::masked(told.note, office.config.organisations);
  const auto pledge = office.store.follow_up(ref, kept, office.act);
  if (!pledge) return tl::unexpected(pledge.error());
  return FollowedUp{pledge->followed_up()};
}

void UndoFollowUp::write(JsonWriter& json) const { json.key("ref").integer(ref); }

Result<UndoFollowUp> UndoFollowUp::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  return UndoFollowUp{*ref};
}

Result<FollowedUp> UndoFollowUp::perform(const Office& office) const {
  const auto pledge = office.store.undo_follow_up(ref, office.act);
  if (!pledge) return tl::unexpected(pledge.error());
  return FollowedUp{pledge->followed_up()};
}

void OpenPost::write(JsonWriter& json) const { json.key("ref").integer(ref); }

Result<OpenPost> OpenPost::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  return OpenPost{*ref};
}

Result<Opened> OpenPost::perform(const Office& office) const {
  const auto key = key_of(office);
  if (!key) return tl::unexpected(key.error());
  const auto sealed = office.store.open_post(ref, office.act);
  if (!sealed) return tl::unexpected(sealed.error());
  const auto identity = (*key)->unseal_identity(*sealed);
  if (!identity)
    return fail(ExitStatus::configuration,
                fmt::format("{}: this post was sealed by another key than the one at hand", ref));
  if (identity->url.empty())
    return fail(ExitStatus::no_input,
                fmt::format("{}: this post came without an address, so there is nothing to open", ref));
  return Opened{identity->url};
}

void NoteDisclosure::write(JsonWriter& json) const {
  json.key("outlet").text(id_of(disclosure.outlet));
  json.key("filter").text(disclosure.filter).key("detail").text(disclosure.detail);
  if (disclosure.posts) json.key("posts").integer(*disclosure.posts);
  if (disclosure.post) json.key("ref").integer(*disclosure.post);
}

Result<NoteDisclosure> NoteDisclosure::read(JsonView json) {
  const auto outlet = from_id<store::Outlet>(json["outlet"].text_or_empty());
  if (!outlet) return faulty("outlet", "one that nhsvaluesd knows");
  auto filter = read_line_of_text(json, "filter", kLongestSelection);
  if (!filter) return tl::unexpected(filter.error());
  auto detail = read_line_of_text(json, "detail", kLongestSelection);
  if (!detail) return tl::unexpected(detail.error());
  const auto posts = json["posts"].integer();
  if (posts && *posts < 0) return faulty("posts", "a whole number from 0 on");
  return NoteDisclosure{{*outlet, json["ref"].integer(), *std::move(filter), posts, *std::move(detail)}};
}

Result<Noted> NoteDisclosure::perform(const Office& office) const {
  if (auto noted = office.store.note_disclosure(disclosure, office.act); !noted)
    return tl::unexpected(noted.error());
  return Noted{};
}

Result<const privacy::Pseudonymiser*> key_of(const Office& office) {
  if (office.pseudonymiser != nullptr) return office.pseudonymiser;
  return fail(ExitStatus::configuration, "this needs the key of the database, which is not at hand here");
}

void RevealAccount::write(JsonWriter& json) const {
  json.key("account").text(account).key("network").text(network).key("refs").begin_array();
  for (const std::int64_t ref : refs) json.integer(ref);
  json.end_array();
}

Result<RevealAccount> RevealAccount::read(JsonView json) {
  auto account = read_line_of_text(json, "account", kLongestAccount);
  if (!account) return tl::unexpected(account.error());
  if (account->empty()) return faulty("account", "the name of one");
  auto network = read_line_of_text(json, "network", kLongestAccount);
  if (!network) return tl::unexpected(network.error());
  const JsonView list = json["refs"];
  if (!list.is_array() || list.size() > kMostPosts)
    return faulty("refs", fmt::format("a list of at most {}", kMostPosts));
  RevealAccount wanted{*std::move(account), *std::move(network), {}};
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto ref = list.at(i).integer();
    if (!ref || *ref < 1) return faulty("refs", "whole numbers above 0");
    wanted.refs.push_back(*ref);
  }
  return wanted;
}

Result<AccountRevealed> RevealAccount::perform(const Office& office) const {
  const auto key = key_of(office);
  if (!key) return tl::unexpected(key.error());
  auto networks = network.empty() ? office.store.networks() : Result<std::vector<std::string>>{{network}};
  if (!networks) return tl::unexpected(networks.error());
  std::vector<store::AccountKey> accounts;
  for (const std::string& each : *networks)
    for (const KeyedHash& hash : (*key)->author_keys(each, account)) accounts.push_back({each, hash});
  const auto held = office.store.reveal_holdings(accounts, refs, office.act);
  if (!held) return tl::unexpected(held.error());
  AccountRevealed revealed;
  for (const store::HeldAccount& each : held->known)
    revealed.known.push_back({each.network, each.key, each.posts, each.objected_at, each.forgotten});
  std::size_t bytes = 0;
  revealed.answered = refs.size();
  for (const store::SealedPost& each : held->posts) {
    AccountRevealed::Opened opened = opened_with(**key, each);
    bytes += size_of(opened);
    if (bytes > kMostRevealed && !revealed.opened.empty()) {
      revealed.answered =
          static_cast<std::size_t>(std::find(refs.begin(), refs.end(), each.ref) - refs.begin());
      break;
    }
    revealed.opened.push_back(std::move(opened));
  }
  return revealed;
}

void PurgeNext::write(JsonWriter&) const {}

Result<PurgeNext> PurgeNext::read(JsonView) { return PurgeNext{}; }

Result<Purged> PurgeNext::perform(const Office& office) const {
  const auto step = office.store.purge_next(retention_rules(office.config), office.act, kPurgedAtOnce);
  if (!step) return tl::unexpected(step.error());
  return Purged{*step};
}

namespace {

void write_refs(JsonWriter& json, const std::vector<std::int64_t>& refs) {
  json.key("refs").begin_array();
  for (const std::int64_t ref : refs) json.integer(ref);
  json.end_array();
}

Result<std::vector<std::int64_t>> read_refs(JsonView json) {
  const auto list = read_list(json, "refs");
  if (!list) return tl::unexpected(list.error());
  std::vector<std::int64_t> refs;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto ref = list->at(i).integer();
    if (!ref || *ref < 1) return faulty("refs", "whole numbers above 0");
    refs.push_back(*ref);
  }
  return refs;
}

/// A text of several lines maybe, with something in it.
Result<std::string> read_note(JsonView json, const char* member) {
  const auto note = json[member].text();
  if (!note || note->size() > kLongestNote || trimmed(*note).empty() || repaired(*note) != *note)
    return faulty(member, fmt::format("a text of at most {} bytes", kLongestNote));
  return std::string{*note};
}

/// A line with something in it.
Result<std::string> read_words(JsonView json, const char* member, std::size_t longest) {
  auto line = read_line_of_text(json, member, longest);
  if (line && trimmed(*line).empty())
    return faulty(member, fmt::format("a line of text of at most {} bytes", longest));
  return line;
}

}  // namespace

void AcknowledgeConcerns::write(JsonWriter& json) const {
  write_refs(json, refs);
  json.key("by").text(by).key("note").text(note);
}

Result<AcknowledgeConcerns> AcknowledgeConcerns::read(JsonView json) {
  auto refs = read_refs(json);
  if (!refs) return tl::unexpected(refs.error());
  auto by = read_words(json, "by", kLongestName);
  if (!by) return tl::unexpected(by.error());
  auto note = read_note(json, "note");
  if (!note) return tl::unexpected(note.error());
  return AcknowledgeConcerns{*std::move(refs), *std::move(by), *std::move(note)};
}

Result<ConcernsChanged> AcknowledgeConcerns::perform(const Office& office) const {
  const auto done =
      office.store.acknowledge(refs, by, privacy::masked(note, office.config.organisations), office.act);
  if (!done) return tl::unexpected(done.error());
  return ConcernsChanged{*done};
}

void UndoAcknowledgement::write(JsonWriter& json) const { write_refs(json, refs); }

Result<UndoAcknowledgement> UndoAcknowledgement::read(JsonView json) {
  auto refs = read_refs(json);
  if (!refs) return tl::unexpected(refs.error());
  return UndoAcknowledgement{*std::move(refs)};
}

Result<ConcernsChanged> UndoAcknowledgement::perform(const Office& office) const {
  const auto done = office.store.undo_acknowledgement(refs, office.act);
  if (!done) return tl::unexpected(done.error());
  return ConcernsChanged{*done};
}

void NoteConsent::write(JsonWriter& json) const {
  json.key("ref").integer(ref).key("given_by").text(consent.given_by).key("how").text(consent.how);
  json.key("use").text(consent.use).key("day").text(format_day(consent.day));
  json.key("despite_wish").text(consent.despite_wish).key("by").text(consent.noted_by);
}

Result<NoteConsent> NoteConsent::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  auto given_by = read_words(json, "given_by", kLongestName);
  if (!given_by) return tl::unexpected(given_by.error());
  auto how = read_note(json, "how");
  if (!how) return tl::unexpected(how.error());
  auto use = read_words(json, "use", kLongestName);
  if (!use) return tl::unexpected(use.error());
  const auto day = parse_day(json["day"].text_or_empty());
  if (!day) return faulty("day", "a day such as 2026-11-01");
  auto despite_wish = read_line_of_text(json, "despite_wish", kLongestNote);
  if (!despite_wish) return tl::unexpected(despite_wish.error());
  auto by = read_words(json, "by", kLongestName);
  if (!by) return tl::unexpected(by.error());
  return NoteConsent{*ref,
                     {*std::move(given_by), *std::move(how), *std::move(use), *day, *std::move(despite_wish),
                      *std::move(by)}};
}

Result<ConsentChanged> NoteConsent::perform(const Office& office) const {
  store::Consent kept = consent;
  for (std::string* text : {&kept.given_by, &kept.how, &kept.use, &kept.despite_wish})
    *text = privacy::masked(*text, office.config.organisations);
  const auto record = office.store.note_consent(ref, kept, office.act);
  if (!record) return tl::unexpected(record.error());
  return ConsentChanged{record->state};
}

void WithdrawConsent::write(JsonWriter& json) const { json.key("ref").integer(ref); }

Result<WithdrawConsent> WithdrawConsent::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  return WithdrawConsent{*ref};
}

Result<ConsentChanged> WithdrawConsent::perform(const Office& office) const {
  const auto record = office.store.withdraw_consent(ref, office.act);
  if (!record) return tl::unexpected(record.error());
  return ConsentChanged{record->state};
}

}  // namespace nhs::control
