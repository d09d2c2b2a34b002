#include "report/dpia.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/deletion_words.h"
#include "report/dpia_risks.h"
#include "report/processing_tables.h"
#include "report/rights_offered.h"

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
(data not obtained from them, Article 14, with the exception of 14(5)(b)); posts about care hold special category data, of their
authors and of others; a program that learned from examples (artificial intelligence) judges them; and some of those people
are vulnerable, children among them. Each of these is a reason to assess it before it begins (Article 35, and the Information
Commissioner's list of such processing).

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
      "### Members of the team\n\nThey are data subjects, too. Kept of them: login, act and time (audit), and the name "
      "that they give with labels, samples, notes and acknowledgements. Why: to show who did what with other people's "
      "data, and to measure how far readers agree; nothing counts what one of them does. How long: as long as the "
      "database, for a line of the audit cannot be taken out; notes go with their post's text. Seen by: whoever may read "
      "the database. Lawful basis, and how they were told (Article 13): {}.\n\n"
      "### Context\n\nThose who write want to be heard by everybody who follows the hashtag, and will mostly not "
      "expect a health body to keep what they wrote. They have no choice beforehand but can have themselves left "
      "out (annex D). Whoever asks on Mastodon not to be found by search engines {}. Names of these organisations "
      "stay in texts: {}.\n\n### Purposes\n\n",
      kToDo, processing.leaves_out_noindex ? "is left out altogether" : "is counted, and never quoted",
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

/// A row of its own, where texts came in that were given to somebody for something else.
std::string other_purpose(const Processing& processing) {
  if (!holds_what_may_not_be_public(processing)) return {};
  return fmt::format(
      "| another purpose | texts from files may have been given for another one, as answers to a survey: whether that is "
      "compatible with this one (Articles 5(1)(b) and 6(4)), and whether they were told of it (Article 13(3)): {} |\n",
      kToDo);
}

std::string message_processors(const Processing& processing) {
  if (processing.messages.empty()) return "none by the program; ";
  return fmt::format("messages go to hosts: {}. Whose these are, and under what contract (Article 28): {}; ",
                     messages_in_a_cell(processing), kToDo);
}

std::string transfers(const Processing& processing) {
  const char* networks =
      "networks abroad are asked for what they publish, and for what they published by the ids that they gave it";
  if (processing.messages.empty()) return fmt::format("none of what was found; {}", networks);
  return fmt::format(
      "messages with what was found in single posts, if a host above stands abroad: where, and on what ground "
      "(Articles 44 to 49): {}; {}",
      kToDo, networks);
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
| how long | a year of texts is needed for a year's trend to be judged by one version of the classifier, and for a yearly report to be checked against its posts; what annex B keeps longer has a gap there for the reason |
| accuracy | the classifier errs: the model card of the version in use says how often, by value, sentiment, kind and inclusion group, of some of these from too few posts to tell; people's corrections count instead of it; {} |
| fairness | whether it errs more with the words of some people than of others (age, dialect, first language) is not measured, for nothing of that is known of authors. What `nhsvalues evaluate` says of random samples of this database: {} |
| human review | nothing is decided about a person. A person reads what raised a concern, judges random samples, and corrects any judgement (`nhsvalues label`); {} |
| function creep | what is not done is listed in section 7. Of that the program has no output by person, and keeps nobody from searching texts for a name and counting what is found: that is governed by a rule for the team, by who belongs to it, and by searches that are kept (`[[query]]`) standing in the configuration. The rule, and who looks at the configuration: {} |
| informing people | the privacy notice (`nhsvalues privacy-notice`) is published where this organisation's notices are, and linked from the contact page that is sent with every request: {} |
| not telling them one by one | Article 14(5)(b): telling each would mean to open the account of every post, which is otherwise closed, and to write to them where others read it, for the sake of counts that name nobody. Against it: they do not expect this, and who is not told cannot object. What is done for them: the notice, pseudonyms, masked texts, erasure for whoever asks. Whether that is a fair balance: {} |
| rights | annex D |
{}| processors | {}who runs the machine and keeps its backups: {} |
| transfers abroad | {} |

)",
      or_missing(processing.lawful_basis, "privacy.lawful_basis"),
      or_missing(processing.special_category_condition, "privacy.special_category_condition"),
      deletion_words(processing).edits, kToDo, kToDo, kToDo, kToDo, kToDo, other_purpose(processing),
      message_processors(processing), kToDo, transfers(processing));
}

std::string left_to_decide(const Processing& processing) {
  std::string text = R"(## 6. For the organisation to decide

- [ ] Whether the lawful basis and the condition of section 4 hold here; whether an appropriate policy document exists
      (Data Protection Act 2018, Schedule 1, Part 4), and whether posts may tell of criminal offences (Article 10).
- [ ] Who may read the database (members of its group), who may take data out, and who looks at the audit, how often.
- [ ] Who reads concerns, within what time, also at night and at weekends, and whom they tell.
- [ ] Where the key's copy is kept, and who may get at it.
- [ ] That posts are searched for nobody's name, in writing, and what follows when somebody does.
- [ ] Whether the times of annex B are as short as the purposes allow, also of what is kept of the team.
- [ ] Where the proof of a consent is kept for as long as what was published under it: here it goes with the post's text.
- [ ] How children are told, and who answers them and those who speak for them.
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
                     necessity(processing) + risks_table(processing) + left_to_decide(processing);
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
