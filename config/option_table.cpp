#include "config/option_table.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <sstream>

#include "config/checks.h"
#include "config/option_values.h"
#include "core/time.h"

namespace nhs::config {
namespace {

/// One whose rules cannot be read just now is no mistake in a file.
bool is_time_zone(std::string_view text) {
  const auto zone = TimeZone::named(std::string{text});
  return zone || zone.error().status == ExitStatus::try_again;
}

OptionTable general_options() {
  return {
      {.key = "topics",
       .type = OptionType::list_of_texts,
       .fallback = "[\"NHSvalues\"]",
       .is_allowed = each_is<is_hashtag, 1, 20>,
       .allowed = "1 to 20 hashtags without #, made of letters, digits and _",
       .put = [](const OptionValue& value, const Place& place) { place.config->topics = texts_of(value); },
       .help = "The hashtags to watch. A post counts when it carries one of them, in capitals or not."},
      {.key = "contact",
       .type = OptionType::text,
       .required = true,
       .repeatable = false,
       .is_allowed = text_is<is_contact>,
       .allowed = "a web page or an e-mail address of yours, such as \"https://example.org/contact\"",
       .put = [](const OptionValue& value, const Place& place) { place.config->contact = text_of(value); },
       .help = "How the people who run a server reach you. It is sent with every request."},
      {.key = "database",
       .type = OptionType::text,
       .fallback = "\"/var/lib/nhsvalues/nhsvalues.db\"",
       .applies = Applies::on_restart,
       .is_allowed = text_is<is_path>,
       .allowed = "the path of a file",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->database = path_in(place.folder, text_of(value)); },
       .help = "Where the posts are kept. A relative path counts from the folder of this file."},
      {.key = "control_socket",
       .type = OptionType::text,
       .fallback = "\"\"",
       .applies = Applies::on_restart,
       .is_allowed = text_is<is_empty_or<is_path>>,
       .allowed = "the path of a socket, or empty for the usual place",
       .put =
           [](const OptionValue& value, const Place& place) {
             place.config->control_socket = path_in(place.folder, text_of(value));
           },
       .help = "Where the daemon listens for what members of the group change. A relative path counts from "
               "the folder of this file. When empty: `/run/nhsvalues/control.sock` for a database in "
               "`/var/lib/nhsvalues`, else a file beside the database that ends in `.sock`."},
  };
}

OptionTable network_options() {
  return {
      {.key = "network.allow_private_addresses",
       .type = OptionType::boolean,
       .fallback = "false",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->allow_private_addresses = std::get<bool>(value); },
       .help = "Sources may lie in a private network or on this machine. Only for a server of your own."},
      {.key = "network.allow_plain_http",
       .type = OptionType::boolean,
       .fallback = "false",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->allow_plain_http = std::get<bool>(value); },
       .help = "Sources may be asked without encryption (http://). Others on the way can then read and "
               "change what is sent."},
      {.key = "network.ca_file",
       .type = OptionType::text,
       .fallback = "\"\"",
       .is_allowed = text_is<is_empty_or<is_path>>,
       .allowed = "the path of a file, or empty for none",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->ca_file = path_in(place.folder, text_of(value)); },
       .help = "A file of certificates (PEM) to trust besides the system's, for a server of your own."},
  };
}

OptionTable privacy_options() {
  return {
      {.key = "privacy.key_file",
       .type = OptionType::text,
       .fallback = "\"\"",
       .applies = Applies::on_restart,
       .is_allowed = text_is<is_empty_or<is_path>>,
       .allowed = "the path of a file, or empty for the usual place",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->key_file = path_in(place.folder, text_of(value)); },
       .help = "The key that hides who wrote a post. When empty: the systemd credential `pseudonym.key`, "
               "else the file `pseudonym.key` beside the database. Keep a copy apart from the database: "
               "without it nobody can tell any more which posts are stored and who wrote them."},
      {.key = "privacy.organisations",
       .type = OptionType::list_of_texts,
       .fallback = "[]",
       .repeatable = false,
       .applies = Applies::on_restart,
       .is_allowed = each_is<is_account, 0, 1000>,
       .allowed =
           "at most 1000 accounts without spaces, such as \"@leedscares\" or \"@leedscares@example.org\"",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->organisations = texts_of(value); },
       .help = "Accounts that are not people: their mentions stay in the texts, all others are masked. "
               "Write each as posts write it, with and without its server where both are used."},
      {.key = "privacy.drop_noindex",
       .type = OptionType::boolean,
       .fallback = "false",
       .put = [](const OptionValue& value,
                 const Place& place) { place.config->drop_noindex = std::get<bool>(value); },
       .help =
           "Leave out posts whose authors ask search engines not to list them. Otherwise these count, but "
           "are never quoted. Either way `coverage` says how many they are."},
  };
}

OptionTable report_options() {
  return {
      {.key = "report.timezone",
       .type = OptionType::text,
       .fallback = "\"Europe/London\"",
       .applies = Applies::on_restart,
       .is_allowed = text_is<is_time_zone>,
       .allowed = "a name of the time zone database, such as \"Europe/London\"",
       .put = [](const OptionValue& value, const Place& place) { place.config->timezone = text_of(value); },
       .help = "Where days begin and end, in what is counted and in what is shown."},
      {.key = "report.groups_shown_from",
       .type = OptionType::number,
       .fallback = "15",
       .is_allowed =
           [](const OptionValue& value) {
             const double number = std::get<double>(value);
             return number >= 8 && number <= 1000 && number == std::floor(number);
           },
       .allowed = "a whole number from 8 to 1000",
       .put =
           [](const OptionValue& value, const Place& place) {
             place.config->groups_shown_from = static_cast<int>(std::get<double>(value));
           },
       .help = "From how many posts on an output for others (`--audience public`) says how many are about an "
               "inclusion group; fewer are hidden. Of all other numbers those from 1 to 7 are."},
  };
}

}  // namespace

const OptionTable& option_table() {
  static const OptionTable table = [] {
    OptionTable all;
    for (auto part : {general_options(), network_options(), privacy_options(), data_protection_options(),
                      report_options(), retention_options(), log_options(), metrics_options(),
                      source_options(), ignore_options(), query_options(), campaign_options(),
                      concern_options(), alert_options(), notify_options(), digest_options()})
      all.insert(all.end(), part.begin(), part.end());
    return all;
  }();
  return table;
}

const Option* find_option(const OptionTable& table, std::string_view key) {
  const auto found =
      std::find_if(table.begin(), table.end(), [key](const Option& option) { return option.key == key; });
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string> kinds_of(const Option& option) {
  std::istringstream words{std::string{option.kinds}};
  return {std::istream_iterator<std::string>{words}, {}};
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
