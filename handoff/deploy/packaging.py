"""What is uploaded: files in metadata format, the manifest that names them, and what is to be deleted."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from handoff.deploy.kinds import NAMESPACE

Members = dict[str, set[str]]
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass
class Package:
    """Files by their path in the archive, and the members of package.xml by type."""

    api_version: str
    files: dict[str, bytes] = field(default_factory=dict)
    members: Members = field(default_factory=dict)
    deletions: Members = field(default_factory=dict)

    def add(self, kind: str, name: str) -> None:
        """Name one more component."""
        self.members.setdefault(kind, set()).add(name)

    @property
    def size(self) -> int:
        """How many components the manifest names."""
        return sum(len(names) for names in self.members.values())

    def archive(self) -> bytes:
        """Return the zip that the Metadata API takes; equal packages give equal bytes."""
        whole = {**self.files, "package.xml": manifest(self.members, self.api_version)}
        if self.deletions:
            whole["destructiveChangesPost.xml"] = manifest(self.deletions, self.api_version)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(whole):
                archive.writestr(zipfile.ZipInfo(path, _EPOCH), whole[path], zipfile.ZIP_DEFLATED)
        return stream.getvalue()


def manifest(members: Mapping[str, Iterable[str]], api_version: str) -> bytes:
    """Return a package.xml, types and members in alphabetical order."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<Package xmlns="{NAMESPACE}">']
    for kind in sorted(members):
        lines.append("    <types>")
        lines += [f"        <members>{escape(name)}</members>" for name in sorted(members[kind])]
        lines += [f"        <name>{kind}</name>", "    </types>"]
    lines += [f"    <version>{api_version}</version>", "</Package>", ""]
    return "\n".join(lines).encode()
