#include <fmt/format.h>

#include "report/label_view.h"
#include "report/percent.h"
#include "report/post_words.h"
#include "report/posts_view.h"
#include "store/ignore_rules.h"

namespace nhs::report {
namespace {

/// A line for each finding, with the words that it rests on.
std::string reasons(const store::StoredPost& post, const Classification& explained,
                    const Terminal& terminal) {
  std::string text;
  if (explained.sentiment && !explained.sentiment->evidence.empty())
    text += indented(fmt::format("{}, because of {}", id_of(explained.sentiment->label),
                                 evidence_in_words(explained.sentiment->evidence, post.text)),
                     4, terminal);
  for (const ValueFinding& finding : explained.values)
    text += indented(
        fmt::format("{}: {} ({} likely), because of {}", name_of(finding.value), id_of(finding.direction),
                    percent(finding.probability), evidence_in_words(finding.evidence, post.text)),
        4, terminal);
  return text;
}

/// Who reads a post that an alert named has to see that somebody has to act.
std::string concern_raised_in_words(const store::Concern& concern, const TimeZone& zone) {
  if (concern.acknowledged)
    return fmt::format("Raised the concern {}: acknowledged on {} (`nhsvalues concerns --all`).",
                       concern.rule, zone.format(concern.acknowledged->at));
  return fmt::format("Waits to be acknowledged since {}: concern {} (`nhsvalues concerns`).",
                     zone.format(concern.raised_at), concern.rule);
}

}  // namespace

std::string post_explained(const store::StoredPost& post, const std::optional<Classification>& explained,
                           const BesidePost& beside, const TimeZone& zone, const Terminal& terminal) {
  std::string text = bold(heading_of(post, zone), terminal) + "\n";
  if (post.withdrawn_at && post.ignored_by.empty()) {
    text += indented(
        post.removal
            ? fmt::format(
                  "removed on {}: the network no longer shows it (first seen so on {}), so it no longer counts and "
                  "its text and author are gone here too",
                  zone.format(post.removal->removed_at), zone.format(post.removal->gone_at))
            : fmt::format(
                  "withdrawn on {}: its author took the tag away, so it no longer counts and its text is gone",
                  zone.format(*post.withdrawn_at)),
        2, terminal);
    return text + indented(seen_in_words(post, zone), 2, terminal);
  }
  if (post.purged_at)
    text += indented(
        fmt::format("Text, author and address were removed on {}, when their time was over (retention). "
                    "What was found in it still counts; its moments are those of its day alone.",
                    zone.format(*post.purged_at)),
        2, terminal);
  else
    text += indented(terminal_safe(post.text, false), 2, terminal) + "\n";
  if (!post.quotable) text += indented("Not for quoting: its author asks not to be found.", 2, terminal);
  if (post.consented)
    text += indented("May be quoted word for word: somebody agreed, nhsvalues consent says who and for what.",
                     2, terminal);
  if (!post.ignored_by.empty())
    text += indented(post.ignored_by == store::kObjection
                         ? std::string{"Counts nowhere: its author objects to being counted."}
                         : fmt::format("Counts nowhere: set aside by the ignore rule {}.", post.ignored_by),
                     2, terminal);
  for (const store::Concern& concern : beside.concerns)
    text += indented(concern_raised_in_words(concern, zone), 2, terminal);
  text += indented(findings_in_words(post.classification), 2, terminal);
  for (const store::LabelRecord& label : beside.labels)
    text += indented(label_record_in_words(label, zone), 2, terminal);
  const Classification& machine = post.machine ? *post.machine : post.classification;
  if (post.machine) text += indented("The machine: " + findings_in_words(machine), 2, terminal);
  if (!explained && !post.purged_at)
    text += indented("No model is at hand, so the deciding words cannot be shown.", 2, terminal);
  if (explained && explained->model != machine.model)
    text += indented(
        fmt::format(
            "Judged by model {}; the model at hand is {}, so the deciding words cannot be shown until "
            "`nhsvalues reclassify`, or nhsvaluesd by itself, has judged it anew.",
            machine.model, explained->model),
        2, terminal);
  if (explained && explained->model == machine.model) text += reasons(post, *explained, terminal);
  return text + indented(fmt::format("{}; language {}; model {}", seen_in_words(post, zone), machine.language,
                                     machine.model),
                         2, terminal);
}

}  // namespace nhs::report
