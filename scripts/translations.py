"""Merge an exported translation template into the files of a folder (needs polib).

`python3 -m scripts.translations exported.pot folder [--check]`
"""

import sys
from pathlib import Path

import polib

#: Without dates and tools: these change with every export and tell translators nothing.
METADATA = {
    "Project-Id-Version": "Odoo Server 19.0",
    "Report-Msgid-Bugs-To": "",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
OF_A_LANGUAGE = ("Language", "Plural-Forms")


def main(exported: str, folder: str, *options: str) -> int:
    """Write the template and the translations anew; with --check only say which would change."""
    check = "--check" in options
    stale = stale_files(Path(exported), Path(folder))
    for path, content in stale.items():
        print(f"  {path.name} {'is stale: run make i18n' if check else 'renewed'}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content)
    return 1 if stale and check else 0


def stale_files(exported: Path, folder: Path) -> dict[Path, str]:
    """Return the right content of each file that has another one, by path."""
    template = polib.pofile(str(exported))
    files = {folder / exported.name: _normalised(template, {})}
    for path in sorted(folder.glob("*.po")):
        files[path] = _translated(template, polib.pofile(str(path)))
    contents = {path: str(content) for path, content in files.items()}
    return {
        path: content
        for path, content in contents.items()
        if not path.is_file() or path.read_text() != content
    }


def _translated(template: polib.POFile, old: polib.POFile) -> polib.POFile:
    """Return the template's terms with the translations that are known and certain."""
    known = {entry.msgid: entry.msgstr for entry in old if not entry.fuzzy and not entry.obsolete}
    kept = {name: value for name, value in old.metadata.items() if name in OF_A_LANGUAGE}
    new = _normalised(template, kept)
    for entry in new:
        entry.msgstr = known.get(entry.msgid, "")
    return new


def _normalised(template: polib.POFile, metadata: dict[str, str]) -> polib.POFile:
    """Return a copy in a stable order, without what changes with every export."""
    new = polib.POFile(wrapwidth=78)
    new.header = template.header
    new.metadata = METADATA | metadata
    for entry in sorted(template, key=lambda entry: entry.msgid):
        occurrences = sorted(entry.occurrences)
        new.append(polib.POEntry(msgid=entry.msgid, comment=entry.comment, occurrences=occurrences))
    return new


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
