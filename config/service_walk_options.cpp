#include "config/service_option_values.h"
#include "config/service_options.h"
#include "core/time.h"

namespace nhs::config {
namespace {

constexpr Words<PagingMode, 8> kPagingModes{{{"none", PagingMode::none},
                                             {"token", PagingMode::token},
                                             {"next_url", PagingMode::next_url},
                                             {"link_header", PagingMode::link_header},
                                             {"page", PagingMode::page},
                                             {"offset", PagingMode::offset},
                                             {"until_time", PagingMode::until_time},
                                             {"until_id", PagingMode::until_id}}};
constexpr Words<PageOrder, 3> kOrders{{{"newest_first", PageOrder::newest_first},
                                       {"oldest_first", PageOrder::oldest_first},
                                       {"any", PageOrder::any}}};
constexpr Words<CatchUpMode, 3> kCatchUpModes{{{"none", CatchUpMode::none},
                                               {"since_time", CatchUpMode::since_time},
                                               {"since_id", CatchUpMode::since_id}}};

bool is_zone(std::string_view text) { return TimeZone::named(std::string{text}).has_value(); }
bool is_week_at_most(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration && *duration <= std::chrono::hours{7 * 24};
}
bool is_since_format(std::string_view text) {
  return text == "rfc3339" || text == "unix" || text == "unix_ms" || text == "date";
}

template <auto part, auto member>
void put_duration(const OptionValue& value, const Place& place) {
  place.service->*part.*member = *parse_duration(text_of(value));
}

}  // namespace

OptionTable service_walk_options() {
  return {
      {.key = "paging.mode",
       .type = OptionType::text,
       .fallback = "\"none\"",
       .is_allowed = text_is<is_word<kPagingModes>>,
       .allowed = "\"none\", \"token\", \"next_url\", \"link_header\", \"page\", \"offset\", \"until_time\" "
                  "or \"until_id\"",
       .put = put_word<&JsonService::paging, &JsonPaging::mode, kPagingModes>,
       .help = "What leads to the next page: a `token` or an address (`next_url`) in the answer, its header "
               "`Link`, the number of the `page`, the number of items before it (`offset`), or the time or "
               "the id of the last items. `{page}` stands for it in the request."},
      {.key = "paging.next",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_pointer>,
       .allowed = kPointerAllowed,
       .put = put_pointer<&JsonService::paging, &JsonPaging::next>,
       .help = "Where token or address stand in the answer. An address on another server is refused."},
      {.key = "paging.first",
       .type = OptionType::number,
       .fallback = "1",
       .is_allowed = is_whole<0, 1>,
       .allowed = "0 or 1",
       .put = put_whole<&JsonService::paging, &JsonPaging::first>,
       .help = "The number of the first `page`."},
      {.key = "paging.size",
       .type = OptionType::number,
       .fallback = "0",
       .is_allowed = is_whole<0, 1000>,
       .allowed = "a whole number up to 1000; 0 when that is not known",
       .put = put_whole<&JsonService::paging, &JsonPaging::size>,
       .help = "How many items a full page holds. With it, a shorter one is known to be the last where pages "
               "are counted."},
      {.key = "paging.max_pages",
       .type = OptionType::number,
       .fallback = "20",
       .is_allowed = is_whole<1, 1000>,
       .allowed = "a whole number from 1 to 1000",
       .put = put_whole<&JsonService::paging, &JsonPaging::max_pages>,
       .help = "How many pages a run reads. The first walk ends there; a later one goes on in the next run."},
      {.key = "paging.order",
       .type = OptionType::text,
       .fallback = "\"newest_first\"",
       .is_allowed = text_is<is_word<kOrders>>,
       .allowed = "\"newest_first\", \"oldest_first\" or \"any\"",
       .put = put_word<&JsonService::paging, &JsonPaging::order, kOrders>,
       .help =
           "In which order the items come. Where the newest come first, a walk ends at a page that holds nothing "
           "as new as what is known."},
      {.key = "catch_up.mode",
       .type = OptionType::text,
       .fallback = "\"none\"",
       .is_allowed = text_is<is_word<kCatchUpModes>>,
       .allowed = "\"none\", \"since_time\" or \"since_id\"",
       .put = put_word<&JsonService::catch_up, &JsonCatchUp::mode, kCatchUpModes>,
       .help = "What `{since}` stands for: the time of the newest post that is known, less `overlap`, or its "
               "id. `none` where the service cannot be asked so."},
      {.key = "catch_up.time_format",
       .type = OptionType::text,
       .fallback = "\"rfc3339\"",
       .is_allowed = text_is<is_since_format>,
       .allowed = "\"rfc3339\", \"unix\", \"unix_ms\" or \"date\"",
       .put = put_text<&JsonService::catch_up, &JsonCatchUp::time_format>,
       .help = "How `{since}` is written, and `{page}` where pages go by `until_time`."},
      {.key = "catch_up.overlap",
       .type = OptionType::text,
       .fallback = "\"15m\"",
       .is_allowed = text_is<is_week_at_most>,
       .allowed = "a duration of at most 7d",
       .put = put_duration<&JsonService::catch_up, &JsonCatchUp::overlap>,
       .help = "How much is read again each time, for posts that come late. Once an hour it is a day."},
      {.key = "limit.min_interval",
       .type = OptionType::text,
       .fallback = "\"0s\"",
       .is_allowed = text_is<is_week_at_most>,
       .allowed = "a duration of at most 7d",
       .put = put_duration<&JsonService::limit, &JsonLimit::min_interval>,
       .help = "The shortest time between two requests."},
      {.key = "limit.requests_per_day",
       .type = OptionType::number,
       .fallback = "0",
       .is_allowed = is_whole<0, 10000000>,
       .allowed = "a whole number, 0 for no limit",
       .put = put_whole<&JsonService::limit, &JsonLimit::requests_per_day>,
       .help =
           "How many requests a day the service grants. It is counted over restarts. Of a limit for any 24 hours "
           "name half: twice a day's number may fall into the hours around midnight."},
      {.key = "limit.timezone",
       .type = OptionType::text,
       .fallback = "\"UTC\"",
       .is_allowed = text_is<is_zone>,
       .allowed = "a name of the time zone database, such as \"America/Los_Angeles\"",
       .put = put_text<&JsonService::limit, &JsonLimit::timezone>,
       .help = "Where that day begins."},
  };
}

}  // namespace nhs::config
