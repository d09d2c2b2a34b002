#include "config/option_table.h"

#include <algorithm>

#include "config/checks.h"
#include "core/time.h"

namespace nhs::config {
namespace {

using namespace std::chrono_literals;

const std::string& text_of(const OptionValue& value) { return std::get<std::string>(value); }
const std::vector<std::string>& texts_of(const OptionValue& value) {
  return std::get<std::vector<std::string>>(value);
}

template <bool (*is_allowed)(std::string_view)>
bool text_is(const OptionValue& value) {
  return is_allowed(text_of(value));
}

template <bool (*is_allowed)(std::string_view), std::size_t fewest, std::size_t most>
bool each_is(const OptionValue& value) {
  const auto& texts = texts_of(value);
  return texts.size() >= fewest && texts.size() <= most &&
         std::all_of(texts.begin(), texts.end(), is_allowed);
}

bool is_empty_or_path(std::string_view text) { return text.empty() || is_path(text); }
bool is_empty_or_credential(std::string_view text) { return text.empty() || is_credential(text); }
bool is_time_zone(std::string_view text) { return TimeZone::named(std::string{text}).has_value(); }
bool is_kind(std::string_view text) { return text == "mastodon" || text == "feed"; }

bool is_interval(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration && *duration >= 1s && *duration <= 7 * 24h;
}

bool is_backfill(std::string_view text) { return text == "all" || parse_duration(text); }

/// An empty path stays empty: it means that there is none.
std::filesystem::path path_in(const std::filesystem::path& folder, const std::string& path) {
  return path.empty() ? std::filesystem::path{} : (folder / path).lexically_normal();
}

std::string credential_in(const std::filesystem::path& folder, const std::string& credential) {
  return credential.find('/') == std::string::npos ? credential : path_in(folder, credential).string();
}

std::vector<Option> general_options() {
  return {
      {.key = "topics",
       .type = OptionType::list_of_texts,
       .fallback = "[\"NHSvalues\"]",
       .is_allowed = each_is<is_hashtag, 1, 20>,
       .allowed = "1 to 20 hashtags without #, made of letters, digits and _",
       .put = [](const OptionValue& value, const Place& place) { place.config.topics = texts_of(value); },
       .help = "The hashtags to watch. A post counts when it carries one of them, in capitals or not."},
      {.key = "contact",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_contact>,
       .allowed = "a web page or an e-mail address of yours, such as \"https://example.org/contact\"",
       .put = [](const OptionValue& value, const Place& place) { place.config.contact = text_of(value); },
       .help = "How the people who run a server reach you. It is sent with every request."},
      {.key = "database",
       .type = OptionType::text,
       .fallback = "\"/var/lib/nhsvalues/nhsvalues.db\"",
       .applies = Applies::on_restart,
       .is_allowed = text_is<is_path>,
       .allowed = "the path of a file",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config.database = path_in(place.folder, text_of(value)); },
       .help = "Where the posts are kept. A relative path counts from the folder of this file."},
  };
}

std::vector<Option> network_options() {
  return {
      {.key = "network.allow_private_addresses",
       .type = OptionType::boolean,
       .fallback = "false",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config.allow_private_addresses = std::get<bool>(value); },
       .help = "Sources may lie in a private network or on this machine. Only for a server of your own."},
      {.key = "network.allow_plain_http",
       .type = OptionType::boolean,
       .fallback = "false",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config.allow_plain_http = std::get<bool>(value); },
       .help = "Sources may be asked without encryption (http://). Others on the way can then read and "
               "change what is sent."},
      {.key = "network.ca_file",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or_path>,
       .allowed = "the path of a file, or empty for none",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config.ca_file = path_in(place.folder, text_of(value)); },
       .help = "A file of certificates (PEM) to trust besides the system's, for a server of your own."},
  };
}

std::vector<Option> privacy_and_report_options() {
  return {
      {.key = "privacy.key_file",
       .type = OptionType::text,
       .fallback = "\"\"",
       .applies = Applies::on_restart,
       .is_allowed = text_is<is_empty_or_path>,
       .allowed = "the path of a file, or empty for the usual place",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config.key_file = path_in(place.folder, text_of(value)); },
       .help = "The key that hides who wrote a post. When empty: the systemd credential `pseudonym.key`, "
               "else the file `pseudonym.key` beside the database. Keep a copy apart from the database: "
               "without it nobody can tell any more which posts are stored and who wrote them."},
      {.key = "privacy.organisations",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .applies = Applies::on_restart,
       .is_allowed = each_is<is_account, 0, 1000>,
       .allowed =
           "at most 1000 accounts without spaces, such as \"@leedscares\" or \"@leedscares@example.org\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config.organisations = texts_of(value); },
       .help = "Accounts that are not people: their mentions stay in the texts, all others are masked. "
               "Write each as posts write it, with and without its server where both are used."},
      {.key = "report.timezone",
       .type = OptionType::text,
       .fallback = "\"Europe/London\"",
       .applies = Applies::on_restart,
       .is_allowed = text_is<is_time_zone>,
       .allowed = "a name of the time zone database, such as \"Europe/London\"",
       .put = [](const OptionValue& value, const Place& place) { place.config.timezone = text_of(value); },
       .help = "Where days begin and end, in what is counted and in what is shown."},
  };
}

std::vector<Option> source_options() {
  return {
      {.key = "source.name",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_name>,
       .allowed = "1 to 64 letters, digits, points, hyphens and underscores",
       .put = [](const OptionValue& value, const Place& place) { place.source->name = text_of(value); },
       .help = "What you call it. Each name once: where the collection stands is kept by it."},
      {.key = "source.kind",
       .type = OptionType::text,
       .required = true,
       .is_allowed = text_is<is_kind>,
       .allowed = "\"mastodon\" or \"feed\"",
       .put =
           [](const OptionValue& value, const Place& place) {
             place.source->kind = text_of(value) == "feed" ? SourceKind::feed : SourceKind::mastodon;
           },
       .help = "`mastodon`: a server that speaks Mastodon's API; its timeline of each topic is read. "
               "`feed`: an RSS, Atom or JSON feed; its items that carry a topic are taken."},
      {.key = "source.url",
       .type = OptionType::text,
       .required = true,
       .secret = true,
       .allowed = "an https address: of a mastodon server its address alone, of a feed the feed's",
       .put = [](const OptionValue& value, const Place& place) { place.source->url = text_of(value); },
       .help = "Its address, without user name and password."},
      {.key = "source.every",
       .type = OptionType::text,
       .fallback = "\"5m\"",
       .is_allowed = text_is<is_interval>,
       .allowed = "a duration of at least 1s and at most 7d, such as \"90s\", \"5m\" or \"2h\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->every = *parse_duration(text_of(value)); },
       .help = "The shortest time between two rounds of questions. It may be longer: a server's own limits "
               "come first."},
      {.key = "source.backfill",
       .type = OptionType::text,
       .fallback = "\"all\"",
       .is_allowed = text_is<is_backfill>,
       .allowed = "\"all\" or a duration such as \"30d\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->backfill = parse_duration(text_of(value)); },
       .help = "How far the first round walks back."},
      {.key = "source.credential",
       .type = OptionType::text,
       .fallback = "\"\"",
       .secret = true,
       .is_allowed = text_is<is_empty_or_credential>,
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
       .put = [](const OptionValue& value,
                 const Place& place) { place.source->match_all = std::get<bool>(value); },
       .help = "Every item counts, tagged or not: for a feed that is about nothing else. Only for `feed`."},
  };
}

}  // namespace

const std::vector<Option>& option_table() {
  static const std::vector<Option> table = [] {
    std::vector<Option> all;
    for (auto part : {general_options(), network_options(), privacy_and_report_options(), source_options()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return table;
}

const Option* find_option(std::string_view key) {
  const auto& table = option_table();
  const auto found =
      std::find_if(table.begin(), table.end(), [key](const Option& option) { return option.key == key; });
  return found == table.end() ? nullptr : &*found;
}

std::string_view table_of(std::string_view key) {
  const std::size_t point = key.find('.');
  return point == std::string_view::npos ? std::string_view{} : key.substr(0, point);
}

std::string_view name_in_table(std::string_view key) {
  const std::size_t point = key.find('.');
  return point == std::string_view::npos ? key : key.substr(point + 1);
}

}  // namespace nhs::config
