#include <curl/curlver.h>
#include <fmt/format.h>
#include <rapidjson/rapidjson.h>
#include <sqlite3.h>
#include <boost/version.hpp>

#include "cli/context.h"
#include "net/curl_client.h"
#include "store/post_store.h"

namespace nhs::cli {

std::string version_text(std::string_view program) {
  return fmt::format(
      "{} {}\n{} (built with {})\n{} (built with {})\nBoost/{}.{}.{} fmt/{}.{}.{} RapidJSON/{}\n", program,
      NHS_VERSION, net::curl_version_text(), LIBCURL_VERSION, store::sqlite_version_text(), SQLITE_VERSION,
      BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100, FMT_VERSION / 10000,
      FMT_VERSION / 100 % 100, FMT_VERSION % 100, RAPIDJSON_VERSION_STRING);
}

}  // namespace nhs::cli
