#!/usr/bin/env python3
"""Whether every link of the documents in a folder, and in its docs/, leads to a file and a heading that are there.
usage: links.py FOLDER"""
import glob, os, re, sys


def read(path):
    with open(path) as file:
        return file.read()


def anchors_of(markdown):
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", markdown, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def pages_in(folder):
    return sorted(glob.glob("*.md", root_dir=folder) + glob.glob("docs/**/*.md", root_dir=folder, recursive=True))


def leads_somewhere(folder, page, file, anchor):
    target = os.path.join(folder, os.path.dirname(page), file) if file else os.path.join(folder, page)
    if not os.path.exists(target):
        return False
    return not anchor or not target.endswith(".md") or anchor in anchors_of(read(target))


def lost_in(folder):
    """What leads nowhere, as `page: link`."""
    return [f"{page}: {file}" + (f"#{anchor}" if anchor else "")
            for page in pages_in(folder)
            for file, anchor in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)",
                                           read(os.path.join(folder, page)))
            if not leads_somewhere(folder, page, file, anchor)]


if __name__ == "__main__":
    if len(sys.argv) != 2 or len(pages_in(sys.argv[1])) < 2:
        sys.exit(f"{sys.argv[0]}: wants a folder with documents in it")
    sys.exit("\n".join(lost_in(sys.argv[1])) or 0)
