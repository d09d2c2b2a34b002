#include "tests/support/conditional.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace nhs::test {
namespace {

std::string day_and_time(UtcTime time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string etag_of(const std::string& document) {
  const auto sum =
      crc32(0, reinterpret_cast<const Bytef*>(document.data()), static_cast<uInt>(document.size()));
  return fmt::format("W/\"{:08x}-{}\"", sum, document.size());
}

std::optional<std::string> header(const SeenRequest& request, const std::string& name) {
  const auto at = request.headers.find(name);
  return at == request.headers.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace

std::string http_date(UtcTime time) { return day_and_time(time) + " GMT"; }

std::string feed_date(UtcTime time) { return day_and_time(time) + " +0000"; }

void ConditionalAnswers::changed() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  modified_at_ = std::max(now, modified_at_ + std::chrono::seconds(sent_since_ ? 1 : 0));
  sent_since_ = false;
}

Reply ConditionalAnswers::answer(const SeenRequest& request, std::string document, std::string content_type) {
  const std::string etag = etag_of(document);
  const std::string modified = http_date(modified_at_);
  sent_since_ = true;

  Reply reply;
  if (send_etag) reply.headers.emplace_back("ETag", etag);
  if (send_last_modified) reply.headers.emplace_back("Last-Modified", modified);
  const auto known_etag = send_etag ? header(request, "if-none-match") : std::nullopt;
  const auto known_date = send_last_modified ? header(request, "if-modified-since") : std::nullopt;
  const bool unchanged = known_etag ? *known_etag == etag : known_date == modified;
  if (unchanged) {
    reply.status = 304;
    return reply;
  }
  reply.headers.emplace_back("Content-Type", std::move(content_type));
  reply.body = std::move(document);
  return reply;
}

}  // namespace nhs::test
