#include "report/accuracy_view.h"

#include <fmt/format.h>

#include "evaluation/accuracy_markdown.h"
#include "report/label_view.h"
#include "report/table.h"

namespace nhs::report {
namespace {

using evaluation::Accuracy;
using evaluation::AspectAccuracy;
using evaluation::Estimate;
using evaluation::LabelAccuracy;

std::string range(const Estimate& estimate) {
  return fmt::format("{:.2f} to {:.2f}", estimate.low, estimate.high);
}

/// With its interval where there is room for it.
std::string cell(const std::optional<Estimate>& estimate, bool with_range) {
  if (!estimate) return "-";
  return with_range ? fmt::format("{:.2f} ({})", estimate->value, range(*estimate))
                    : fmt::format("{:.2f}", estimate->value);
}

/// " Nobody judged a post on quality of care (448 of 2135 posts when the sample was drawn): …"; or nothing.
std::string not_spoken_of(const NotJudged& left_out) {
  if (left_out.strata.empty()) return {};
  return fmt::format(
      " Nobody judged a post {} ({} of {} posts when the sample was drawn): these numbers do not speak of such posts.",
      strata_in_words(left_out.strata), left_out.posts, left_out.of);
}

/// " 23 more were judged, but …"; or nothing.
std::string gone_in_words(std::size_t gone) {
  if (gone == 0) return {};
  return fmt::format(" {} more {} judged, but {} gone for {} age before this model could judge {}.", gone,
                     gone == 1 ? "was" : "were", gone == 1 ? "its text has" : "their texts have",
                     gone == 1 ? "its" : "their", gone == 1 ? "it" : "them");
}

std::string heading(const EvaluatedSample& sample) {
  const std::string texts =
      fmt::format("{} {}", sample.accuracy.texts, sample.accuracy.texts == 1 ? "text" : "texts");
  if (sample.basis == Basis::readers)
    return fmt::format("{}: {} that both judged; found is what the second says.", sample.name, texts);
  if (sample.basis == Basis::judged)
    return fmt::format("{}{}: {} of a random sample, judged by people, against model {}.{}{}", sample.name,
                       sample.not_judged.strata.empty() ? "" : ", but for some that nobody judged", texts,
                       sample.model, not_spoken_of(sample.not_judged), gone_in_words(sample.gone));
  return fmt::format("{}: {}, against model {}.", sample.name, texts, sample.model);
}

Table measures_table(const Accuracy& accuracy) {
  Table table;
  table.column("Measure");
  table.column("Value", Table::Align::right);
  table.column("95% interval");
  table.column("Of", Table::Align::right);
  const auto add = [&](const evaluation::Measure& measure, std::string_view prefix) {
    table.row({fmt::format("{}{}", prefix, measure.name), fmt::format("{:.2f}", measure.estimate.value),
               range(measure.estimate), fmt::format("{}", measure.of)});
  };
  for (const evaluation::Measure& measure : accuracy.measures) add(measure, "");
  for (const evaluation::Measure& kappa : accuracy.kappas) add(kappa, "kappa, ");
  return table;
}

Table labels_table(const AspectAccuracy& aspect, bool with_ranges) {
  Table table;
  table.column(id_in_words(aspect.aspect));
  table.column("Labelled", Table::Align::right);
  table.column("Found", Table::Align::right);
  for (const char* column : {"Precision", "Recall", "F1"}) table.column(column);
  for (const LabelAccuracy& label : aspect.labels) {
    std::vector<std::string> cells = {id_in_words(label.label), fmt::format("{}", label.texts),
                                      fmt::format("{}", label.found)};
    if (label.enough())
      cells.insert(cells.end(), {cell(label.precision, with_ranges), cell(label.recall, with_ranges),
                                 cell(label.f1, true)});
    else
      cells.insert(cells.end(), {"", "", "too few to tell"});
    table.row(std::move(cells));
  }
  return table;
}

Table confusion_table(const evaluation::SentimentConfusion& confusion) {
  Table table;
  table.column("People say \\ found");
  for (const Sentiment sentiment : all_of<Sentiment>())
    table.column(std::string{id_of(sentiment)}, Table::Align::right);
  table.column("unclassified", Table::Align::right);
  for (const Sentiment sentiment : all_of<Sentiment>()) {
    std::vector<std::string> cells = {std::string{id_of(sentiment)}};
    for (const std::size_t texts : confusion[index_of(sentiment)]) cells.push_back(fmt::format("{}", texts));
    table.row(std::move(cells));
  }
  return table;
}

std::vector<std::string> remarks(const EvaluatedSample& sample) {
  std::vector<std::string> lines;
  if (!sample.accuracy.enough())
    lines.push_back(
        fmt::format("Too few to tell: with fewer than {} texts chance decides most of these numbers.",
                    evaluation::kFewestTexts));
  if (sample.accuracy.unclassified > 0)
    lines.push_back(fmt::format("{} left unclassified: counted as without value, and as neutral.",
                                sample.accuracy.unclassified));
  if (sample.weighted)
    lines.emplace_back(
        "Weighted by how many posts each stratum of the sample stands for; Labelled, Found and the table of "
        "sentiments count judged posts.");
  return lines;
}

std::string sample_table(const EvaluatedSample& sample, const Terminal& terminal) {
  const Accuracy& accuracy = sample.accuracy;
  std::string text =
      wrapped_lines({heading(sample)}, terminal) + "\n" + measures_table(accuracy).text(terminal);
  for (const AspectAccuracy& aspect : accuracy.aspects) {
    Table table = labels_table(aspect, true);
    if (terminal.interactive && table.width() > terminal.columns) table = labels_table(aspect, false);
    text += "\n" + table.text(terminal);
  }
  if (accuracy.sentiment) text += "\n" + confusion_table(*accuracy.sentiment).text(terminal);
  const auto lines = remarks(sample);
  return text + (lines.empty() ? "" : "\n" + wrapped_lines(lines, terminal));
}

}  // namespace

std::string accuracy_tables(const std::vector<EvaluatedSample>& samples, const Terminal& terminal) {
  std::string text;
  for (const EvaluatedSample& sample : samples) text += sample_table(sample, terminal) + "\n";
  return text +
         wrapped_lines(
             {"Intervals: Wilson's for labels, directions, accuracy and unclassified; for the other "
              "measures 1000 bootstrap draws of the texts, always the same. In a sample of strata recall "
              "and F1 of values are as unsure as what was not seen in a stratum makes them."},
             terminal);
}

std::string accuracy_markdown(const std::vector<EvaluatedSample>& samples) {
  std::string page;
  for (const EvaluatedSample& sample : samples)
    page += fmt::format("{}### {}\n\n{}\n\n{}", page.empty() ? "" : "\n", terminal_safe(sample.name),
                        terminal_safe(heading(sample)), evaluation::as_markdown(sample.accuracy));
  return page;
}

}  // namespace nhs::report
