"""This host: disk, picture store, devices, models."""

from __future__ import annotations

import importlib.util
import shutil
import uuid
from pathlib import Path

from cli.checks.finding import Finding, fatal, good, skipped, warning
from jobs.catalog import Catalog
from jobs.errors import AtelierError
from jobs.pictures import PictureStore

LOW_DISK_GIB = 2.0  #: some thousands of grids


def check_pictures(address: str) -> list[Finding]:
    """Write, read and delete one small file."""
    key = f"doctor-{uuid.uuid4().hex}/probe.txt"
    try:
        store = PictureStore(address)
        store.put(key, b"probe")
        same = store.get(key) == b"probe"
        store.delete_prefix(key.split("/")[0])
    except (OSError, ValueError, ImportError, AtelierError) as error:
        return [
            fatal(
                "Picture store", f"{address}: {error}", "set ATELIER_PICTURES to a folder or address you may write to"
            )
        ]
    if not same:
        return [fatal("Picture store", f"{address} gives back other bytes", "use another store")]
    return [good("Picture store", address)]


def check_disk(folder: Path) -> list[Finding]:
    """Room for pictures and models."""
    nearest = next(parent for parent in [folder.resolve(), *folder.resolve().parents] if parent.exists())
    free = shutil.disk_usage(nearest).free / 2**30
    if free < LOW_DISK_GIB:
        return [warning("Disk", f"{free:.1f} GiB free", "make room, or move ATELIER_PICTURES elsewhere")]
    return [good("Disk", f"{free:.0f} GiB free")]


def check_devices() -> list[Finding]:
    """What a worker on this host would paint with."""
    if importlib.util.find_spec("torch") is None:
        return [skipped("Device", "torch is not installed: this host runs bot and delivery only")]
    from models.device import choose_device  # here, so that the doctor runs where torch is not installed

    device = choose_device(None)
    precision = str(device.dtype).removeprefix("torch.")
    memory = f", {device.memory / 2**30:.0f} GiB" if device.memory else ""
    return [good("Device", f"{device.label}{memory}, {precision}")]


def check_models(models_file: Path | None, storybook: Path) -> list[Finding]:
    """The configured models and whether their files are there."""
    try:
        catalog = Catalog.from_toml(models_file, storybook)
    except (AtelierError, OSError, ValueError) as error:
        return [fatal("Models", str(error), "mend the file that ATELIER_MODELS_FILE names")]
    findings = [good("Models", ", ".join(catalog.names))]
    if not (storybook / "model_index.json").exists():
        findings.append(fatal("Storybook", f"{storybook} holds no model", "clone again, or set ATELIER_STORYBOOK"))
    return findings
