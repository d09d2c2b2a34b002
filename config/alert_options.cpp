#include <algorithm>

#include "config/checks.h"
#include "config/option_values.h"
#include "core/time.h"

namespace nhs::config {
namespace {

bool is_alert_kind(std::string_view text) { return from_id<AlertKind>(text).has_value(); }
bool is_duration(std::string_view text) { return parse_duration(text).has_value(); }
bool is_quiet_hours(std::string_view text) { return parse_quiet_hours(text).has_value(); }

template <typename Enum>
std::vector<Enum> members(const OptionValue& value) {
  std::vector<Enum> all;
  for (const std::string& id : texts_of(value)) all.push_back(*from_id<Enum>(id));
  return all;
}

int whole(const OptionValue& value) { return static_cast<int>(std::get<double>(value)); }

/// What every rule has.
OptionTable options_of_all_kinds() {
  return {
      {.key = "alert.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_name>,
       .allowed = "1 to 64 letters, digits, points, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.alert->name = text_of(value); },
       .help = "What you call the rule; each name once. What it has told is kept by it."},
      {.key = "alert.kind",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_alert_kind>,
       .allowed = "\"volume_spike\", \"share_shift\", \"direction_shift\", \"concern\", \"stale_source\", "
                  "\"disk_space\", \"spend_forecast\" or \"inclusion_group\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.alert->kind = *from_id<AlertKind>(text_of(value)); },
       .help =
           "What it watches; docs/alerts.md says what each means. `stale_source`, `disk_space` and `concern` "
           "are on without a rule of yours; a rule of the kind takes the usual one's place."},
      {.key = "alert.on",
       .type = OptionType::boolean,
       .fallback = "true",
       .put = [](const OptionValue& value, const Place& place) { place.alert->on = std::get<bool>(value); },
       .help = "Whether the rule is in force; `false` switches a usual one off."},
      {.key = "alert.after",
       .type = OptionType::text,
       .fallback = "\"0s\"",
       .is_allowed = text_is<is_duration>,
       .allowed = "a duration, such as \"15m\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.alert->after = *parse_duration(text_of(value)); },
       .help =
           "How long it has to hold before anybody is told, and how long it has to be over before it counts "
           "as over."},
      {.key = "alert.repeat_every",
       .type = OptionType::text,
       .fallback = "\"1d\"",
       .is_allowed = text_is<is_duration>,
       .allowed = "a duration, such as \"1d\"; \"0s\" for never",
       .put = [](const OptionValue& value,
                 const Place& place) { place.alert->repeat_every = *parse_duration(text_of(value)); },
       .help = "How often it is told again while it holds."},
      {.key = "alert.on_recovery",
       .type = OptionType::boolean,
       .fallback = "true",
       .put = [](const OptionValue& value,
                 const Place& place) { place.alert->on_recovery = std::get<bool>(value); },
       .help = "Whether it is told when it is over."},
      {.key = "alert.quiet_hours",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_quiet_hours>>,
       .allowed = "two times of day in report.timezone, such as \"22:00-07:00\", or empty for none",
       .put = [](const OptionValue& value,
                 const Place& place) { place.alert->quiet_hours = parse_quiet_hours(text_of(value)); },
       .help = "When nobody is told anything. What still holds at their end is told then."},
      {.key = "alert.to",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_name, 0, 50>,
       .allowed = "at most 50 names of [[notify]]",
       .put = [](const OptionValue& value, const Place& place) { place.alert->to = texts_of(value); },
       .help =
           "Which targets it goes to; without any, to all. Without targets alerts stand in the log and in "
           "`nhsvalues alerts`."},
  };
}

/// What some kinds have.
OptionTable options_of_some_kinds() {
  return {
      {.key = "alert.sources",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_name, 0, 100>,
       .allowed = "at most 100 names of sources",
       .kinds = "stale_source spend_forecast",
       .put = [](const OptionValue& value, const Place& place) { place.alert->sources = texts_of(value); },
       .help = "Which sources it watches; without any, all."},
      {.key = "alert.values",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_id<Value>, 0, count_of<Value>>,
       .allowed = "ids of values, such as \"compassion\"",
       .kinds = "share_shift direction_shift",
       .put = [](const OptionValue& value,
                 const Place& place) { place.alert->values = members<Value>(value); },
       .help = "Which values it watches; without any, all six."},
      {.key = "alert.direction",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_id<Direction>>>,
       .allowed = "\"upheld\", \"breached\" or \"mentioned\", or empty",
       .kinds = "direction_shift",
       .put = [](const OptionValue& value,
                 const Place& place) { place.alert->direction = from_id<Direction>(text_of(value)); },
       .help = "Which direction it watches: lived up to, fallen short of, or only named; without one, the "
               "first two."},
      {.key = "alert.groups",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_id<Group>, 0, count_of<Group>>,
       .allowed = "ids of inclusion groups, such as \"homeless_people\"",
       .kinds = "inclusion_group",
       .put = [](const OptionValue& value,
                 const Place& place) { place.alert->groups = members<Group>(value); },
       .help = "Which inclusion groups it watches; without any, all four."},
      {.key = "alert.at_least",
       .type = OptionType::number,
       .fallback = "10",
       .is_allowed = is_whole<1, 1'000'000>,
       .allowed = "a whole number from 1 to 1000000",
       .kinds = "volume_spike",
       .put = [](const OptionValue& value, const Place& place) { place.alert->at_least = whole(value); },
       .help = "Fewer posts in a day are no spike, however quiet it was before."},
      {.key = "alert.free_mib",
       .type = OptionType::number,
       .fallback = "1024",
       .is_allowed = is_whole<130, 100'000'000>,
       .allowed = "a whole number from 130 to 100000000",
       .kinds = "disk_space",
       .put = [](const OptionValue& value, const Place& place) { place.alert->free_mib = whole(value); },
       .help =
           "It holds with less than so many MiB free beside the database, and is over with a tenth more. With "
           "less than 128 free nothing is taken in any more."},
      {.key = "alert.percent",
       .type = OptionType::number,
       .fallback = "100",
       .is_allowed = is_whole<10, 1000>,
       .allowed = "a whole number from 10 to 1000",
       .kinds = "spend_forecast",
       .put = [](const OptionValue& value, const Place& place) { place.alert->percent = whole(value); },
       .help = "It holds when the month comes to more than so much of what it may cost, at its pace so far."},
  };
}

}  // namespace

OptionTable alert_options() {
  OptionTable all = options_of_all_kinds();
  for (Option& each : options_of_some_kinds()) all.push_back(each);
  return all;
}

}  // namespace nhs::config
