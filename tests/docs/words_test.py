#!/usr/bin/env python3
"""What the program knows by a name has to stand in the documents: read from its own help and its sources, so that
nobody has to remember. (Configuration keys: tests/config/shipped_files_test.cpp; commands and their options:
tests/cli/documented_test.cpp; tables and columns: tests/store/schema_test.cpp.)"""
import glob, links, os, re, subprocess, sysexits_numbers, unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("NHS_BUILD", os.path.join(SOURCE, "build/dev"))


def read(name):
    with open(os.path.join(SOURCE, name)) as file:
        return file.read()


def all_of(pattern):
    return "".join(read(name) for name in sorted(glob.glob(pattern, root_dir=SOURCE, recursive=True)))


def help_of(program):
    return subprocess.run([os.path.join(BUILD, program), "--help"], check=True, text=True, stdout=subprocess.PIPE).stdout


class Words(unittest.TestCase):
    def test_the_documents_explain_every_exit_status_and_no_other(self):
        names = re.search(r"enum class ExitStatus.*?{(.*?)}", read("core/result.h"), re.S).group(1)
        statuses = {word if word.isdigit() else sysexits_numbers.OF[word] for word in re.findall(r"= (\w+),", names)}
        self.assertGreaterEqual(len(statuses), 13)
        of_status_check = set(re.findall(r"= (\d)", re.search(r"enum class CheckState.*", read("report/status_check.h"))[0]))
        self.assertEqual(of_status_check, {"0", "1", "2", "3"})
        of_any_command = statuses - {"3"}
        entries = re.search(r"\*\*Exit status\*\*: (.*?)\n\n", read("docs/commands.md"), re.S).group(1)
        self.assertEqual({entry.split()[0] for entry in entries.split(";")}, of_any_command)
        section = re.search(r"\.SH EXIT STATUS\n(.*?)\n\.PP", read("cli/manual_words.cpp"), re.S).group(1)
        self.assertEqual(set(re.findall(r"\d+", section)), of_any_command)
        rows = re.findall(r"(?m)^\| `(\d+)` \|", read("docs/admin.md"))
        self.assertEqual(set(rows), (statuses | of_status_check) - {"0"})

    def test_commands_and_manual_name_the_times_that_the_program_knows(self):
        times = re.search(r"\*\*Times\*\*.*?\n\n", read("docs/commands.md"), re.S).group(0)
        in_commands = {word.lower() for word in re.findall(r"`([^`\s]+)`", times)
                       if re.match(r"\d|today|yesterday|this-|last-|FIRST", word)}
        section = re.search(r"\.SH TIMES\n(.*?)\n\.SH", read("cli/manual_words.cpp"), re.S).group(1)
        heads = ",".join(re.findall(r"^\.TP\n\.\w+ (.*)$", section, re.M)).replace("\\", "")
        self.assertEqual(set(re.sub(r'[ "]', "", heads).lower().split(",")), in_commands)
        words = set(re.findall(r'(?:text|word) == "([a-z-]+)"', read("core/period.cpp")))
        self.assertGreaterEqual(len(words), 6)
        self.assertLessEqual(words, in_commands)

    def test_every_metric_is_explained(self):
        metrics = re.findall(r'\.name = "(nhsvalues_\w+)"', all_of("report/*metrics*.cpp"))
        self.assertGreater(len(metrics), 20)
        documents = all_of("docs/*.md")
        for metric in metrics:
            with self.subTest(metric):
                self.assertTrue(f"`{metric}" in documents, "is in no document")

    def test_every_option_of_both_programs_is_explained(self):
        documents = read("docs/commands.md")
        for program in ("cli/nhsvalues", "daemon/nhsvaluesd"):
            for option in re.findall(r"^ +(?:-\w,)?(--[\w-]+)", help_of(program), re.M):
                with self.subTest(f"{program} {option}"):
                    self.assertTrue(option in documents, "is not in docs/commands.md")

    def test_every_environment_variable_is_explained(self):
        asked = set(re.findall(r'"(NHSVALUES_[A-Z]+)"', all_of("[!tb]*/**/*.cpp")))
        self.assertGreaterEqual(len(asked), 4)
        documents = read("docs/commands.md") + read("docs/admin.md")
        for variable in asked:
            with self.subTest(variable):
                self.assertTrue(variable in documents, "is in neither document")

    def test_every_document_can_be_reached_from_the_readme(self):
        linked = set(re.findall(r"\]\((docs/[^)#]+)", read("README.md")))
        for page in glob.glob("docs/*.md", root_dir=SOURCE):
            with self.subTest(page):
                self.assertTrue(page in linked, "is not linked")

    def test_every_link_leads_somewhere(self):
        self.assertGreater(len(links.pages_in(SOURCE)), 20)
        self.assertEqual(links.lost_in(SOURCE), [])

    def test_the_architecture_names_every_folder_of_the_build(self):
        architecture = read("docs/architecture.md")
        for folder in re.findall(r"^add_subdirectory\((\w+)\)", read("CMakeLists.txt"), re.M):
            if folder != "tests":
                with self.subTest(folder):
                    self.assertTrue(f"`{folder}/`" in architecture, "is not named")


if __name__ == "__main__":
    unittest.main()
