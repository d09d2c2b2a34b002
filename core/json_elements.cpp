#include "core/json_elements.h"

#include <fmt/format.h>

#include "core/json_scanner.h"

namespace nhs {
namespace {

/// Members before the array that are kept; more are no heading.
constexpr std::size_t kLongestHead = 1024 * 1024;

/// `"id"` of `{"id":…`; empty when it begins otherwise.
std::string first_key_of(const std::string& element) {
  if (element.rfind("{\"", 0) != 0) return {};
  const std::size_t quote = element.find('"', 2);
  if (quote == std::string::npos || element.find('\\') < quote) return {};
  return element.substr(1, quote);
}

}  // namespace

struct JsonElements::State {
  State(std::istream& in, const std::string& name, std::size_t longest_element)
      : values(in), member(name), longest(longest_element) {}

  /// True at the array's first element.
  bool find_array();
  bool read_head();
  /// A member's name, which is held, and the colon.
  bool take_name();
  /// False when the document has ended.
  bool go_to_element();
  /// True when the document is whole after its array.
  bool finish();
  JsonElement take_element();
  /// What is wrong here. Reads on to where an element begins again.
  std::string fault();
  bool find_beginning();

  JsonScanner values;
  std::string member;
  std::size_t longest;
  std::string head = "{}";
  std::string first_key;
  std::size_t number = 0;
  /// Where reading stands: before the array's first element, after one, within one whose beginning was found
  /// after a fault, at a fault, at the document's end.
  enum class Place { first, between, within, broken, ended } place = Place::first;
};

bool JsonElements::State::find_array() {
  int c = values.take_after_space();
  // A byte order mark.
  if (c == 0xEF && values.take() == 0xBB && values.take() == 0xBF) c = values.take_after_space();
  if (member.empty()) return c == '[';
  return c == '{' && read_head();
}

bool JsonElements::State::read_head() {
  const std::string wanted = "\"" + member + "\"";
  for (std::string members; take_name();) {
    const std::string name = values.take_held();
    const int c = values.take_after_space();
    if (name == wanted && c == '[') {
      head = "{" + members + "}";
      return true;
    }
    values.give_back(c);
    if (!values.take_value(kLongestMember)) return false;
    if (!values.was_too_long() && members.size() < kLongestHead)
      members += (members.empty() ? "" : ",") + name + ":" + values.held();
    if (values.take_after_space() != ',') return false;
  }
  return false;
}

bool JsonElements::State::take_name() {
  const int quote = values.take_after_space();
  values.give_back(quote);
  if (quote != '"' || !values.take_value(kLongestMember)) return false;
  const int colon = values.take_after_space();
  if (colon != ':') values.give_back(colon);
  return colon == ':';
}

bool JsonElements::State::go_to_element() {
  if (place == Place::ended || place == Place::within) return place == Place::within;
  const int c = values.take_after_space();
  if (c == ']') {
    place = finish() ? Place::ended : Place::broken;
    return place == Place::broken;
  }
  if (place == Place::between && c == ',') return true;
  values.give_back(c);
  if (place == Place::between) place = Place::broken;
  return true;
}

bool JsonElements::State::finish() {
  const auto at_end = [&] {
    const int c = values.take_after_space();
    values.give_back(c);
    return c == JsonScanner::kEnd;
  };
  if (member.empty()) return at_end();
  while (true) {
    const int c = values.take_after_space();
    if (c == '}') return at_end();
    if (c != ',') values.give_back(c);
    if (c != ',' || !take_name() || !values.take_value(0)) return false;
  }
}

JsonElement JsonElements::State::take_element() {
  ++number;
  bool whole = false;
  if (place == Place::within)
    whole = values.take_rest("{" + first_key + ":", longest);
  else if (place != Place::broken)
    whole = values.take_value(longest);
  // A broken element's key may be broken too.
  const std::string key = whole || first_key.empty() ? first_key_of(values.held()) : "";
  if (!key.empty()) first_key = key;
  if (!whole) return {number, {}, fault()};
  place = Place::between;
  if (values.was_too_long()) return {number, {}, fmt::format("longer than {} bytes", longest)};
  return {number, values.take_held(), {}};
}

std::string JsonElements::State::fault() {
  const std::size_t at = values.offset();
  const int c = values.take();
  values.give_back(c);
  place = find_beginning() ? Place::within : Place::ended;
  if (c == JsonScanner::kEnd) return "the file breaks off here";
  const char* rest = place == Place::ended ? ", and nothing after it can be made out" : "";
  return fmt::format("not JSON at byte {} of the file{}", at, rest);
}

bool JsonElements::State::find_beginning() {
  const std::string wanted = ",{" + first_key + ":";
  std::string seen;
  while (!first_key.empty() && seen != wanted) {
    const int c = values.take_after_space();
    if (c == JsonScanner::kEnd) return false;
    if (seen.size() == wanted.size()) seen.erase(0, 1);
    seen += static_cast<char>(c);
  }
  return !first_key.empty();
}

JsonElements::JsonElements(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonElements::JsonElements(JsonElements&&) noexcept = default;
JsonElements& JsonElements::operator=(JsonElements&&) noexcept = default;
JsonElements::~JsonElements() = default;

Result<JsonElements> JsonElements::open(std::istream& in, const std::string& member, std::size_t longest) {
  auto state = std::make_unique<State>(in, member, longest);
  if (!state->find_array())
    return fail(ExitStatus::bad_data, member.empty()
                                          ? "not a JSON list"
                                          : fmt::format("not a JSON object with a list named {}", member));
  return JsonElements{std::move(state)};
}

const std::string& JsonElements::head() const { return state_->head; }

std::optional<JsonElement> JsonElements::next() {
  if (!state_->go_to_element()) return std::nullopt;
  return state_->take_element();
}

}  // namespace nhs
