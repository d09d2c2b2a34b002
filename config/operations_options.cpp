#include "config/checks.h"
#include "config/listen_place.h"
#include "config/option_values.h"

namespace nhs::config {
namespace {

bool is_listen_place(std::string_view text) { return parse_listen_place(text).has_value(); }

}  // namespace

OptionTable log_options() {
  return {
      {.key = "log.format",
       .type = OptionType::text,
       .fallback = "\"text\"",
       .is_allowed = text_is<is_id<LogFormat>>,
       .allowed = "\"text\", \"json\" or \"journal\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->log.format = *from_id<LogFormat>(text_of(value)); },
       .help = "How the daemon writes its log. `text`: lines for people, with the priorities that journald "
               "reads. `json`: an object a line, on standard error. `journal`: to journald, with fields of "
               "their own (docs/metrics.md); where there is no journald, as `text`."},
      {.key = "log.level",
       .type = OptionType::text,
       .fallback = "\"info\"",
       .is_allowed = text_is<is_id<LogLevel>>,
       .allowed = "\"error\", \"warning\", \"info\" or \"debug\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->log.level = *from_id<LogLevel>(text_of(value)); },
       .help = "What is written: this and all that is worse. `debug` has every retry. `$NHSVALUES_LOG` goes "
               "before it."},
  };
}

OptionTable metrics_options() {
  return {
      {.key = "metrics.on",
       .type = OptionType::boolean,
       .fallback = "true",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->metrics.on = std::get<bool>(value); },
       .help = "Whether the daemon tells its numbers to Prometheus. docs/metrics.md has them all. `false` "
               "removes the file, too."},
      {.key = "metrics.file",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_path>>,
       .allowed = "the path of a file, or empty for the usual place",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->metrics.file = path_in(place.folder, text_of(value)); },
       .help =
           "The file they are written to, every 15 seconds, for node_exporter's textfile collector. Name "
           "it `….prom`. A file that holds anything else is left alone. A relative path counts from the folder of this file. When empty: "
           "`metrics/NAME.prom` beside the database `NAME.db`."},
      {.key = "metrics.readable_by",
       .type = OptionType::text,
       .fallback = "\"everyone\"",
       .is_allowed = text_is<is_id<MetricsReaders>>,
       .allowed = "\"everyone\" or \"group\"",
       .put =
           [](const OptionValue& value, const Place& place) {
             place.config->metrics.readable_by = *from_id<MetricsReaders>(text_of(value));
           },
       .help = "Who may read that file, and whoever may get to it: everyone on this machine, or its group."},
      {.key = "metrics.listen",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_listen_place>>,
       .allowed = "an address of this machine alone with a port, such as \"127.0.0.1:9464\" or "
                  "\"[::1]:9464\", the absolute path of a socket, or empty for none",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->metrics.listen = text_of(value); },
       .help = "Where Prometheus may fetch the same over HTTP, at `/metrics`. The service's unit forbids "
               "ports: docs/metrics.md says what to change there."},
  };
}

}  // namespace nhs::config
