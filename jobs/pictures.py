"""The picture store: a folder, or any address that fsspec knows (`s3://bucket/prefix`)."""

from __future__ import annotations

import os
import re
import uuid
from pathlib import Path

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}/[A-Za-z0-9_-]{1,64}\.[a-z0-9]{1,5}")


class PictureStore:
    """Pictures by key, e.g. `JOB/tile-1.png`, `JOB/grid.png`, `JOB/preview-3.webp`."""

    def __init__(self, url: str) -> None:
        self._files, self._root = url_to_fs(url, auto_mkdir=True) if "://" not in url else url_to_fs(url)
        self._local = isinstance(self._files, LocalFileSystem)
        if self._local:
            Path(self._root).mkdir(parents=True, exist_ok=True)

    def put(self, key: str, data: bytes) -> None:
        """Write a picture; a reader sees the whole of it or nothing. Raises `ValueError` for a bad key, `OSError`."""
        path = self._path(key)
        if not self._local:  # an object appears when its upload is complete
            self._files.pipe_file(path, data)
            return
        target = Path(path)
        target.parent.mkdir(exist_ok=True)
        draft = target.with_name(f".{uuid.uuid4().hex}")
        draft.write_bytes(data)
        os.replace(draft, target)  # noqa: PTH105  # atomic on one file system

    def get(self, key: str) -> bytes:
        """Raises `FileNotFoundError`, and `ValueError` for a bad key."""
        return bytes(self._files.cat_file(self._path(key)))

    def exists(self, key: str) -> bool:
        """Raises `ValueError` for a bad key."""
        return bool(self._files.exists(self._path(key)))

    def delete(self, key: str) -> None:
        """Delete one picture, if it is there. Raises `ValueError` for a bad key."""
        path = self._path(key)
        if self._files.exists(path):
            self._files.rm_file(path)

    def delete_prefix(self, prefix: str) -> None:
        """Delete all pictures of one job. Raises `ValueError` for anything but a single folder's name."""
        folder = self._path(f"{prefix.rstrip('/')}/all.png").rsplit("/", 1)[0]
        if self._files.exists(folder):
            self._files.rm(folder, recursive=True)

    def _path(self, key: str) -> str:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a picture's key: {key!r}")
        return f"{self._root.rstrip('/')}/{key}"
