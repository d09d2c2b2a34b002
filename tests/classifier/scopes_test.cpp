#include <catch2/catch.hpp>

#include "written_tokens.h"

using namespace nhs::classifier;
using namespace nhs::classifier::test;

TEST_CASE("A negation reaches four words and no further than its clause", "[scopes]") {
  CHECK(forms("never saw the ward manager once") == "never NOT_saw NOT_the NOT_ward NOT_manager once");
  CHECK(forms("no beds. lovely staff") == "no NOT_beds . lovely staff");
  CHECK(forms("didn't explain it but kind") == "didn't NOT_explain NOT_it but kind");
}

TEST_CASE("What only seems to deny denies nothing", "[scopes]") {
  CHECK(forms("no doubt the best") == "<indeed> no doubt the best");
  CHECK(forms("not only kind") == "<indeed> not only kind");
  CHECK(forms("never met such kind people") == "never met such kind people");
  CHECK(forms("never met kind people") == "never NOT_met NOT_kind NOT_people");
}

TEST_CASE("Clauses end at sentence marks, line breaks and turning words", "[scopes]") {
  CHECK(clauses("nice nurses but late\nagain. Still") == "nice nurses/but late/again/Still");
  CHECK(clauses("Kind staff – dirty ward") == "Kind staff/dirty ward");
  CHECK(clauses("Kind staff—dirty ward") == "Kind staff/dirty ward");
  CHECK(clauses("Great care, only thing was the wait") == "Great care/only thing was the wait");
  CHECK(clauses("Great care other than the food") == "Great care/other than the food");
  CHECK(clauses("We had a laugh while we waited a while") == "We had a laugh/while we waited a while");
}

TEST_CASE("Two sentences joined by and or a comma are two clauses, a list is one", "[scopes]") {
  CHECK(clauses("the nurses were lovely and nobody told us anything") ==
        "the nurses were lovely/and nobody told us anything");
  CHECK(clauses("My GP was kind, the receptionist was rude") == "My GP was kind/the receptionist was rude");
  CHECK(clauses("He was kind and he listened") == "He was kind/and he listened");
  CHECK(clauses("the food, the ward and the staff were great") ==
        "the food the ward and the staff were great");
  CHECK(clauses("She was kind, caring and the best") == "She was kind caring and the best");
  CHECK(clauses("They listened to me and my family") == "They listened to me and my family");
}

TEST_CASE("An idiom has a token of its own before its words, over their bytes", "[scopes]") {
  CHECK(forms("no complaints") == "<no_fault> no NOT_complaints");
  CHECK(forms("Nothing was too much trouble.") ==
        "<no_fault> nothing NOT_was NOT_too NOT_much NOT_trouble .");
  CHECK(forms("cannot thank them all enough") == "<high_praise> can't thank them all enough");
  CHECK(forms("could not have been kinder") == "<high_praise> could not have been kinder");
  CHECK(forms("nothing but praise") == "<high_praise> nothing but praise");
  CHECK(forms("not once was I ignored").rfind("<never_hurt> ", 0) == 0);
  CHECK(forms("thanks for nothing") == "<scorn> thanks for nothing");
  CHECK(forms("no. complaints") == "no . complaints");
  CHECK(pieces("We have no complaints!")[2] == "no complaints");
}

TEST_CASE("An idiom's words keep their places among clauses and beside other idioms", "[scopes]") {
  CHECK(clauses("Kind but no complaints and nothing was too much trouble") ==
        "Kind/but no complaints and nothing was too much trouble");
  CHECK(forms("no complaints, couldn't fault it") ==
        "<no_fault> no NOT_complaints , <no_fault> couldn't NOT_fault NOT_it");
  CHECK(forms("I have not one complaint") == "i have not NOT_one NOT_complaint");
}
