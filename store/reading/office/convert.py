"""Old and other Office documents, converted by LibreOffice where it is installed.

It runs without a window, with a profile of its own that is thrown away, and with macros and outside links off.
"""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path, PurePosixPath
from shutil import which
from tempfile import TemporaryDirectory

from store.errors import ConverterMissing, EmptyFile, LockedFile, UnreadableFile, WrongSuffix

from .disguise import ENCRYPTED, kind_of_bytes

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120
"""How long LibreOffice may take: a book takes less than 20."""
TEXTS = (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott")
SLIDES = (".ppt", ".pps", ".pptx", ".ppsx", ".dps", ".odp")
_KINDS = {".docx": (".doc", ".rtf", ".odt"), ".pdf": (".ppt", ".pptx", ".odp")}
"""What may be made into what: a .wps is a .doc in truth, and a .dps a .ppt."""
_REFUSED = "LibreOffice cannot convert it: damaged, or behind a password / LibreOffice 无法转换：已损坏或有密码"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""No macro runs, nothing outside the file is loaded, and links are not brought up to date."""


def converted(content: bytes, source: str, wanted: str) -> bytes:
    """A document in the format of a suffix, such as `.docx`; as it is if it has that format whatever its name says.

    Raises EmptyFile, LockedFile, WrongSuffix for a file of another kind, ConverterMissing, or UnreadableFile for one
    that LibreOffice cannot read.
    """
    suffix, kind = PurePosixPath(source).suffix.lower(), kind_of_bytes(content)
    if kind == wanted:
        return content
    if kind == "":
        raise EmptyFile(path=source)
    if kind == ENCRYPTED:
        raise LockedFile(path=source)
    if kind is None:
        raise UnreadableFile(path=source, reason="damaged document / 文档已损坏")
    if kind not in _KINDS[wanted]:
        raise WrongSuffix(path=source, kind=kind, wanted=suffix)
    program = next(filter(None, map(which, PROGRAMS)), None)
    if program is None:
        raise ConverterMissing(path=source, suffix=suffix, wanted=wanted)
    with TemporaryDirectory(prefix="yuanwen-") as folder:
        return _run(program, content, source, (suffix, wanted), Path(folder))


def _run(program: str, content: bytes, source: str, suffixes: tuple[str, str], folder: Path) -> bytes:
    """Let LibreOffice convert a file in a folder that is thrown away."""
    suffix, wanted = suffixes
    profile, made = folder / "profile", folder / "made"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    document = folder / f"document{suffix}"
    document.write_bytes(content)
    command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"]
    command += [f"-env:UserInstallation={profile.as_uri()}", "--convert-to", wanted[1:], "--outdir", str(made)]
    process = subprocess.Popen(
        [*command, str(document)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        reason = f"LibreOffice takes over {SECONDS} seconds / LibreOffice 转换超过 {SECONDS} 秒"
        raise UnreadableFile(path=source, reason=reason) from error
    finally:
        _end(process)
    found = made / f"document{wanted}"
    if not found.is_file():
        raise UnreadableFile(path=source, reason=_REFUSED)
    return found.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, with those that it started."""
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
