#include "report/dpia_risks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <string_view>

#include "report/deletion_words.h"
#include "report/processing_tables.h"

namespace nhs::report {
namespace {

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
        "encrypted to a public key; opening what is stored of people needs the key and stands in the audit",
        "a text can be searched for on its network: low to medium while texts are kept"},
    Risk{
        "A published number is small enough to point at a person", "possible; serious",
        "public outputs hide counts from 1 to 7, round the rest to 5, show an inclusion group from {groups} posts "
        "on, in whole calendar periods and one dimension at a time",
        "low; what several reports together may tell is in the program's documentation"},
    Risk{
        "A published quotation is searched back to its author", "certain, where it is word for word; serious",
        "no public output prints a post unless its author's consent is noted, and who noted it",
        "low for the author; whomever else the text names has not agreed, so it is to be read for that first"},
    Risk{
        "Personal data of others stands in a text: a patient, a relative, a nurse", "likely; serious",
        "mentions, addresses, numbers, postcodes and dates of birth are masked before storing, and counted by kind",
        "names in running text are not masked: medium; access is limited, texts go when their time is over"},
    Risk{
        "Somebody at risk of harm is overlooked, or exposed", "possible; most serious",
        "posts with such words ({concerns}) are put before a named person, also where their author objects to being "
        "counted, and are in no public output",
        "rules miss posts, and raise false concerns: medium; it is no safeguarding system"},
    Risk{"A message tells others what was found in somebody's post",
         "likely where messages are sent; serious", "{messages}", "{messages_left}"},
    Risk{
        "Children are among the authors, and are judged and kept like adults", "likely; serious",
        "age is neither known nor guessed, so everybody's posts are protected alike; words about a child at risk raise a "
        "concern; the notice speaks to children; erasure for whoever asks",
        "medium. What is done when an author says that they are a child: **[to be filled in by the organisation]**"},
    Risk{
        "The classifier is wrong more often about some people than about others, or is believed too readily",
        "possible; moderate",
        "no decision hangs on a single judgement; counts stand with intervals and the measured accuracy; people judge "
        "random samples, and correct",
        "not known by who writes: low to medium, as long as nothing is decided about a person"},
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
        "Somebody of the team searches for a colleague or a patient by name, and counts what is said of them",
        "possible; serious", "a rule for the team; who belongs to it; texts go when their time is over",
        "medium: the program cannot tell a name from other words, and writes no search down"},
    Risk{
        "A member of the team looks at, or takes out, more than they need", "possible; moderate",
        "membership of a group decides; changes, exports, backups and opening what is encrypted stand in an audit that "
        "is only added to",
        "reading is not written down, whole lists and reports of masked texts among it (`posts`, `concerns`, `pledges`, "
        "`report`, SQLite), on the screen, in a file or as JSON; and who owns the file can change the audit: medium"},
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

std::string message_measures(const Processing& processing) {
  if (processing.messages.empty()) return "no target outside this machine is configured";
  return fmt::format(
      "they hold no text, no author and no address, and digests nothing on inclusion groups. Sent: {}",
      messages_in_a_cell(processing));
}

std::string message_risk_left(const Processing& processing) {
  if (processing.messages.empty()) return "none";
  return "medium: an alert that comes soon after a post tells whoever reads there what was found in it, a concern or an "
         "inclusion group, and the hashtag is public; so few as possible are to read there";
}

}  // namespace

std::string risks_table(const Processing& processing) {
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
    measures = replaced(measures, "{messages}", message_measures(processing));
    std::string left = replaced(std::string{each.left}, "{deletions_left}", std::string{deletions.risk_left});
    left = replaced(left, "{messages_left}", message_risk_left(processing));
    text += fmt::format("| {} | {} | {} | {} | {} |\n", ++number, each.risk, each.before, measures, left);
  }
  return text + "\n";
}

}  // namespace nhs::report
