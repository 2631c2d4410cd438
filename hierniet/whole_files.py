"""A folder in which every file is whole: written under another name first, so that who is killed leaves no half one."""

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Give it `allow_overwrite`: a file of the same name is replaced."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        unfinished.write_bytes(content.read())
        unfinished.replace(path)
        return name
