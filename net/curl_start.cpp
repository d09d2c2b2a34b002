#include "net/curl_start.h"

#include <curl/curl.h>

#include <stdexcept>

namespace nhs::net {

void start_libcurl() {
  // Never undone: a name look-up given up on may still run in a thread of curl's.
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error("libcurl cannot start");
}

}  // namespace nhs::net
