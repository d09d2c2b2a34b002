#include "report/dpia.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

#include "report/deletion_words.h"
#include "report/processing_tables.h"

namespace nhs::report {
namespace {

constexpr std::string_view kToDo = "**[to be filled in by the organisation]**";

std::string head(const Processing& processing) {
  return fmt::format(
      "# Data protection impact assessment: {} about NHS values\n\n{}| | |\n|---|---|\n| controller | {} "
      "|\n| data protection officer | {} |\n| processing | collecting, judging and counting {} "
      "|\n| review | when the configuration or the program changes, and at least once a year |\n\n",
      holds_what_may_not_be_public(processing) ? "posts and other texts" : "public posts",
      standing_of(processing, "dpia"), or_missing(processing.controller, "privacy.controller"),
      or_missing(processing.contact, "privacy.data_protection_contact"), what_is_read(processing));
}

std::string why() {
  return R"(## 1. Why an assessment is made

The processing watches a public place all the time, perhaps on a large scale (Article 35(3)(c)); the people who write them are not told one by one
(data not obtained from them, Article 14); posts about care hold special category data, of their authors and of others;
and some of those people are vulnerable. Each of these is a reason to assess it before it begins (Article 35).

)";
}

std::string description(const Processing& processing) {
  std::string text = "## 2. What is done\n\n### Nature\n\n";
  text +=
      R"(What is named above is read from the sources in annex A, by their own interfaces or from files. Before anything is
stored, each post is made pseudonymous: its account, id and address become keyed hashes and an encrypted copy, and personal
data in its text is masked. A classifier on the same machine judges it: which of the six values, lived up to or fallen short
of, sentiment, kind, inclusion group, language. Posts and findings are kept in one database file; the key is in another file.
Members of the team ask for counts, trends and posts, correct the classifier, and publish counts.
)";
  text += fmt::format("{}\n\n", deletion_words(processing).what_is_done);
  text += fmt::format(
      "### Scope\n\nPeople: authors of public posts, in no number that is known beforehand, children among them; "
      "people whom posts are about; members of the team. Data: annex E, column by column. Duration: annex B. Area: "
      "wherever the networks are read from; posts need not come from the United Kingdom.\n\n"
      "### Context\n\nThose who write want to be heard by everybody who follows the hashtag, and will mostly not "
      "expect a health body to keep what they wrote. They have no choice beforehand but can have themselves left "
      "out (annex D). Whoever asks on Mastodon not to be found by search engines {}. Names of these organisations "
      "stay in texts: {}.\n\n### Purposes\n\n",
      processing.leaves_out_noindex ? "is left out altogether" : "is counted, and never quoted",
      processing.organisations.empty()
          ? "none are configured"
          : markdown_text(fmt::format("{}", fmt::join(processing.organisations, ", "))));
  return text + purposes(processing);
}

std::string consultation() {
  return fmt::format(
      "## 3. Who was asked\n\nWhat people who post, patient groups and the inclusion health groups think of it: {}. "
      "What staff think of it, or their representatives: {}. The data protection officer's advice: {}.\n\n",
      kToDo, kToDo, kToDo);
}

std::string necessity(const Processing& processing) {
  return fmt::format(
      R"(## 4. Necessity and proportionality

| question | answer |
|---|---|
| lawful basis | {} |
| special category data | {} |
| does it serve the purpose | counts and trends by value answer it; how right the classifier is, is measured against people's judgement of random samples (`nhsvalues evaluate`) and told with every report |
| could less do | accounts are not kept in clear; pictures, profiles, followers, places and answers of networks are not kept at all; texts go when their time is over (annex B); published outputs hold counts alone |
| could it be done without texts | no: a judgement has to be open to checking, and a new version of the classifier judges history again |
| accuracy | the classifier errs, and the model card says how often; people's corrections count instead of it; {} |
| function creep | what is not done is listed in section 7, and the program has no command for it |
| informing people | the privacy notice (`nhsvalues privacy-notice`) is published where this organisation's notices are, and linked from the contact page that is sent with every request: {} |
| rights | annex D |
| processors | none by the program; who runs the machine and keeps its backups: {} |
| transfers abroad | none of stored data; networks abroad are asked for what they publish |

)",
      or_missing(processing.lawful_basis, "privacy.lawful_basis"),
      or_missing(processing.special_category_condition, "privacy.special_category_condition"),
      deletion_words(processing).edits, kToDo, kToDo);
}

struct Risk {
  std::string_view risk;
  std::string_view before;
  std::string_view measures;
  std::string_view left;
};

constexpr std::array kRisks = {
    Risk{
        "Somebody who reads the database, a stolen backup or an export learns who wrote a post",
        "likely; serious",
        "keyed hashes and encrypted originals; key in a file of its own (0600), not in backups; backups can be "
        "encrypted to a public key; naming people needs the key and stands in the audit",
        "a text can be searched for on its network: low to medium while texts are kept"},
    Risk{
        "A published number is small enough to point at a person", "possible; serious",
        "public outputs hide counts from 1 to 7, round the rest to 5, show an inclusion group from {groups} posts "
        "on, in whole calendar periods and one dimension at a time",
        "low; what several reports together may tell is in the program's documentation"},
    Risk{"A published quotation is searched back to its author",
         "certain, where it is word for word; serious",
         "no public output prints a post unless its author's consent is noted, and who noted it", "low"},
    Risk{
        "Personal data of others stands in a text: a patient, a relative, a nurse", "likely; serious",
        "mentions, addresses, numbers, postcodes and dates of birth are masked before storing, and counted by kind",
        "names in running text are not masked: medium; access is limited, texts go when their time is over"},
    Risk{"Somebody at risk of harm is overlooked, or exposed", "possible; most serious",
         "posts with such words ({concerns}) are put before a named person and are in no public output",
         "rules miss posts, and raise false concerns: medium; it is no safeguarding system"},
    Risk{"A post is kept that its author has deleted", "likely; moderate", "{deletions}", "{deletions_left}"},
    Risk{
        "Inclusion groups are guessed wrongly, or members of one are singled out", "possible; serious",
        "a group is found by words about it, never given to an author; a higher threshold in public outputs; people "
        "correct it",
        "low to medium"},
    Risk{"Numbers are taken for a measure of quality, or of staff", "likely; moderate",
         "intervals, coverage and cautions stand in every output; there is no output by member of staff",
         "low to medium: it is for those who publish"},
    Risk{
        "A member of the team looks at, or takes out, more than they need", "possible; moderate",
        "membership of a group decides; changes, exports and revealing stand in an audit that is only added to",
        "reading is not written down, and who owns the file can change the audit: low to medium"},
    Risk{"A rogue server or a hostile post attacks the machine or a reader", "possible; moderate",
         "limits on every answer, {connections}; texts are made harmless for terminal, "
         "page, spreadsheet and log",
         "low"},
    Risk{
        "What a person asked to be erased comes back", "possible; serious",
        "a list of keyed hashes turns it away; a backup that is restored gets the list of the database that it "
        "replaces, as long as that can still be read",
        "low; where the database is lost and a backup takes its place, medium until who was forgotten since is "
        "forgotten again"},
    Risk{"The key is lost, or stolen together with the database", "rare; serious",
         "a copy is kept apart from backups; the key can be changed, and what is encrypted is encrypted anew",
         "low"},
};

std::string replaced(std::string text, std::string_view mark, const std::string& by) {
  if (const auto at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), by);
  return text;
}

std::string risks(const Processing& processing) {
  std::string text =
      "## 5. Risks and measures\n\nLikelihood and severity are a suggestion, for the organisation to weigh.\n\n"
      "| | risk to people | without measures | what is done | what is left |\n|---|---|---|---|---|\n";
  const std::string connections = fmt::format(
      "{}, {}",
      processing.may_connect_unencrypted ? "connections that **need not be encrypted** (`allow_plain_http`)"
                                         : "encrypted connections only",
      processing.may_connect_privately
          ? "also to **addresses in private networks** (`allow_private_addresses`)"
          : "none to addresses in private networks");
  const std::string concerns =
      processing.concern_rules.empty()
          ? "no rule is in force"
          : markdown_text(fmt::format("{}", fmt::join(processing.concern_rules, ", ")));
  const DeletionWords& deletions = deletion_words(processing);
  int number = 0;
  for (const Risk& each : kRisks) {
    std::string measures = replaced(std::string{each.measures}, "{concerns}", concerns);
    measures = replaced(measures, "{connections}", connections);
    measures = replaced(measures, "{groups}", fmt::format("{}", processing.groups_shown_from));
    measures = replaced(measures, "{deletions}", std::string{deletions.measures});
    const std::string left =
        replaced(std::string{each.left}, "{deletions_left}", std::string{deletions.risk_left});
    text += fmt::format("| {} | {} | {} | {} | {} |\n", ++number, each.risk, each.before, measures, left);
  }
  return text + "\n";
}

std::string left_to_decide(const Processing& processing) {
  std::string text = R"(## 6. For the organisation to decide

- [ ] Whether the lawful basis and the condition of section 4 hold here; whether an appropriate policy document exists
      (Data Protection Act 2018, Schedule 1, Part 4), and whether posts may tell of criminal offences (Article 10).
- [ ] Who may read the database (members of its group), who may take data out, and who looks at the audit, how often.
- [ ] Who reads concerns, within what time, also at night and at weekends, and whom they tell.
- [ ] Where the key's copy is kept, and who may get at it.
- [ ] Whether the times of annex B are as short as the purposes allow.
- [ ] Whether each network's terms allow what is done.
- [ ] Where the privacy notice is published, and who answers people, within one month.
)";
  if (holds_what_may_not_be_public(processing))
    text +=
        "- [ ] Whether lawful basis and condition hold for the texts that may not be public (annex A): who wrote those "
        "has not manifestly made them public.\n";
  return text + "\n";
}

std::string sign_off() {
  return R"(## 8. Sign-off

| | name and role | date | notes |
|---|---|---|---|
| measures approved by | | | |
| what is left is accepted by | | | if it is high, ask the Information Commissioner before beginning (Article 36) |
| advice of the data protection officer | | | |
| advice accepted or overruled by | | | |
| kept under review by | | | |

)";
}

}  // namespace

std::string dpia(const Processing& processing) {
  std::string text = head(processing) + why() + description(processing) + consultation() +
                     necessity(processing) + risks(processing) + left_to_decide(processing);
  text += "## 7. What is not done\n\n" + never_done(processing) + sign_off();
  text += "## Annex A: sources\n\n" + sources_table(processing);
  text += "## Annex B: how long it is kept\n\n" + retention_table(processing);
  text += "## Annex C: recipients\n\n" + recipients_list(processing);
  text += "## Annex D: rights\n\n" + rights_table(processing);
  text += "## Annex E: what is kept\n\n" + kinds_table() + columns_table();
  text.pop_back();
  return text;
}

}  // namespace nhs::report
