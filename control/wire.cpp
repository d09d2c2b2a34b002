#include "control/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

#include "control/json_members.h"

namespace nhs::control {
namespace {

constexpr std::size_t kLongestPath = 4096;

/// The statuses that an answer may carry: those of sysexits.h that this program ends with.
constexpr std::array<ExitStatus, 10> kStatuses = {
    ExitStatus::usage,         ExitStatus::bad_data,      ExitStatus::no_input, ExitStatus::unavailable,
    ExitStatus::internal,      ExitStatus::cannot_create, ExitStatus::io,       ExitStatus::try_again,
    ExitStatus::no_permission, ExitStatus::configuration};

/// Reads the change of this name, trying the kinds in the order of their list.
template <std::size_t kind = 0>
Result<Change> read_change(std::string_view op, JsonView json) {
  if constexpr (kind == std::variant_size_v<Change>) {
    return fail(ExitStatus::bad_data,
                "nhsvaluesd does not know this change; are both programs of one version?");
  } else {
    using Kind = std::variant_alternative_t<kind, Change>;
    if (op != Kind::op) return read_change<kind + 1>(op, json);
    auto change = Kind::read(json);
    if (!change) return tl::unexpected(std::move(change.error()));
    return Change{*std::move(change)};
  }
}

std::string line_of(const JsonWriter& json) { return std::string{json.str()} + "\n"; }

}  // namespace

std::string name_of_database(const std::filesystem::path& file) {
  std::error_code unresolved;
  const auto canonical = std::filesystem::weakly_canonical(std::filesystem::absolute(file), unresolved);
  return unresolved ? std::filesystem::absolute(file).string() : canonical.string();
}

std::string request_line(const Request& request) {
  JsonWriter json;
  json.begin_object().key("database").text(request.database);
  std::visit(
      [&](const auto& change) {
        json.key("op").text(change.op);
        change.write(json);
      },
      request.change);
  json.end_object();
  return line_of(json);
}

Result<Request> read_request(std::string_view line) {
  const auto document = JsonDocument::parse(line);
  if (!document || !document->root().is_object())
    return fail(ExitStatus::bad_data, "a request is one line of JSON, an object");
  const JsonView json = document->root();
  const auto database = json["database"].text();
  if (!database || database->size() > kLongestPath)
    return fail(ExitStatus::bad_data, "database: must be the path of the database that is meant");
  auto change = read_change(json["op"].text_or_empty(), json);
  if (!change) return tl::unexpected(std::move(change.error()));
  return Request{std::string{*database}, *std::move(change)};
}

std::string carried_out(const Change& change, const Office& office) {
  return std::visit(
      [&](const auto& each) {
        const auto answer = each.perform(office);
        if (!answer) return refusal_line(answer.error());
        JsonWriter json;
        json.begin_object().key("done").begin_object();
        answer->write(json);
        json.end_object().end_object();
        return line_of(json);
      },
      change);
}

std::string refusal_line(const Error& error) {
  JsonWriter json;
  json.begin_object().key("refused").begin_object();
  json.key("status").integer(static_cast<std::int64_t>(error.status)).key("message").text(error.message);
  json.end_object().end_object();
  return line_of(json);
}

Result<JsonDocument> read_answer(std::string_view line) {
  auto document = JsonDocument::parse(line);
  if (document && document->root()["done"].is_object()) return document;
  const JsonView refused = document ? document->root()["refused"] : JsonView{};
  const auto number = refused["status"].integer();
  const auto status = std::find_if(kStatuses.begin(), kStatuses.end(), [&](ExitStatus each) {
    return number == static_cast<std::int64_t>(each);
  });
  if (status == kStatuses.end() || !refused["message"].text()) return not_understood();
  return fail(*status, refused["message"].text_or_empty());
}

}  // namespace nhs::control
