#include "core/json.h"

// Iterative, so that nesting cannot exhaust the stack; validating, because RapidJSON takes any bytes
// otherwise.
#define RAPIDJSON_PARSE_DEFAULT_FLAGS (kParseIterativeFlag | kParseValidateEncodingFlag)
#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/text.h"

namespace nhs {
namespace {

const rapidjson::Value& as_value(const void* value) { return *static_cast<const rapidjson::Value*>(value); }

/// How deep brackets nest, strings skipped; a cheap look before the parser, which builds what it reads.
bool too_deep(std::string_view bytes) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxJsonDepth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

/// Whether a `\u` escape stands here for a surrogate whose third digit is in this range.
bool is_surrogate(std::string_view bytes, std::size_t at, char from, char to) {
  if (bytes.size() < at + 4 || bytes[at + 1] != 'u' || (bytes[at + 2] | 0x20) != 'd') return false;
  const int digit = bytes[at + 3] | 0x20;
  return digit >= from && digit <= to;
}

/// Where a pair's second half stands without its first, which RapidJSON 1.1 lets pass; nothing when nowhere.
std::optional<std::size_t> lone_low_surrogate(std::string_view bytes) {
  for (std::size_t at = bytes.find('\\'); at != std::string_view::npos;) {
    if (is_surrogate(bytes, at, 'c', 'f')) return at;
    at = bytes.find('\\', at + (is_surrogate(bytes, at, '8', 'b') ? 12 : 2));
  }
  return std::nullopt;
}

/// Of an infinite number RapidJSON's own writer makes a text that breaks off.
struct WholeWriter : rapidjson::Writer<rapidjson::StringBuffer> {
  using Writer::Writer;
  bool Double(double number) { return std::isfinite(number) ? Writer::Double(number) : Null(); }
};

}  // namespace

bool JsonView::is_null() const { return exists() && as_value(value_).IsNull(); }
bool JsonView::is_object() const { return exists() && as_value(value_).IsObject(); }
bool JsonView::is_array() const { return exists() && as_value(value_).IsArray(); }

JsonView JsonView::operator[](std::string_view key) const {
  if (!is_object()) return {};
  const auto& object = as_value(value_);
  const rapidjson::Value name(rapidjson::StringRef(key.data(), static_cast<rapidjson::SizeType>(key.size())));
  const auto member = object.FindMember(name);
  return member == object.MemberEnd() ? JsonView{} : JsonView{&member->value};
}

std::vector<std::string_view> JsonView::keys() const {
  std::vector<std::string_view> names;
  if (!is_object()) return names;
  for (const auto& member : as_value(value_).GetObject())
    names.emplace_back(member.name.GetString(), member.name.GetStringLength());
  return names;
}

std::size_t JsonView::size() const { return is_array() ? as_value(value_).Size() : 0; }

JsonView JsonView::at(std::size_t index) const {
  return JsonView{&as_value(value_)[static_cast<rapidjson::SizeType>(index)]};
}

std::optional<std::string_view> JsonView::text() const {
  if (!exists() || !as_value(value_).IsString()) return std::nullopt;
  return std::string_view{as_value(value_).GetString(), as_value(value_).GetStringLength()};
}

std::string JsonView::text_or_empty() const { return std::string{text().value_or("")}; }

std::optional<bool> JsonView::boolean() const {
  if (!exists() || !as_value(value_).IsBool()) return std::nullopt;
  return as_value(value_).GetBool();
}

std::optional<double> JsonView::number() const {
  if (!exists() || !as_value(value_).IsNumber()) return std::nullopt;
  const double number = as_value(value_).GetDouble();
  // RapidJSON 1.1 reads 4e308, which no double can hold, as infinity.
  return std::isfinite(number) ? std::optional{number} : std::nullopt;
}

std::optional<std::int64_t> JsonView::integer() const {
  if (!exists() || !as_value(value_).IsInt64()) return std::nullopt;
  return as_value(value_).GetInt64();
}

std::string JsonView::to_text() const {
  if (!exists()) return {};
  rapidjson::StringBuffer buffer;
  WholeWriter writer{buffer};
  as_value(value_).Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

struct JsonDocument::Parsed {
  rapidjson::Document document;
};

JsonDocument::JsonDocument(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

Result<JsonDocument> JsonDocument::parse(std::string_view bytes) {
  if (too_deep(bytes))
    return fail(ExitStatus::bad_data, fmt::format("JSON nested deeper than {} levels", kMaxJsonDepth));
  if (const auto at = lone_low_surrogate(bytes))
    return fail(ExitStatus::bad_data,
                fmt::format("not JSON: half a surrogate pair in a string (at byte {})", *at));
  auto parsed = std::make_unique<Parsed>();
  parsed->document.Parse(bytes.data(), bytes.size());
  if (parsed->document.HasParseError())
    return fail(ExitStatus::bad_data,
                fmt::format("not JSON: {} (at byte {})",
                            rapidjson::GetParseError_En(parsed->document.GetParseError()),
                            parsed->document.GetErrorOffset()));
  return JsonDocument{std::move(parsed)};
}

JsonView JsonDocument::root() const {
  const rapidjson::Value& root = parsed_->document;
  return JsonView{&root};
}

namespace {

/// What stands after the backslash for a byte that JSON escapes: `u` for those without a letter of their own,
/// 0 for bytes that stand for themselves.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  for (std::size_t control = 0; control < 0x20; ++control) escapes[control] = 'u';
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}();

void append_string(std::string& to, std::string_view value) {
  to += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto byte = static_cast<unsigned char>(value[i]);
    const char escape = kEscapes[byte];
    if (escape == 0) continue;
    to.append(value, plain, i - plain);
    plain = i + 1;
    if (escape == 'u') {
      constexpr std::string_view digits = "0123456789ABCDEF";
      ((to += "\\u00") += digits[byte >> 4]) += digits[byte & 15U];
    } else {
      (to += '\\') += escape;
    }
  }
  to.append(value, plain) += '"';
}

/// Two decimals, the commonest case by far. False when the number is too near to the middle of two results,
/// or too large, to be rounded without care.
bool append_hundredths(std::string& to, double value) {
  constexpr double largest = 1e6, too_near = 1e-6;
  const double hundredths = std::fabs(value) * 100;
  if (!(hundredths < largest)) return false;
  const double whole = std::floor(hundredths);
  if (std::fabs(hundredths - whole - 0.5) < too_near) return false;
  const auto rounded = static_cast<std::uint32_t>(whole) + (hundredths - whole > 0.5 ? 1U : 0U);
  if (value < 0 && rounded != 0) to += '-';
  const fmt::format_int integral{rounded / 100};
  to.append(integral.data(), integral.size()) += '.';
  to += static_cast<char>('0' + rounded % 100 / 10);
  if (rounded % 10 != 0) to += static_cast<char>('0' + rounded % 10);
  return true;
}

/// What is no UTF-8, as in the name of a file, as U+FFFD: with such bytes the whole would be no JSON.
std::string as_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    valid += character.code == U'\uFFFD' ? "\xEF\xBF\xBD" : text.substr(at, character.length);
    at += character.length;
  }
  return valid;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

struct JsonWriter::State {
  std::string written;
  std::vector<char> has_members;  ///< one a level: whether a comma is due
  bool after_key = false;

  void put(std::string_view raw) { written += raw; }
  void before_value() {
    if (after_key) {
      after_key = false;
      return;
    }
    if (has_members.empty()) return;
    if (has_members.back() != 0) put(", ");
    has_members.back() = 1;
  }
  void put_text(std::string_view value) {
    if (is_ascii(value))
      append_string(written, value);
    else
      append_string(written, as_utf8(value));
  }
};

JsonWriter::JsonWriter() : state_(std::make_unique<State>()) {}
JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::begin_object() {
  state_->before_value();
  state_->put("{");
  state_->has_members.push_back(0);
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  state_->put("}");
  state_->has_members.pop_back();
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  state_->before_value();
  state_->put("[");
  state_->has_members.push_back(0);
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  state_->put("]");
  state_->has_members.pop_back();
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  state_->before_value();
  state_->put_text(name);
  state_->put(": ");
  state_->after_key = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  state_->before_value();
  state_->put_text(value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  state_->before_value();
  const fmt::format_int digits{value};
  state_->put({digits.data(), digits.size()});
  return *this;
}

JsonWriter& JsonWriter::number(double value, int decimals) {
  state_->before_value();
  if (!std::isfinite(value)) {
    state_->put("null");
    return *this;
  }
  if (decimals == 2 && append_hundredths(state_->written, value)) return *this;
  std::string digits = fmt::format("{:.{}f}", value, decimals);
  if (digits.find('.') != std::string::npos) {
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits += '0';
  }
  state_->put(digits == "-0.0" ? "0.0" : digits);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  state_->before_value();
  state_->put(value ? "true" : "false");
  return *this;
}

JsonWriter& JsonWriter::null() {
  state_->before_value();
  state_->put("null");
  return *this;
}

std::string_view JsonWriter::str() const { return state_->written; }

void JsonWriter::clear() {
  state_->written.clear();
  state_->has_members.clear();
  state_->after_key = false;
}

}  // namespace nhs
