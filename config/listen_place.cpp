#include "config/listen_place.h"

#include <arpa/inet.h>

#include <algorithm>

namespace nhs::config {
namespace {

/// sun_path holds 108 bytes (unix(7)).
constexpr std::size_t kMaxSocketBytes = 100;

std::optional<std::uint16_t> port_of(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  const int port = std::stoi(std::string{text});
  return port >= 1 && port <= 65535 ? std::optional{static_cast<std::uint16_t>(port)} : std::nullopt;
}

bool is_loopback(const std::string& address) {
  in_addr four{};
  if (inet_pton(AF_INET, address.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == IN_LOOPBACKNET;
  in6_addr six{};
  return inet_pton(AF_INET6, address.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

}  // namespace

std::optional<ListenPlace> parse_listen_place(std::string_view text) {
  ListenPlace place;
  if (!text.empty() && text.front() == '/') {
    place.socket = text;
    return text.size() <= kMaxSocketBytes ? std::optional{place} : std::nullopt;
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view address = text.substr(0, colon);
  const bool in_brackets = address.size() > 2 && address.front() == '[' && address.back() == ']';
  if (in_brackets) address = address.substr(1, address.size() - 2);
  const bool is_six = address.find(':') != std::string_view::npos;
  const auto port = port_of(text.substr(colon + 1));
  place.address = address;
  if (!port || is_six != in_brackets || !is_loopback(place.address)) return std::nullopt;
  place.port = *port;
  return place;
}

std::filesystem::path metrics_file(const Config& config) {
  if (!config.metrics.file.empty()) return config.metrics.file;
  return config.database.parent_path() / "metrics" / config.database.stem().concat(".prom");
}

std::filesystem::path metrics_in_the_making(const std::filesystem::path& metrics_file) {
  return metrics_file.string() + ".new";
}

}  // namespace nhs::config
