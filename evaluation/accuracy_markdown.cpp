#include "evaluation/accuracy_markdown.h"

#include <fmt/format.h>

namespace nhs::evaluation {
namespace {

std::string cell(const std::optional<Estimate>& estimate) {
  return estimate ? fmt::format("{:.2f} ({:.2f} to {:.2f})", estimate->value, estimate->low, estimate->high)
                  : "-";
}

std::string label_row(const LabelAccuracy& label) {
  const std::string row =
      fmt::format("| {} | {} | {} | {} | {} | ", label.label, label.texts, label.found,
                  label.enough() ? cell(label.precision) : "", label.enough() ? cell(label.recall) : "");
  return row + (label.enough() ? cell(label.f1) : "too few to tell") + " |\n";
}

std::string measure_rows(const std::vector<Measure>& measures, std::string_view prefix) {
  std::string rows;
  for (const Measure& measure : measures)
    rows += fmt::format("| {}{} | {:.3f} | {:.3f} to {:.3f} | {} |\n", prefix, measure.name,
                        measure.estimate.value, measure.estimate.low, measure.estimate.high, measure.of);
  return rows;
}

std::string confusion_table(const SentimentConfusion& confusion) {
  std::string table =
      "\n| people say | positive | neutral | negative | unclassified |\n|---|---|---|---|---|\n";
  for (const Sentiment sentiment : all_of<Sentiment>()) {
    table += fmt::format("| {} |", id_of(sentiment));
    for (const std::size_t texts : confusion[index_of(sentiment)]) table += fmt::format(" {} |", texts);
    table += "\n";
  }
  return table;
}

}  // namespace

std::string as_markdown(const Accuracy& accuracy) {
  std::string page = "| measure | value | 95 % interval | of |\n|---|---|---|---|\n";
  page += measure_rows(accuracy.measures, "");
  page += measure_rows(accuracy.kappas, "kappa, ");
  if (!accuracy.enough())
    page += fmt::format("\nToo few to tell: {} texts, {} are needed.\n", accuracy.texts, kFewestTexts);
  for (const AspectAccuracy& aspect : accuracy.aspects) {
    page += fmt::format("\n| {} | labelled | found | precision | recall | F1 |\n|---|---|---|---|---|---|\n",
                        aspect.aspect);
    for (const LabelAccuracy& label : aspect.labels) page += label_row(label);
  }
  if (accuracy.sentiment) page += confusion_table(*accuracy.sentiment);
  return page;
}

}  // namespace nhs::evaluation
