"""Where an archive is to be had, and which checksum it must have."""

import re
import urllib.parse
import urllib.request
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import msgspec

from edge_agent.errors import ModelError
from edge_agent.store.catalogue import catalogue
from edge_agent.store.web import PassingTroubleError, Patience, open_url, persist, read_some

PUBLISHER: Final = "https://alphacephei.com/vosk/models"
_LIST: Final = "model-list.json"
_LIST_MAX_BYTES: Final = 5_000_000
_PIECE_BYTES: Final = 1 << 16
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MD5: Final = re.compile("[0-9a-fA-F]{32}")
_URL_CHARACTERS: Final = "%/:=&?~#+!$,;'@()*[]"
_SCHEMES: Final = ("http", "https", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """What an archive's bytes must give."""

    kind: str
    """`md5` or `sha256`."""
    digest: str
    """Hexadecimal, lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One archive, where it lies."""

    name: str
    """What the model will be called."""
    location: str
    """URL, or path of a file on this machine."""
    checksum: Checksum | None
    """None where somebody gave the archive himself and nobody knows it."""

    @property
    def file(self) -> Path | None:
        """The archive, if it lies on this machine already."""
        return None if self.location.startswith(("http://", "https://")) else Path(self.location)


class _Published(msgspec.Struct, frozen=True):
    """An entry of the publisher's list."""

    name: str
    md5: str | None = None


def is_name(text: str) -> bool:
    """Whether a model can be called so: the name of a directory, and of nothing else."""
    return _NAME.fullmatch(text) is not None and ".." not in text


def find_source(wanted: str, base: str, patience: Patience, *, called: str | None = None) -> Source:
    """The archive that is meant by a model's name, an archive's path or its URL.

    Args:
        wanted: any of the three.
        base: URL of a directory with the publisher's archives.
        patience: for asking there.
        called: the name for a model that comes from a path or URL, in place of the file's.

    Raises:
        ModelError: there is no such model, or no checksum is known for it.
    """
    if "://" in wanted or "/" in wanted or wanted.endswith(".zip"):
        location = _location(wanted)
        name = called or Path(urllib.parse.unquote(urllib.parse.urlsplit(location).path)).stem
        if not is_name(name):
            raise ModelError(
                f"{name!r} cannot be a model's name; choose one of letters, digits, '.', '_' and"
                " '-' with --name."
            )
        return Source(name=name, location=location, checksum=None)
    if not is_name(wanted):
        raise ModelError(f"{wanted!r} is no model's name; see `edge-agent models list`.")
    checksum = _known_checksum(wanted) or _published_checksum(wanted, base, patience)
    location = _location(f"{base.rstrip('/')}/{wanted}.zip")
    return Source(name=wanted, location=location, checksum=checksum)


def _location(wanted: str) -> str:
    """A web address as it is, anything else as a path."""
    if "://" not in wanted:
        return str(Path(wanted).expanduser().absolute())
    try:
        parts = urllib.parse.urlsplit(urllib.parse.quote(wanted, safe=_URL_CHARACTERS))
    except ValueError as error:
        raise ModelError(f"{wanted} is no address ({error}); give a path or a URL.") from error
    if parts.scheme not in _SCHEMES:
        raise ModelError(f"{wanted}: only http, https and file locations are fetched from.")
    if parts.scheme == "file":
        return urllib.request.url2pathname(parts.path)
    if not parts.hostname:
        raise ModelError(f"{wanted} names no server; write https://server/path/name.zip.")
    return parts.geturl()


def _known_checksum(name: str) -> Checksum | None:
    model = catalogue().find(name)
    if model and model.sha256:
        return Checksum(kind="sha256", digest=model.sha256)
    return Checksum(kind="md5", digest=model.md5) if model and model.md5 else None


def _published_checksum(name: str, base: str, patience: Patience) -> Checksum:
    """The checksum that the publisher's own list gives."""
    published = _published(base, patience)
    found = next((entry for entry in published if entry.name == name), None)
    if found and found.md5 and _MD5.fullmatch(found.md5):
        return Checksum(kind="md5", digest=found.md5.lower())
    if found or catalogue().find(name):
        raise ModelError(
            f"Nobody gives a checksum for {name}; fetch {base}/{name}.zip yourself and give the"
            " file: `edge-agent models pull FILE.zip`."
        )
    known = {entry.name for entry in published} | {model.name for model in catalogue().models}
    near = get_close_matches(name, sorted(known), n=1)
    hint = f"did you mean {near[0]}?" if near else "see `edge-agent models list`."
    raise ModelError(f"There is no model {name} at {base}; {hint}")


def _published(base: str, patience: Patience) -> list[_Published]:
    place = _location(f"{base.rstrip('/')}/{_LIST}")
    try:
        if "://" in place:
            raw = persist(lambda: _fetched(place, patience), patience)
        else:
            raw = Path(place).read_bytes()
        return msgspec.json.decode(raw, type=list[_Published])
    except (OSError, PassingTroubleError, msgspec.MsgspecError) as error:
        raise ModelError(
            f"The publisher's list {place}, which has the checksum, cannot be read ({error});"
            " check the connection, or give an archive: `edge-agent models pull FILE.zip`."
        ) from error


def _fetched(url: str, patience: Patience) -> bytes:
    with open_url(url, patience) as response:
        contents = b""
        while len(contents) < _LIST_MAX_BYTES and (piece := read_some(response, _PIECE_BYTES)):
            contents += piece
        return contents
