#include <algorithm>

#include "report/alerts_view.h"
#include "report/metrics_samples.h"

namespace nhs::report {
namespace {

template <std::int64_t store::StoreStatus::*member>
void put_status(const MetricsReading& reading, Samples& out) {
  if (reading.status) out.add((*reading.status).*member);
}

std::vector<Metric> posts_metrics() {
  return {
      {.name = "nhsvalues_posts",
       .type = MetricType::gauge,
       .help = "Stored posts that count.",
       .put = put_status<&store::StoreStatus::posts>},
      {.name = "nhsvalues_posts_today",
       .type = MetricType::gauge,
       .help = "Of these, the ones written today.",
       .put = put_status<&store::StoreStatus::posts_today>},
      {.name = "nhsvalues_posts_unclassified",
       .type = MetricType::gauge,
       .help = "Of these, the ones that could not be classified: another language, or no words.",
       .put = put_status<&store::StoreStatus::unclassified>},
      {.name = "nhsvalues_posts_set_aside",
       .type = MetricType::gauge,
       .help = "Posts that `[[ignore]]` rules keep from counting.",
       .put = put_status<&store::StoreStatus::set_aside>},
      {.name = "nhsvalues_posts_of_other_models",
       .type = MetricType::gauge,
       .help = "Posts that wait to be judged anew by the model in force.",
       .put = put_status<&store::StoreStatus::of_other_models>},
      {.name = "nhsvalues_removed_posts_total",
       .type = MetricType::counter,
       .help = "Posts that were removed because their network had removed them, over all time.",
       .put = put_status<&store::StoreStatus::removed>},
      {.name = "nhsvalues_newest_post_timestamp_seconds",
       .type = MetricType::gauge,
       .help = "When the newest stored post was written. A quiet hashtag is no fault.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             if (reading.status) out.add(reading.status->newest_post_at);
           }},
      {.name = "nhsvalues_retention_due",
       .type = MetricType::gauge,
       .help = "Posts whose text should have gone by now.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             if (reading.retention) out.add(reading.retention->due);
           }},
  };
}

std::vector<Metric> attention_metrics() {
  return {
      {.name = "nhsvalues_concerns_open",
       .type = MetricType::gauge,
       .help = "Posts with words of concern that nobody has read yet.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             if (reading.safety) out.add(reading.safety->open_concerns);
           }},
      {.name = "nhsvalues_concern_oldest_timestamp_seconds",
       .type = MetricType::gauge,
       .help = "Since when the first of them waits; missing when none does.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             if (reading.safety) out.add(reading.safety->oldest_concern);
           }},
      {.name = "nhsvalues_alerts_firing",
       .type = MetricType::gauge,
       .help = "Alerts that fire now; `nhsvalues alerts` says which.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             if (!reading.alerts) return;
             const auto& standings = reading.alerts->standings;
             out.add(std::count_if(standings.begin(), standings.end(),
                                   [](const auto& each) { return each.phase == store::AlertPhase::firing; }));
           }},
      {.name = "nhsvalues_outbox_waiting",
       .type = MetricType::gauge,
       .help = "Messages of alerts that wait to be delivered, or to be tried again.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             if (reading.alerts) out.add(reading.alerts->waiting);
           }},
      {.name = "nhsvalues_outbox_given_up",
       .type = MetricType::gauge,
       .help = "Messages of the last week that could not be delivered and are tried no more.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             if (reading.alerts) out.add(messages_given_up(*reading.alerts, reading.now));
           }},
  };
}

}  // namespace

std::vector<Metric> stored_metrics() {
  std::vector<Metric> all = posts_metrics();
  const std::vector<Metric> attention = attention_metrics();
  all.insert(all.end(), attention.begin(), attention.end());
  return all;
}

}  // namespace nhs::report
