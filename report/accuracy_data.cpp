#include <fmt/format.h>

#include "core/json.h"
#include "report/accuracy_view.h"
#include "report/csv.h"
#include "report/json_members.h"

namespace nhs::report {
namespace {

using evaluation::Accuracy;
using evaluation::AspectAccuracy;
using evaluation::Estimate;
using evaluation::LabelAccuracy;

constexpr std::string_view id_of_basis(Basis basis) {
  return basis == Basis::file ? "file" : basis == Basis::judged ? "judged" : "readers";
}

void write_range(JsonWriter& json, const Estimate& estimate) {
  json.key("value").number(estimate.value, 4);
  json.key("low").number(estimate.low, 4).key("high").number(estimate.high, 4);
}

void write_measures(JsonWriter& json, std::string_view key,
                    const std::vector<evaluation::Measure>& measures) {
  json.key(key).begin_object();
  for (const evaluation::Measure& measure : measures) {
    json.key(measure.id).begin_object();
    write_range(json, measure.estimate);
    json.key("of").integer(static_cast<std::int64_t>(measure.of)).end_object();
  }
  json.end_object();
}

void write_estimate(JsonWriter& json, std::string_view key, const std::optional<Estimate>& estimate) {
  json.key(key);
  if (!estimate) {
    json.null();
    return;
  }
  json.begin_object();
  write_range(json, *estimate);
  json.end_object();
}

void write_label(JsonWriter& json, const LabelAccuracy& label) {
  json.key(label.label).begin_object();
  json.key("labelled").integer(static_cast<std::int64_t>(label.texts));
  json.key("found").integer(static_cast<std::int64_t>(label.found));
  json.key("enough").boolean(label.enough());
  write_estimate(json, "precision", label.precision);
  write_estimate(json, "recall", label.recall);
  write_estimate(json, "f1", label.f1);
  json.end_object();
}

void write_confusion(JsonWriter& json, const Accuracy& accuracy) {
  json.key("sentiment_confusion");
  if (!accuracy.sentiment) {
    json.null();
    return;
  }
  json.begin_object();
  for (const Sentiment people : all_of<Sentiment>()) {
    const auto& row = (*accuracy.sentiment)[index_of(people)];
    json.key(id_of(people)).begin_object();
    for (const Sentiment found : all_of<Sentiment>())
      json.key(id_of(found)).integer(static_cast<std::int64_t>(row[index_of(found)]));
    json.key("unclassified").integer(static_cast<std::int64_t>(row.back())).end_object();
  }
  json.end_object();
}

/// Strata are those of a judged sample alone.
void write_not_judged(JsonWriter& json, const EvaluatedSample& sample) {
  json.key("not_judged");
  if (sample.basis != Basis::judged) {
    json.null();
    return;
  }
  json.begin_object().key("strata").begin_array();
  for (const store::Stratum& stratum : sample.not_judged.strata)
    json.text(stratum ? id_of(*stratum) : "none");
  json.end_array();
  json.key("posts").integer(sample.not_judged.posts).key("of").integer(sample.not_judged.of).end_object();
}

void write_sample(JsonWriter& json, const EvaluatedSample& sample) {
  const Accuracy& accuracy = sample.accuracy;
  json.begin_object().key("name").text(sample.name).key("basis").text(id_of_basis(sample.basis));
  write_text_or_null(json, "model", sample.model);
  json.key("texts").integer(static_cast<std::int64_t>(accuracy.texts));
  json.key("unclassified").integer(static_cast<std::int64_t>(accuracy.unclassified));
  json.key("enough").boolean(accuracy.enough());
  write_measures(json, "measures", accuracy.measures);
  write_measures(json, "kappa", accuracy.kappas);
  json.key("labels").begin_object();
  for (const AspectAccuracy& aspect : accuracy.aspects) {
    json.key(aspect.aspect).begin_object();
    for (const LabelAccuracy& label : aspect.labels) write_label(json, label);
    json.end_object();
  }
  json.end_object();
  write_confusion(json, accuracy);
  write_not_judged(json, sample);
  json.key("gone").integer(static_cast<std::int64_t>(sample.gone));
  json.end_object();
}

std::string csv_row(const std::string& sample, std::string_view aspect, std::string_view label,
                    std::string_view measure, const Estimate& estimate, std::size_t of, bool enough) {
  return fmt::format("{},{},{},{},{:.4f},{:.4f},{:.4f},{},{}\r\n", sample, aspect, label, measure,
                     estimate.value, estimate.low, estimate.high, of, enough);
}

}  // namespace

std::string accuracy_json(const std::vector<EvaluatedSample>& samples) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.evaluate/1").key("samples").begin_array();
  for (const EvaluatedSample& sample : samples) write_sample(json, sample);
  json.end_array().end_object();
  return std::string{json.str()} + "\n";
}

std::string accuracy_csv(const std::vector<EvaluatedSample>& samples) {
  std::string csv = "sample,aspect,label,measure,value,low,high,of,enough\r\n";
  for (const EvaluatedSample& sample : samples) {
    const std::string name = csv_cell(sample.name);
    const Accuracy& accuracy = sample.accuracy;
    for (const evaluation::Measure& measure : accuracy.measures)
      csv += csv_row(name, "", "", measure.id, measure.estimate, measure.of, accuracy.enough());
    for (const evaluation::Measure& kappa : accuracy.kappas)
      csv += csv_row(name, kappa.id, "", "kappa", kappa.estimate, kappa.of, accuracy.enough());
    for (const AspectAccuracy& aspect : accuracy.aspects)
      for (const LabelAccuracy& label : aspect.labels) {
        const auto add = [&](std::string_view measure, const std::optional<Estimate>& estimate) {
          if (estimate)
            csv += csv_row(name, aspect.aspect, label.label, measure, *estimate, label.texts, label.enough());
        };
        add("precision", label.precision);
        add("recall", label.recall);
        add("f1", label.f1);
      }
  }
  return csv;
}

}  // namespace nhs::report
