"""Preferences, the fleet and the pictures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis
from pydantic import ValidationError

from jobs import fleet as fleet_module
from jobs import keys
from jobs.fleet import Fleet, WorkerStatus
from jobs.pictures import PictureStore
from jobs.preference_store import PreferenceStore
from jobs.preferences import Preferences
from jobs.requests import Mode

WORKER = WorkerStatus(name="here-1", host="here", pid=1)


def test_somebody_new_has_the_defaults(connection: redis.Redis) -> None:
    assert PreferenceStore(connection).of(1) == Preferences()


def test_a_change_is_kept_for_that_person(connection: redis.Redis) -> None:
    store = PreferenceStore(connection)
    assert store.change(2**60 + 1, mode=Mode.RELAX).mode is Mode.RELAX
    assert store.of(2**60 + 1).mode is Mode.RELAX
    assert store.of(2**60) == Preferences()
    store.forget(2**60 + 1)
    assert store.of(2**60 + 1) == Preferences()


def test_what_is_not_allowed_changes_nothing(connection: redis.Redis) -> None:
    store = PreferenceStore(connection)
    with pytest.raises(ValidationError):
        store.change(1, mode="hasty")
    assert store.of(1) == Preferences()


def test_two_changes_at_the_same_time_both_stay(connection: redis.Redis) -> None:
    store = PreferenceStore(connection)
    changes = [{"mode": Mode.TURBO}, {"stylize": 250}, {"suffix": "--ar 3:2"}]
    with ThreadPoolExecutor(3) as clicks:
        list(clicks.map(lambda change: store.change(1, **change), changes))
    found = store.of(1)
    assert (found.mode, found.stylize, found.suffix) == (Mode.TURBO, 250, "--ar 3:2")


def test_preferences_that_cannot_be_read_become_the_defaults(connection: redis.Redis) -> None:
    connection.hset(keys.PREFERENCES, "1", '{"of": "another release"}')
    assert PreferenceStore(connection).of(1) == Preferences()


def test_the_fleet_lists_hosts_with_their_workers(connection: redis.Redis) -> None:
    fleet = Fleet(connection, lambda: 100.0)
    fleet.host_seen("here", default_workers=2)
    fleet.worker_seen(WORKER)
    fleet.worker_seen(WorkerStatus(name="alone-7", host="alone", pid=7))
    alone, here = fleet.hosts()
    assert (here.name, here.wanted, [worker.name for worker in here.workers]) == ("here", 2, ["here-1"])
    assert [worker.name for worker in alone.workers] == ["alone-7"]


def test_an_admins_wish_outlives_the_default(connection: redis.Redis) -> None:
    fleet = Fleet(connection, lambda: 100.0)
    fleet.want("here", 3)
    fleet.host_seen("here", default_workers=1)
    assert fleet.wanted("here") == 3
    with pytest.raises(ValueError, match="fewer than 0"):
        fleet.want("here", -1)


def test_who_falls_silent_is_not_listed(connection: redis.Redis) -> None:
    now = 100.0
    fleet = Fleet(connection, lambda: now)
    fleet.host_seen("here")
    fleet.worker_seen(WORKER)
    now += fleet_module.WORKER_GONE_S + 1
    assert [host.workers for host in fleet.hosts()] == [()]
    now += fleet_module.HOST_GONE_S
    assert fleet.hosts() == []
    fleet.forget_the_dead()
    assert connection.hlen(keys.WORKERS) == 0


@pytest.mark.parametrize("scheme", ["", "file://", "memory://"])
def test_a_picture_comes_back(tmp_path: Path, scheme: str) -> None:
    store = PictureStore(f"{scheme}{tmp_path}/pictures")
    store.put("abc/grid.png", b"one")
    store.put("abc/grid.png", b"two")
    assert store.get("abc/grid.png") == b"two"
    assert store.exists("abc/grid.png")
    store.delete_prefix("abc")
    store.delete_prefix("abc")
    assert not store.exists("abc/grid.png")
    with pytest.raises(FileNotFoundError):
        store.get("abc/grid.png")


def test_a_folder_holds_whole_pictures_alone(tmp_path: Path) -> None:
    PictureStore(str(tmp_path)).put("abc/grid.png", b"one")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["grid.png"]


@pytest.mark.parametrize(
    "key", ["", "grid.png", "../abc/grid.png", "abc/../grid.png", "abc/grid", "/abc/grid.png", "a/b/c.png"]
)
def test_a_key_cannot_leave_the_store(tmp_path: Path, key: str) -> None:
    store = PictureStore(str(tmp_path))
    for use in (lambda: store.put(key, b""), lambda: store.get(key), lambda: store.exists(key)):
        with pytest.raises(ValueError, match="not a picture's key"):
            use()


@pytest.mark.parametrize("prefix", ["", "..", ".", "a/b", "*"])
def test_deleting_stays_in_one_jobs_folder(tmp_path: Path, prefix: str) -> None:
    with pytest.raises(ValueError, match="not a picture's key"):
        PictureStore(str(tmp_path)).delete_prefix(prefix)
