#include "report/metrics_samples.h"

namespace nhs::report {
namespace {

double one_if(bool holds) { return holds ? 1.0 : 0.0; }

template <typename Number>
void add_if_known(const std::optional<Number>& number, Samples& out) {
  if (number) out.add(static_cast<double>(*number));
}

std::vector<Metric> about_itself() {
  return {
      {.name = "nhsvalues_build_info",
       .type = MetricType::gauge,
       .labels = "version,model",
       .help = "Always 1; which version runs, and which model history is judged by.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             out.add(1, {{"version", reading.version},
                         {"model", reading.status ? std::string_view{reading.status->model} : ""}});
           }},
      {.name = "nhsvalues_config_info",
       .type = MetricType::gauge,
       .labels = "hash",
       .help = "Always 1; the configuration in force, by the hash that `nhsvalues status` shows.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             out.add(1, {{"hash", reading.config_hash}});
           }},
      {.name = "nhsvalues_config_refused",
       .type = MetricType::gauge,
       .help = "1 while the file of the last reload was refused and the configuration before it is in force.",
       .put = [](const MetricsReading& reading, Samples& out) { out.add(one_if(reading.config_refused)); }},
      {.name = "nhsvalues_config_restart_pending",
       .type = MetricType::gauge,
       .help = "1 while keys were changed that only a restart takes on.",
       .put = [](const MetricsReading& reading, Samples& out) { out.add(one_if(reading.restart_pending)); }},
      {.name = "nhsvalues_start_time_seconds",
       .type = MetricType::gauge,
       .help = "When the daemon started, in seconds since 1970.",
       .put = [](const MetricsReading& reading,
                 Samples& out) { out.add(std::optional{reading.started_at}); }},
      {.name = "nhsvalues_written_timestamp_seconds",
       .type = MetricType::gauge,
       .help = "When these numbers were put together. In a file it grows old once nobody writes it.",
       .put = [](const MetricsReading& reading, Samples& out) { out.add(std::optional{reading.now}); }},
      {.name = "nhsvalues_classify_seconds",
       .type = MetricType::summary,
       .help = "Time spent on pseudonymising and classifying posts since the start, and the number of these "
               "posts.",
       .put =
           [](const MetricsReading& reading, Samples& out) {
             out.add_as("_sum", reading.tally.classify_seconds);
             out.add_as("_count", static_cast<double>(reading.tally.classified));
           }},
  };
}

std::vector<Metric> about_room() {
  return {
      {.name = "nhsvalues_degraded",
       .type = MetricType::gauge,
       .help =
           "1 while nothing is asked because it could not be kept: a full disk, or one that is read-only.",
       .put = [](const MetricsReading& reading, Samples& out) { out.add(one_if(reading.degraded)); }},
      {.name = "nhsvalues_database_unreadable",
       .type = MetricType::gauge,
       .help = "1 while the database could not be read for these numbers, so that some of them are missing.",
       .put = [](const MetricsReading& reading, Samples& out) { out.add(one_if(reading.unreadable)); }},
      {.name = "nhsvalues_database_bytes",
       .type = MetricType::gauge,
       .help = "Size of the database's file, without its write-ahead log.",
       .put = [](const MetricsReading& reading, Samples& out) { add_if_known(reading.database_bytes, out); }},
      {.name = "nhsvalues_wal_bytes",
       .type = MetricType::gauge,
       .help = "Size of the write-ahead log.",
       .put = [](const MetricsReading& reading, Samples& out) { add_if_known(reading.log_bytes, out); }},
      {.name = "nhsvalues_free_bytes",
       .type = MetricType::gauge,
       .help = "Room on the database's disk. Below 128 MiB nothing is taken in.",
       .put = [](const MetricsReading& reading, Samples& out) { add_if_known(reading.free_bytes, out); }},
  };
}

}  // namespace

std::vector<Metric> program_metrics() {
  std::vector<Metric> all = about_itself();
  const std::vector<Metric> room = about_room();
  all.insert(all.end(), room.begin(), room.end());
  return all;
}

}  // namespace nhs::report
