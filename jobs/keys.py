"""The name of every key in Redis. The scripts in `jobs/scripts/` spell the same names in `common.lua`.

atelier:job:JOB              hash    one record: a field of JSON per field of `Record`, and bookkeeping fields
                                     _person, _score, _mode, _stop (a wish to cancel), _deaths (workers that it
                                     killed), _began (server milliseconds), _painted (pictures)
atelier:line:ready           zset    jobs that a worker may claim now, score = mode, then age
atelier:line:waiting         zset    every waiting job, parked ones too; gives the place in line
atelier:line:wake            list    at most one token, there while a job is ready; idle workers block on it
atelier:line:claims          zset    claimed jobs, score = deadline in server milliseconds
atelier:line:owners          hash    claimed job -> worker
atelier:unsubmitted          zset    accepted jobs that are not in line yet, score = when accepted
atelier:person:P:line        zset    the person's waiting jobs, score as in the line
atelier:person:P:running     set     the person's claimed jobs
atelier:person:P:accepted    set     the person's accepted jobs that are not in line yet
atelier:person:P:open        set     the person's jobs that are on their way
atelier:person:P:kept        set     the person's finished jobs that no place would take
atelier:person:P:jobs        zset    all jobs of the person, score = when accepted
atelier:person:P:usage       hash    MODE:pictures and MODE:ms -> pictures painted, milliseconds of painting; for ever
atelier:person:P:given       set     keys of the pictures that the person gave (`jobs.given`)
atelier:person:P:question    string  what the person is asked before many jobs are made (`jobs.pending`); 15 minutes
atelier:person:P:given-today string  how many pictures the person made us fetch; a day after the first
atelier:person:P:styles      set     PLACE/NAME of the styles that the person made
atelier:person:P:favourites  zset    jobs that the person keeps with ❤️, score = when
atelier:events               stream  what delivery reads (`jobs.stream`)
atelier:preferences          hash    person -> JSON
atelier:answered:I           string  the interaction that answered the question of interaction I; 15 minutes
atelier:styles:PLACE         hash    name of a style -> JSON; PLACE is server-G or person-P (`jobs.styles`)
atelier:seen:I               string  an interaction whose wish was taken, where twice would undo it; one hour
atelier:bans                 hash    person who is shut out -> JSON
atelier:reported:JOB         string  a report of this job is with the moderators; 30 days
atelier:fleet:*              the hosts and workers (`jobs.fleet`)
atelier:reaper               string  the lock of the one reaper, with a short life
"""

from __future__ import annotations

from jobs.requests import JobId

READY = "atelier:line:ready"
WAITING = "atelier:line:waiting"
WAKE = "atelier:line:wake"
CLAIMS = "atelier:line:claims"
OWNERS = "atelier:line:owners"
UNSUBMITTED = "atelier:unsubmitted"
EVENTS = "atelier:events"
BANS = "atelier:bans"
PREFERENCES = "atelier:preferences"
REAPER = "atelier:reaper"
HOSTS = "atelier:fleet:hosts"
WORKERS = "atelier:fleet:workers"
WANTED = "atelier:fleet:wanted"


def record(job: JobId) -> str:
    """The hash of one record."""
    return f"atelier:job:{job}"


def of_person(person_id: int, what: str) -> str:
    """`what` is one of line, running, accepted, open, kept, jobs, favourites, question, given, given-today, styles and
    usage."""
    return f"atelier:person:{person_id}:{what}"


def styles(place: str) -> str:
    """The styles of a server, or of a person in direct messages."""
    return f"atelier:styles:{place}"


def health(program: str) -> str:
    """There while the program beats."""
    return f"atelier:health:{program}"


def seen(wish_id: int) -> str:
    """There while an interaction that turned something must not turn it back."""
    return f"atelier:seen:{wish_id}"


def answered(origin: int) -> str:
    """There once the question that this interaction led to has been answered."""
    return f"atelier:answered:{origin}"


def reported(job: JobId) -> str:
    """There while a report of the job lies with the moderators."""
    return f"atelier:reported:{job}"
