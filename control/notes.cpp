#include "control/notes.h"

#include <utility>

#include "control/json_members.h"
#include "control/limits.h"
#include "control/office.h"
#include "core/time.h"
#include "privacy/mask.h"

namespace nhs::control {

void FollowUpPledge::write(JsonWriter& json) const {
  json.key("ref").integer(ref).key("note").text(told.note).key("by").text(told.by);
  json.key("day").text(format_day(told.day));
}

Result<FollowUpPledge> FollowUpPledge::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  auto note = read_note(json, "note");
  if (!note) return tl::unexpected(note.error());
  auto by = read_line_of_text(json, "by", kLongestName);
  if (!by) return tl::unexpected(by.error());
  const auto day = parse_day(json["day"].text_or_empty());
  if (!day) return faulty("day", "a day such as 2026-11-01");
  return FollowUpPledge{*ref, {*std::move(note), *std::move(by), *day}};
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

void WithdrawConsent::write(JsonWriter& json) const { json.key("ref").integer(ref).key("by").text(by); }

Result<WithdrawConsent> WithdrawConsent::read(JsonView json) {
  const auto ref = read_number(json, "ref");
  if (!ref) return tl::unexpected(ref.error());
  // Earlier programs do not send it.
  if (!json["by"].exists()) return WithdrawConsent{*ref};
  auto by = read_line_of_text(json, "by", kLongestName);
  if (!by) return tl::unexpected(by.error());
  return WithdrawConsent{*ref, *std::move(by)};
}

Result<ConsentChanged> WithdrawConsent::perform(const Office& office) const {
  const auto record = office.store.withdraw_consent(ref, office.act, by);
  if (!record) return tl::unexpected(record.error());
  return ConsentChanged{record->state};
}

}  // namespace nhs::control
