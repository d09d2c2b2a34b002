#pragma once

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "collector/source.h"
#include "core/time.h"
#include "net/http.h"
#include "tests/support/times.h"

namespace nhs::test {

/// A fixture file's bytes; name: below tests/fixtures.
inline std::string fixture(const std::string& name) {
  std::ifstream file(std::string{NHS_FIXTURES} + "/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no fixture " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline net::HttpResponse answer(int status, std::string body,
                                std::vector<std::pair<std::string, std::string>> headers = {}) {
  net::HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

/// An answer with status and headers from a `.headers` fixture.
inline net::HttpResponse answer_with_headers(const std::string& name, std::string body) {
  std::istringstream lines(fixture(name));
  std::string line;
  net::HttpResponse response;
  std::getline(lines, line);
  response.status = std::stoi(line.substr(line.find(' ')));
  while (std::getline(lines, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const auto colon = line.find(": ");
    if (colon != std::string::npos)
      response.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  response.body = std::move(body);
  return response;
}

inline collector::Topic nhs_values() { return {"NHSvalues", {"NHSvalues"}}; }

inline collector::RunStart run_at(UtcTime now) {
  collector::RunStart start;
  start.now = now;
  return start;
}

}  // namespace nhs::test
