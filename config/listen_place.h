#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "config/config.h"

namespace nhs::config {

/// Where the daemon listens for whoever reads its metrics: a port of this machine alone, or a socket file.
struct ListenPlace {
  std::string address;           ///< `127.0.0.1` or `::1`; empty for a socket file
  std::uint16_t port = 0;        ///< 1 to 65535
  std::filesystem::path socket;  ///< empty for a port
};

/// `127.0.0.1:9464` (any address in 127.0.0.0/8), `[::1]:9464`, or the absolute path of a socket, of at most
/// 100 bytes. Nothing for anything else: a name could lead elsewhere, and other addresses can be reached from
/// outside. Pure.
std::optional<ListenPlace> parse_listen_place(std::string_view text);

/// The file that metrics are written to: `[metrics] file`, else `metrics/NAME.prom` beside the database
/// `NAME.db`.
std::filesystem::path metrics_file(const Config& config);

/// Where the next ones are made, in the place of whatever is there: beside it, under a name that
/// node_exporter does not read, which reads what ends in .prom.
std::filesystem::path metrics_in_the_making(const std::filesystem::path& metrics_file);

}  // namespace nhs::config
