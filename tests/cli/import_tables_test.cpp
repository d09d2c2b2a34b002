#include <catch2/catch.hpp>

#include "tests/cli/desk.h"
#include "tests/support/holds.h"
#include "tests/support/utf16.h"

using namespace nhs::test;

TEST_CASE("A survey that a spreadsheet saved with semicolons goes in without an option, and import says so",
          "[import]") {
  const Desk desk;
  const std::string file =
      desk.write("survey.csv", "\xEF\xBB\xBFtext;created_at\r\n\"Kind; caring, quick\";2026-11-02\r\n");
  const Ended ended = desk.run({"import", file});
  CHECK(ended.status == 0);
  CHECK(holds(ended.err, file + ": its columns are separated by semicolons\n"));
  CHECK(holds(ended.err, "1 new"));
  CHECK(holds(desk.run({"export"}).out, "Kind; caring, quick"));
}

TEST_CASE("Excel's Unicode text goes in as it was saved", "[import]") {
  const Desk desk;
  const std::string table =
      in_utf16(u"Date\tComment\r\n02/11/2026\t\"The nurse wasn\u2019t \"\"kind\"\"\"\r\n03/11/2026\t\r\n");
  const std::vector<std::string> words = {"import",          "--map",         "text=Comment", "--map",
                                          "created_at=Date", "--date-format", "day-first"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return more;
  };
  const std::string file = desk.write("survey.txt", table);
  const Ended ended = desk.run(with({file}));
  INFO(ended.err);
  CHECK(ended.status == 0);
  CHECK(holds(ended.err, file + ": its columns are separated by tabs\n"));
  CHECK(holds(ended.err, "1 new, 0 known already, 1 row without text left out."));
  const std::string exported = desk.run({"export"}).out;
  CHECK(holds(exported, "wasn\u2019t \\\"kind\\\""));
  CHECK(holds(exported, "2026-11-02T12:00:00Z"));

  // Standard input is no other.
  const Ended again = desk.run(with({"--format", "csv", "-"}), table);
  CHECK(again.status == 0);
  CHECK(holds(again.err, "0 new, 1 known already"));
}

TEST_CASE("Answers that were left empty are not stored, and import says how many", "[import]") {
  const Desk desk;
  std::string table = "id,text\n";
  for (int i = 1; i <= 12; ++i) table += std::to_string(i) + (i % 2 == 0 ? ",\n" : ",\"  \"\n");
  const Ended ended = desk.run({"import", desk.write("survey.csv", table + "13,Kind staff\n")});
  CHECK(ended.status == 0);
  CHECK(holds(ended.err, "Imported: 1 new, 0 known already, 12 rows without text left out.\n"));
  const Ended one = desk.run({"import", desk.write("one.csv", "text\nCold tea\n \n")});
  CHECK(holds(one.err, "1 new, 0 known already, 1 row without text left out.\n"));
}
