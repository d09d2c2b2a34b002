#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <set>

#include "cli/changes.h"
#include "cli/choice.h"
#include "cli/context.h"
#include "cli/file_format.h"
#include "cli/network_names.h"
#include "cli/private_file.h"
#include "cli/processing.h"
#include "config/source_kinds.h"
#include "control/files_in_use.h"
#include "control/identities.h"
#include "core/text.h"
#include "privacy/normal_form.h"
#include "report/access_view.h"
#include "store/holdings.h"

namespace nhs::cli {
namespace {

struct AccessOptions {
  std::string account;
  std::string network;
  std::string output;
  std::string format;
  bool force = false;
};

/// So many posts are put together before they are written.
constexpr std::size_t kPostsWrittenAtOnce = 100;

/// Accounts are called by their names; of addresses only a profile's names one. Some feeds name their authors
/// by an address, and whoever says the network means that.
Result<std::string> name_of(const std::string& account, const std::string& network) {
  if (account.find("://") == std::string::npos || !network.empty()) return account;
  const auto profiles = control::account_of_profile(account);
  if (profiles.empty())
    return fail(
        ExitStatus::usage,
        "this address is no profile's: name the account, or its profile's address; for the author of a feed, "
        "whose name may be an address, add --network; what is held of a single post, `nhsvalues show` says to "
        "whoever knows its number");
  return profiles.front().account;
}

/// As given, or from a line of stdin: whoever lists processes sees what stands on the command line.
Result<std::string> account_asked_for(const std::string& given, const std::string& network) {
  std::string account = given;
  if (account == "-" && !std::getline(std::cin, account))
    return fail(ExitStatus::no_input, "-: a line with an account was wanted on stdin, and none came");
  account = trimmed(account);
  if (account.empty() || account.size() > control::kLongestAccount)
    return fail(
        ExitStatus::usage,
        fmt::format("name an account, of at most {} bytes: @someone@example.org, or as its network writes it",
                    control::kLongestAccount));
  if (repaired(account) != account || account.find('\n') != account.npos)
    return fail(ExitStatus::usage, "the account's name must be one line of text in UTF-8");
  if (const auto mistake = network.empty() ? control::mistake_in(account) : std::nullopt)
    return fail(ExitStatus::usage,
                fmt::format("this name: {}; for the author of a feed, whose name may have any form, "
                            "add --network feed",
                            *mistake));
  return account;
}

Result<std::string> format_of(const AccessOptions& options) {
  return format_of_file(options.output, options.format,
                        {{".json", "json"}, {".html", "html"}, {".htm", "html"}, {".txt", "text"}}, "text");
}

std::unique_ptr<report::AccessWriter> writer_of(const std::string& format, const TimeZone& zone,
                                                const Context& context, bool to_file) {
  if (format == "json") return report::access_json(zone);
  if (format == "html") return report::access_html(zone);
  report::Terminal terminal = context.terminal();
  if (to_file) terminal.colour = false;
  return report::access_text(zone, terminal);
}

/// What the configuration says of the account.
std::vector<std::string> lists_naming(const std::string& account, const config::Config& config) {
  const auto is_it = [&](const std::string& other) {
    return !other.empty() && privacy::normal_account(other) == privacy::normal_account(account);
  };
  std::vector<std::string> lists;
  for (const IgnoreRule& rule : config.ignore)
    if (is_it(rule.author))
      lists.push_back(fmt::format("The rule \"{}\" keeps what this account writes from being counted{}.",
                                  rule.name, rule.reason.empty() ? "" : ", because of: " + rule.reason));
  for (const std::string& each : config.organisations)
    if (is_it(each))
      lists.emplace_back("It is on the list of organisations, whose mentions in posts are not masked.");
  for (const Campaign& each : config.campaigns)
    if (std::any_of(each.accounts.begin(), each.accounts.end(), is_it))
      lists.push_back(
          fmt::format("It is among our own accounts that post for the campaign \"{}\".", each.name));
  return lists;
}

std::set<std::string> networks_with_deletions_followed(const config::Config& config) {
  std::set<std::string> networks;
  for (const config::SourceConfig& source : config.sources)
    if (config::follows_deletions(source))
      for (std::string& network : networks_of(source, config)) networks.insert(std::move(network));
  return networks;
}

report::AccessPolicy policy_of(const config::Config& config) {
  const config::DataProtection& said = config.data_protection;
  std::vector<std::string> recipients = said.recipients;
  for (const std::string& each : messages_sent(config))
    recipients.push_back("Messages of this program: " + each);
  return {said.controller,
          said.contact.empty() ? config.contact : said.contact,
          said.lawful_basis,
          said.special_category_condition,
          std::move(recipients),
          config.retention.text_days,
          config::text_days_by_network(config.retention),
          networks_with_deletions_followed(config)};
}

report::AccessAnswer answer_of(const std::string& account, std::vector<std::string> looked_on,
                               const control::AccountRevealed& revealed, const config::Config& config) {
  report::AccessAnswer answer;
  answer.account = account;
  answer.looked_on = std::move(looked_on);
  for (const auto& each : revealed.known)
    answer.known.push_back(
        {each.network, privacy::to_text(each.key), each.posts, each.objected_at, each.forgotten});
  answer.lists = lists_naming(account, config);
  answer.policy = policy_of(config);
  answer.made_at = SystemClock{}.now();
  return answer;
}

report::AccessIdentity identity_of(const control::AccountRevealed::Opened& opened) {
  return {opened.id, opened.url, opened.author, opened.local_ids, opened.unreadable, opened.account};
}

/// Words that a colleague wrote about the post: whom these name has rights, too (UK GDPR, Article 15(4)).
bool holds_notes(const store::HeldPost& held) {
  const auto is_noted = [](const store::Concern& each) {
    return each.acknowledged && !each.acknowledged->note.empty();
  };
  return !held.follow_ups.empty() || !held.consents.empty() ||
         std::any_of(held.concerns.begin(), held.concerns.end(), is_noted);
}

/// Gathers posts, has what is sealed of them opened, and writes them.
class Telling {
 public:
  Telling(Changes& changes, control::RevealAccount whom, report::AccessWriter& writer, PrivateFile& out)
      : changes_(changes), whom_(std::move(whom)), writer_(writer), out_(out) {}

  /// Whether colleagues' notes are in it, which may name others.
  bool has_notes() const { return has_notes_; }

  Result<void> add(const store::HeldPost& held) {
    has_notes_ = has_notes_ || holds_notes(held);
    waiting_.push_back(held);
    return waiting_.size() < kPostsWrittenAtOnce ? Result<void>{} : write();
  }

  Result<void> write() {
    std::size_t written = 0;
    while (written < waiting_.size()) {
      whom_.refs.clear();
      for (std::size_t i = written; i < waiting_.size(); ++i) whom_.refs.push_back(waiting_[i].post.ref);
      const auto revealed = changes_.make(whom_);
      if (!revealed) return tl::unexpected(revealed.error());
      // A daemon that deals with none of them would be asked for ever.
      const std::size_t end = written + std::max<std::size_t>(revealed->answered, 1);
      for (; written < std::min(end, waiting_.size()); ++written)
        if (auto done = write_post(waiting_[written], *revealed); !done) return done;
    }
    waiting_.clear();
    return {};
  }

 private:
  Result<void> write_post(const store::HeldPost& held, const control::AccountRevealed& revealed) {
    for (const auto& each : revealed.opened)
      if (each.ref == held.post.ref) return out_.write(writer_.post(held, identity_of(each)));
    // It was erased while this was written.
    return {};
  }

  Changes& changes_;
  control::RevealAccount whom_;
  report::AccessWriter& writer_;
  PrivateFile& out_;
  std::vector<store::HeldPost> waiting_;
  bool has_notes_ = false;
};

Result<ExitStatus> run(const Context& context, const AccessOptions& options) {
  auto account = account_asked_for(options.account, options.network);
  if (!account) return tl::unexpected(account.error());
  const auto name = name_of(*account, options.network);
  if (!name) return tl::unexpected(name.error());
  const auto format = format_of(options);
  if (!format) return tl::unexpected(format.error());
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  const auto holdings = store::Holdings::open(config->database);
  if (!holdings) return tl::unexpected(holdings.error());
  auto changes = Changes::begin_with_key(context, "nhsvalues access");
  if (!changes) return tl::unexpected(changes.error());
  auto looked_on =
      options.network.empty() ? holdings->networks() : Result<std::vector<std::string>>{{options.network}};
  if (!looked_on) return tl::unexpected(looked_on.error());
  auto out = PrivateFile::begin(options.output, options.force, control::files_in_use(*config));
  if (!out) return tl::unexpected(out.error());

  const control::RevealAccount whom{*account, options.network, {}};
  const auto revealed = changes->make(whom);
  if (!revealed) return tl::unexpected(revealed.error());
  const report::AccessAnswer answer = answer_of(*name, *std::move(looked_on), *revealed, *config);
  const auto writer = writer_of(*format, holdings->zone(), context, !options.output.empty());
  if (auto written = out->write(writer->head(answer)); !written) return tl::unexpected(written.error());
  Telling telling{*changes, whom, *writer, *out};
  for (const auto& each : revealed->known) {
    Result<void> told;
    const auto read = holdings->for_each_post(each.key, [&](const store::HeldPost& held) {
      told = telling.add(held);
      return told.has_value();
    });
    if (!read) return tl::unexpected(read.error());
    if (!told) return tl::unexpected(told.error());
  }
  if (auto told = telling.write(); !told) return tl::unexpected(told.error());
  if (auto written = out->write(writer->end()); !written) return tl::unexpected(written.error());
  if (auto finished = out->finish(); !finished) return tl::unexpected(finished.error());
  if (!options.output.empty())
    context.say(
        answer.held()
            ? fmt::format("{}: {} {}. It names a person: it is for them alone.", options.output,
                          answer.posts(), answer.posts() == 1 ? "post" : "posts")
            : fmt::format("{}: nothing is held about this account; the file says so.", options.output));
  if (telling.has_notes())
    context.say(
        "It holds what colleagues noted, word for word: before you hand it over, read the notes and take other people's "
        "names, numbers and affairs out of them.");
  if (!answer.held()) context.say("Is the account spelt right? Another spelling is another account.");
  return ExitStatus::done;
}

}  // namespace

void add_access(Command app, Context& context) {
  auto options = std::make_shared<AccessOptions>();
  Command command = app.add_subcommand(
      "access", "Everything that is held about an account, for its owner's request to see it; needs the key");
  command
      .add_option(
          "account", options->account,
          "The account as its network writes it, with or without the leading @; - reads it from stdin, so "
          "that nobody who lists processes sees it")
      .type_name("HANDLE")
      .required();
  command.add_option("--network", options->network, "Only on this network; else on all that are stored")
      .type_name("NETWORK");
  command
      .add_option("-o,--output", options->output,
                  "Write to this file, for its owner alone, instead of stdout")
      .type_name("FILE");
  command.add_flag("--force", options->force, "Replaces that file where it is there");
  command
      .add_option("--format", options->format,
                  "How to write it: as the file's name ends (.json, .html, .txt), else text for reading")
      .transform(one_of("format", {"json", "html", "text"}));
  command.callback([&context, options] { context.result = run(context, *options); });
}

}  // namespace nhs::cli
