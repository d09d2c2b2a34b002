#!/usr/bin/env python3
"""What the program knows by a name has to stand in the documents: read from its own help and its sources, so that
nobody has to remember. (Configuration keys: tests/config/shipped_files_test.cpp; commands and their options:
tests/cli/documented_test.cpp; tables and columns: tests/store/schema_test.cpp.)"""
import glob, os, re, subprocess, sysexits_numbers, unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("NHS_BUILD", os.path.join(SOURCE, "build/dev"))


def read(name):
    with open(os.path.join(SOURCE, name)) as file:
        return file.read()


def all_of(pattern):
    return "".join(read(name) for name in sorted(glob.glob(pattern, root_dir=SOURCE, recursive=True)))


def help_of(program):
    return subprocess.run([os.path.join(BUILD, program), "--help"], check=True, text=True, stdout=subprocess.PIPE).stdout


def anchors_of(markdown):
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", markdown, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class Words(unittest.TestCase):
    def test_every_exit_status_is_explained_in_the_commands_and_the_administrators_page(self):
        names = re.search(r"enum class ExitStatus.*?{(.*?)}", read("core/result.h"), re.S).group(1)
        statuses = [word if word.isdigit() else sysexits_numbers.OF[word]
                    for word in re.findall(r"= (\w+),", names)]
        self.assertGreaterEqual(len(statuses), 13)
        list_of_all = re.search(r"\*\*Exit status\*\*.*?\n\n", read("docs/commands.md"), re.S).group(0)
        rows = read("docs/admin.md")
        for status in map(str, statuses):
            with self.subTest(status):
                self.assertRegex(list_of_all, rf"(^|\W){status} \w")
                if status not in ("0", "1"):
                    self.assertRegex(rows, rf"(?m)^\| `{status}` \|")

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
        for page in glob.glob("*.md", root_dir=SOURCE) + glob.glob("docs/**/*.md", root_dir=SOURCE, recursive=True):
            for file, anchor in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)", read(page)):
                target = os.path.normpath(os.path.join(os.path.dirname(page), file)) if file else page
                with self.subTest(f"{page}: {file}#{anchor}"):
                    self.assertTrue(os.path.exists(os.path.join(SOURCE, target)))
                    if anchor and target.endswith(".md"):
                        self.assertIn(anchor, anchors_of(read(target)))

    def test_the_architecture_names_every_folder_of_the_build(self):
        architecture = read("docs/architecture.md")
        for folder in re.findall(r"^add_subdirectory\((\w+)\)", read("CMakeLists.txt"), re.M):
            if folder != "tests":
                with self.subTest(folder):
                    self.assertTrue(f"`{folder}/`" in architecture, "is not named")


if __name__ == "__main__":
    unittest.main()
