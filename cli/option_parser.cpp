#include "cli/option_parser.h"

#include <CLI/CLI.hpp>

#include <utility>

namespace nhs::cli {
namespace {

template <typename Variable>
Option added(CLI::App& app, std::string_view name, Variable& variable, std::string_view description) {
  return Option{*app.add_option(std::string{name}, variable, std::string{description})};
}

CLI::Validator validator(Check check) { return {std::move(check.mistake_in), std::move(check.shown)}; }

}  // namespace

Option Option::type_name(std::string_view type) {
  option_->type_name(std::string{type});
  return *this;
}

Option Option::group(std::string_view heading) {
  option_->group(std::string{heading});
  return *this;
}

Option Option::required() {
  option_->required();
  return *this;
}

Option Option::capture_default_str() {
  option_->capture_default_str();
  return *this;
}

Option Option::expected(int at_least, int at_most) {
  option_->expected(at_least, at_most);
  return *this;
}

Option Option::allow_extra_args(bool allow) {
  option_->allow_extra_args(allow);
  return *this;
}

Option Option::check(Check check) {
  option_->check(validator(std::move(check)));
  return *this;
}

Option Option::transform(Check check) {
  option_->transform(validator(std::move(check)));
  return *this;
}

Option Option::between(std::int64_t least, std::int64_t most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option Option::not_negative() {
  option_->check(CLI::NonNegativeNumber);
  return *this;
}

Option Option::excludes(Option other) {
  option_->excludes(other.option_);
  return *this;
}

Option Option::excludes(std::string_view name) {
  option_->excludes(std::string{name});
  return *this;
}

Option Option::needs(Option other) {
  option_->needs(other.option_);
  return *this;
}

std::size_t Option::count() const { return option_->count(); }

Option Command::add_option(std::string_view name, std::string& variable, std::string_view description) {
  return added(*app_, name, variable, description);
}

Option Command::add_option(std::string_view name, int& variable, std::string_view description) {
  return added(*app_, name, variable, description);
}

Option Command::add_option(std::string_view name, std::size_t& variable, std::string_view description) {
  return added(*app_, name, variable, description);
}

Option Command::add_option(std::string_view name, std::int64_t& variable, std::string_view description) {
  return added(*app_, name, variable, description);
}

Option Command::add_option(std::string_view name, std::optional<std::string>& variable,
                           std::string_view description) {
  return added(*app_, name, variable, description);
}

Option Command::add_option(std::string_view name, std::optional<std::int64_t>& variable,
                           std::string_view description) {
  return added(*app_, name, variable, description);
}

Option Command::add_option(std::string_view name, std::vector<std::string>& variable,
                           std::string_view description) {
  return added(*app_, name, variable, description);
}

Option Command::add_option(std::string_view name, std::vector<std::int64_t>& variable,
                           std::string_view description) {
  return added(*app_, name, variable, description);
}

Option Command::add_option_function(std::string_view name,
                                    const std::function<void(const std::string&)>& takes,
                                    std::string_view description) {
  return Option{*app_->add_option_function<std::string>(std::string{name}, takes, std::string{description})};
}

Option Command::add_flag(std::string_view name, bool& variable, std::string_view description) {
  return Option{*app_->add_flag(std::string{name}, variable, std::string{description})};
}

void Command::remove_option(std::string_view name) {
  app_->remove_option(app_->get_option(std::string{name}));
}

Command Command::add_subcommand(std::string_view name, std::string_view description) {
  return Command{*app_->add_subcommand(std::string{name}, std::string{description})};
}

void Command::require_subcommand(std::size_t at_least, std::size_t at_most) {
  app_->require_subcommand(at_least, at_most);
}

Command Command::group(std::string_view heading) {
  app_->group(std::string{heading});
  return *this;
}

void Command::callback(std::function<void()> run) { app_->callback(std::move(run)); }

bool Command::subcommand_given() const { return !app_->get_subcommands().empty(); }

bool Command::any_given_of(std::string_view heading) const {
  const CLI::App& app = *app_;
  const auto given = app.get_options(
      [&](const CLI::Option* each) { return each->get_group() == heading && each->count() > 0; });
  return !given.empty();
}

}  // namespace nhs::cli
