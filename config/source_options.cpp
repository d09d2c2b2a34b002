#include "config/checks.h"
#include "config/option_values.h"
#include "config/source_kinds.h"
#include "core/time.h"

namespace nhs::config {
namespace {

using namespace std::chrono_literals;

bool is_kind(std::string_view text) { return kind_from_id(text).has_value(); }
bool is_dialect(std::string_view text) { return text == "auto" || text == "tweet" || text == "post"; }

bool is_interval(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration && *duration >= 1s && *duration <= 7 * 24h;
}

bool is_backfill(std::string_view text) { return text == "all" || parse_duration(text); }

std::chrono::seconds duration_in(const OptionValue& value) {
  return parse_duration(text_of(value)).value_or(0s);
}

OptionTable options_of_all_sources() {
  return {
      {.key = "source.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_name>,
       .allowed = "1 to 64 letters, digits, points, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.source->name = text_of(value); },
       .help =
           "What you call it. Each name once: where the collection stands is kept by it. `import` is taken: "
           "what `nhsvalues import` brings is counted under it."},
      {.key = "source.kind",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_kind>,
       .allowed = kKindsAllowed,
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->kind = *kind_from_id(text_of(value)); },
       .help = "`mastodon`: a server that speaks Mastodon's API; its timeline of each topic is read. "
               "`feed`: an RSS, Atom or JSON feed; its items that carry a topic are taken. docs/sources.md "
               "tells what each of the others needs and costs."},
      {.key = "source.url",
       .type = OptionType::text,
       .fallback = "\"\"",
       .secret = true,
       .allowed = "an https address: of a mastodon server its address alone, of a feed the feed's",
       .put = [](const OptionValue& value, const Place& place) { place.source->url = text_of(value); },
       .help = "Its address, without user name and password. `mastodon` and `feed` need one; the others have "
               "their service's own unless you say otherwise."},
      {.key = "source.every",
       .type = OptionType::text,
       .fallback = "\"5m\"",
       .is_allowed = text_is<is_interval>,
       .allowed = "a duration of at least 1s and at most 7d, such as \"90s\", \"5m\" or \"2h\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->every = *parse_duration(text_of(value)); },
       .help = "The shortest time between two rounds of questions. It may be longer: a server's own limits "
               "come first."},
      {.key = "source.slowest",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_interval>>,
       .allowed = "a duration of at least 1s and at most 7d, or empty for four times `every`",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->slowest = duration_in(value); },
       .help =
           "The longest time between two rounds while nothing new comes. With every new post the source is "
           "asked at the pace of `every` again."},
      {.key = "source.silent_after",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_interval>>,
       .allowed =
           "a duration of at least 1s and at most 7d, or empty for six times `slowest`, at least an hour",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->silent_after = duration_in(value); },
       .help =
           "After so long without an answer a source is called silent, in `status` and in the log. A quiet "
           "hashtag is not a silent source."},
      {.key = "source.backfill",
       .type = OptionType::text,
       .fallback = "\"all\"",
       .is_allowed = text_is<is_backfill>,
       .allowed = "\"all\" or a duration of at most 100 years, such as \"30d\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->backfill = parse_duration(text_of(value)); },
       .help = "How far the first round walks back."},
      {.key = "source.credential",
       .type = OptionType::text,
       .fallback = "\"\"",
       .secret = true,
       .is_allowed = text_is<is_empty_or<is_credential>>,
       .allowed = "the name of a systemd credential, or a file's path with a / in it, never the token "
                  "itself: put that into a file that only the daemon may read (chmod 600)",
       .put =
           [](const OptionValue& value, const Place& place) {
             place.source->credential = credential_in(place.folder, text_of(value));
           },
       .help = "Where the access token is, for a server that shows its timelines only to members. A "
               "relative path counts from the folder of this file."},
      {.key = "source.topics",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_hashtag, 0, 20>,
       .allowed = "at most 20 of the hashtags in topics",
       .put = [](const OptionValue& value, const Place& place) { place.source->topics = texts_of(value); },
       .help = "Fewer hashtags than `topics`, for this source. Empty for all of them."},
      {.key = "source.match_all",
       .type = OptionType::boolean,
       .fallback = "false",
       .kinds = "feed json",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->match_all = std::get<bool>(value); },
       .help = "Every item counts, tagged or not: for a feed that is about nothing else."},
      {.key = "source.recheck",
       .type = OptionType::boolean,
       .fallback = "true",
       .kinds = "mastodon bluesky x",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->recheck = std::get<bool>(value); },
       .help =
           "Ask for stored posts again now and then, and remove what the network has removed. Where this is "
           "off, deletions on the network are not followed."},
  };
}

OptionTable options_of_some_sources() {
  return {
      {.key = "source.account",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_account>>,
       .allowed = "a handle such as \"ourtrust.bsky.social\"",
       .kinds = "bluesky",
       .put = [](const OptionValue& value, const Place& place) { place.source->account = text_of(value); },
       .help = "Who signs in; the app password is what `credential` names."},
      {.key = "source.service",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_path>>,
       .allowed = "the path of a file",
       .kinds = "json",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->service = path_in(place.folder, text_of(value)); },
       .help = "The file that describes the service: what to ask, and where in its answers the posts are. A "
               "relative path counts from the folder of this file."},
  };
}

OptionTable x_options() {
  constexpr std::string_view kMoney = "dollars, from 0 to 100000";
  return {
      {.key = "source.dialect",
       .type = OptionType::text,
       .fallback = "\"auto\"",
       .is_allowed = text_is<is_dialect>,
       .allowed = "\"auto\", \"tweet\" or \"post\"",
       .kinds = "x",
       .put = [](const OptionValue& value, const Place& place) { place.source->x.dialect = text_of(value); },
       .help = "By which names the API is asked: those to version 2.166 (`tweet`), those since (`post`), or "
               "whichever it accepts."},
      {.key = "source.authors",
       .type = OptionType::boolean,
       .fallback = "true",
       .kinds = "x",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->x.authors = std::get<bool>(value); },
       .help =
           "Ask who wrote a post. Each author costs `price_per_author`; without, nobody can tell how many "
           "people speak, and a request to be forgotten finds no posts by handle."},
      {.key = "source.price_per_post",
       .type = OptionType::number,
       .fallback = "0.005",
       .is_allowed = number_is<0, 1000>,
       .allowed = "dollars, from 0 to 1000",
       .kinds = "x",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->x.price_per_post = std::get<double>(value); },
       .help = "What X bills for a post that is read, in dollars."},
      {.key = "source.price_per_author",
       .type = OptionType::number,
       .fallback = "0.01",
       .is_allowed = number_is<0, 1000>,
       .allowed = "dollars, from 0 to 1000",
       .kinds = "x",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->x.price_per_author = std::get<double>(value); },
       .help = "What X bills for an author that is read, in dollars."},
      {.key = "source.spend_per_day",
       .type = OptionType::number,
       .fallback = "0",
       .is_allowed = number_is<0, 100000>,
       .allowed = kMoney,
       .kinds = "x",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->x.spend_per_day = std::get<double>(value); },
       .help =
           "The most to spend in a day (UTC), in dollars. Asking stops before it is reached and goes on the "
           "next day. Nothing is asked while this is 0."},
      {.key = "source.spend_per_month",
       .type = OptionType::number,
       .fallback = "0",
       .is_allowed = number_is<0, 100000>,
       .allowed = kMoney,
       .kinds = "x",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->x.spend_per_month = std::get<double>(value); },
       .help = "The same for a calendar month (UTC). `status` says what the month is likely to come to."},
  };
}

}  // namespace

OptionTable source_options() {
  OptionTable all;
  for (auto part : {options_of_all_sources(), options_of_some_sources(), x_options()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace nhs::config
