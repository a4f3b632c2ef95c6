"""Documents that nobody here wrote: Debian's manuals and what else a machine has, in one folder.

The manuals are those of the packages that `make bench-reading` installs; what packages of Python
say of themselves is Markdown; the Word files are those that python-docx tests itself with.
"""

import gzip
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from email import message_from_string
from importlib.metadata import distributions
from pathlib import Path, PurePosixPath

PACKAGES = (
    "debian-reference-it debian-reference-en debian-faq-it debian-faq "
    "developers-reference-it developers-reference"
).split()
_ENDINGS = (".html", ".txt", ".pdf", ".epub")
_WORD_FILES = "python-docx==1.2.0"
_LEAST_BYTES = 1_000


def installed_manuals() -> Iterator[Path]:
    """The documents of the packages, links left out."""
    listed = subprocess.run(
        ["dpkg", "-L", *PACKAGES],
        capture_output=True,
        text=True,
        check=True,
    )
    for path in sorted({Path(line) for line in listed.stdout.splitlines()}):
        if path.name.removesuffix(".gz").endswith(_ENDINGS) and not path.is_symlink():
            yield path


def copy_documents(paths: Iterable[Path], folder: Path) -> list[Path]:
    """Copy documents into a folder, unpacked, each under a folder of its own."""
    copies = []
    for path in paths:
        target = folder / path.relative_to("/").with_name(path.name.removesuffix(".gz"))
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".gz":
            with gzip.open(path) as packed, target.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        else:
            shutil.copyfile(path, target)
        copies.append(target)
    return copies


def make_mixed_folder(folder: Path, count: int) -> list[Path]:
    """Fill a folder with about `count` documents of all formats, those of the machine last."""
    copies = copy_documents(installed_manuals(), folder / "manuals")
    copies += _write_readmes(folder / "packages")
    copies += _copy_word_files(folder / "word")
    others = [
        path
        for path in sorted(Path("/usr/share/doc").rglob("*"))
        if path.name.removesuffix(".gz").endswith((*_ENDINGS, ".md"))
        and path.is_file()
        and not path.is_symlink()
        and path.stat().st_size > _LEAST_BYTES
        and "debian/FAQ" not in str(path)
    ]
    wanted = max(count - len(copies), 0)
    step = max(len(others) / wanted, 1.0) if wanted else 1.0
    chosen = [others[int(n * step)] for n in range(min(wanted, len(others)))]
    return copies + copy_documents(chosen, folder / "machine")


def _write_readmes(folder: Path) -> list[Path]:
    """What installed packages of Python say of themselves in Markdown, a file each."""
    folder.mkdir(parents=True)
    written: dict[str, Path] = {}
    for package in distributions():
        metadata = message_from_string(package.read_text("METADATA") or "")
        text = metadata.get_payload()
        name = f"{metadata['Name']}.md"
        is_markdown = "markdown" in (metadata["Description-Content-Type"] or "")
        if is_markdown and isinstance(text, str) and len(text) > _LEAST_BYTES:
            written[name] = folder / name
            written[name].write_text(text, encoding="utf-8", errors="replace")
    return list(written.values())


def _copy_word_files(folder: Path) -> list[Path]:
    """The Word files in the source package of python-docx; none where it cannot be had."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-build-isolation", "--no-binary", ":all:", "--dest", temporary]
        subprocess.run([*command, _WORD_FILES], check=False)
        copies = []
        for archive in Path(temporary).glob("*.tar.gz"):
            with tarfile.open(archive) as packed:
                for member in packed.getmembers():
                    file = packed.extractfile(member) if member.name.endswith(".docx") else None
                    if file:
                        name = "-".join(PurePosixPath(member.name).parts[-2:])
                        (folder / name).write_bytes(file.read())
                        copies.append(folder / name)
        return copies
