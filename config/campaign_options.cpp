#include <string>

#include "config/checks.h"
#include "config/option_values.h"
#include "core/period.h"

namespace nhs::config {
namespace {

bool is_value(std::string_view text) { return from_id<Value>(text).has_value(); }

/// A period whose days do not hang on the day on which it is read: not `7d`, `yesterday` or `last-month`.
std::optional<Period> fixed_period(std::string_view text) {
  const LocalDay some_day{};
  const auto period = parse_period(text, some_day);
  const auto later = parse_period(text, some_day + std::chrono::days{400});
  if (!period || !later || period->from != later->from) return std::nullopt;
  return *period;
}

/// `2015-05-11`, `2026-W46`, or `FIRST..LAST`, both included.
std::optional<Period> fixed_span(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return fixed_period(text);
  const auto first = fixed_period(text.substr(0, dots));
  const auto last = fixed_period(text.substr(dots + 2));
  if (!first || !last || last->to <= first->from) return std::nullopt;
  return Period{std::string{text}, first->from, last->to};
}

bool is_fixed_period(std::string_view text) { return fixed_period(text).has_value(); }
bool is_fixed_span(std::string_view text) { return fixed_span(text).has_value(); }

OptionTable campaign_times() {
  return {
      {.key = "campaign.period",
       .type = OptionType::text,
       .fallback = "\"\"",
       .may_be_date = true,
       .is_allowed = text_is<is_empty_or<is_fixed_span>>,
       .allowed =
           "a day, \"2015-05-11\", a week, month or year, \"2026-W46\", or the first and the last day, "
           "\"2026-11-02..2026-11-15\"",
       .put =
           [](const OptionValue& value, const Place& place) {
             const auto span = fixed_span(text_of(value));
             if (!span) return;
             place.campaign->since = span->from;
             place.campaign->until = span->to;
           },
       .help =
           "When it was: one day, a whole week, month, quarter or NHS year, or the first and the last day, "
           "both included. Or leave it out and say `since`."},
      {.key = "campaign.since",
       .type = OptionType::text,
       .fallback = "\"\"",
       .may_be_date = true,
       .is_allowed = text_is<is_empty_or<is_fixed_period>>,
       .allowed = "a day such as \"2026-11-02\"",
       .put =
           [](const OptionValue& value, const Place& place) {
             if (const auto day = fixed_period(text_of(value))) place.campaign->since = day->from;
           },
       .help = "Its first day, in place of `period`. The days are those of `report.timezone`."},
      {.key = "campaign.until",
       .type = OptionType::text,
       .fallback = "\"\"",
       .may_be_date = true,
       .is_allowed = text_is<is_empty_or<is_fixed_period>>,
       .allowed = "a day such as \"2026-11-16\"",
       .put =
           [](const OptionValue& value, const Place& place) {
             if (const auto day = fixed_period(text_of(value))) place.campaign->until = day->from;
           },
       .help = "The day after its last, as after `--until`. Without it the campaign is still running."},
  };
}

OptionTable campaign_subjects() {
  return {
      {.key = "campaign.tags",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_hashtag, 0, 20>,
       .allowed = "at most 20 hashtags without #, made of letters, digits and _",
       .put = [](const OptionValue& value, const Place& place) { place.campaign->tags = texts_of(value); },
       .help = "The hashtags of its posts, which are counted as its outputs. Only those among `topics` are "
               "watched for; another is seen where a post carries it beside one of these."},
      {.key = "campaign.values",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .is_allowed = each_is<is_value, 0, count_of<Value>>,
       .allowed = "the ids of values, such as [\"compassion\"]",
       .put =
           [](const OptionValue& value, const Place& place) {
             for (const std::string& id : texts_of(value))
               place.campaign->values.push_back(*from_id<Value>(id));
           },
       .help = "The values that it is about. Only their shares are compared then, so that a change is found "
               "more easily; empty for all six."},
      {.key = "campaign.accounts",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .secret = true,
       .is_allowed = each_is<is_account, 0, 100>,
       .allowed = "at most 100 accounts without spaces, such as \"@leedscares@example.org\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.campaign->accounts = texts_of(value); },
       .help = "Accounts of yours that post for it, to tell your own posts from those of others. Written as "
               "exports write authors (`h:…`), they are told apart without the key, too."},
  };
}

OptionTable campaign_words() {
  return {
      {.key = "campaign.objectives",
       .type = OptionType::texts,
       .fallback = "[]",
       .is_allowed = each_is<is_line<500>, 0, 20>,
       .allowed = "at most 20 lines of text",
       .put = [](const OptionValue& value,
                 const Place& place) { place.campaign->objectives = texts_of(value); },
       .help = "What it is to change, for whom, by how much and by when. Best written before it begins."},
      {.key = "campaign.inputs",
       .type = OptionType::texts,
       .fallback = "[]",
       .is_allowed = each_is<is_line<500>, 0, 20>,
       .allowed = "at most 20 lines of text",
       .put = [](const OptionValue& value, const Place& place) { place.campaign->inputs = texts_of(value); },
       .help = "What was put in: people, days of work, money, what was known beforehand."},
      {.key = "campaign.activities",
       .type = OptionType::texts,
       .fallback = "[]",
       .is_allowed = each_is<is_line<500>, 0, 20>,
       .allowed = "at most 20 lines of text",
       .put = [](const OptionValue& value,
                 const Place& place) { place.campaign->activities = texts_of(value); },
       .help = "What was done: events, films, posters, posts."},
  };
}

}  // namespace

OptionTable campaign_options() {
  OptionTable all{
      {.key = "campaign.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_name>,
       .allowed = "1 to 64 letters, digits, points, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.campaign->name = text_of(value); },
       .help = "What you call it on the command line; each name once. `compare --campaign` takes it."},
      {.key = "campaign.title",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_line<100>>>,
       .allowed = "at most 100 bytes of text on one line",
       .put = [](const OptionValue& value, const Place& place) { place.campaign->title = text_of(value); },
       .help = "Its name as people read it, on charts and in reports. When empty, `name`."},
      {.key = "campaign.public",
       .type = OptionType::boolean,
       .fallback = "false",
       .put = [](const OptionValue& value,
                 const Place& place) { place.campaign->is_public = std::get<bool>(value); },
       .help = "Whether what is made with `--audience public` names it, with its title and its days: by "
               "`name` where it has no title. Its tags, values and words stay inside."},
  };
  for (const OptionTable& part : {campaign_times(), campaign_subjects(), campaign_words()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace nhs::config
