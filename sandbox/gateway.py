"""Gateway v10: sessions that identify, beat, resume, and are told what happens."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from .clock import iso
from .payload import user
from .state import DM, Event, Json
from .town import Town

try:
    import zstandard
except ImportError:  # without it such a client gets plain text, which discord.py takes too
    zstandard = None  # type: ignore[assignment]

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11
GUILDS, GUILD_MEMBERS, GUILD_MESSAGES, GUILD_REACTIONS, DIRECT_MESSAGES, DIRECT_REACTIONS = (1 << n for n in (0, 1, 9, 10, 12, 13))
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15  #: members, presences, message content: not switched on for this application
KNOWN_INTENTS = (1 << 26) - 1
BUFFERED = 2000  #: dispatches kept for a resume
SESSIONS_KEPT = 16
Encode = Callable[[str], bytes | str]


class Session:
    """One bot's view of the world; it outlives its connection for a while."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents, self.shard = intents, shard
        self.seq = 0
        self.buffer: deque[tuple[int, str]] = deque(maxlen=BUFFERED)
        self.connection: Connection | None = None
        self.lost_at: float | None = None  #: unix seconds

    def dispatch(self, name: str, data: Json) -> None:
        self.seq += 1
        text = json.dumps({"op": DISPATCH, "t": name, "s": self.seq, "d": data}, separators=(",", ":"))
        self.buffer.append((self.seq, text))
        if self.connection:
            self.connection.queue.put_nowait(text)

    def wants(self, event: Event, channel_type: int) -> bool:
        """Intents and shards: direct messages live on shard 0."""
        if channel_type == DM and self.shard[0] != 0:
            return False
        if event.type == "interaction_create":
            return True
        if event.type.startswith("reaction"):
            return bool(self.intents & (DIRECT_REACTIONS if channel_type == DM else GUILD_REACTIONS))
        return bool(self.intents & (DIRECT_MESSAGES if channel_type == DM else GUILD_MESSAGES))


class Connection:
    """One websocket: a queue, a writer, and a compressor that lives as long as it."""

    def __init__(self, socket: web.WebSocketResponse, encode: Encode) -> None:
        self.socket, self.encode = socket, encode
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self.session: Session | None = None

    def send(self, op: int, data: Any = None) -> None:
        self.queue.put_nowait(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        while True:
            frame = self.encode(await self.queue.get())
            if isinstance(frame, str):
                await self.socket.send_str(frame)
            else:
                await self.socket.send_bytes(frame)


def encoder(compress: str | None) -> Encode:
    """One compressor per connection, flushed after every message; zstd is one frame for the whole connection."""
    if compress == "zlib-stream":
        deflate = zlib.compressobj(1)
        return lambda text: deflate.compress(text.encode()) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if compress == "zstd-stream" and zstandard is not None:
        zstd = zstandard.ZstdCompressor(level=1).compressobj()
        return lambda text: zstd.compress(text.encode()) + zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return lambda text: text


class Refused(Exception):
    """The connection ends with this close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Gateway:
    def __init__(self, town: Town) -> None:
        self.town = town
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.closed_until = 0.0  #: unix seconds; connections are refused before
        town.world.listeners.append(self.hear)

    @property
    def online(self) -> bool:
        return any(session.connection for session in self.sessions.values())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """GET with an upgrade to a websocket."""
        if self.town.clock.now() < self.closed_until:
            raise web.HTTPServiceUnavailable(text="the gateway is down by order")
        socket = web.WebSocketResponse(compress=False, max_msg_size=0, autoping=True)
        await socket.prepare(request)
        connection = Connection(socket, encoder(request.query.get("compress")))
        connection.send(HELLO, {"heartbeat_interval": int(self.town.settings.heartbeat_s * 1000)})
        writer = asyncio.create_task(connection.write())
        self.connections.add(connection)
        try:
            await self._read(connection)
        except Refused as refused:
            await socket.close(code=refused.code, message=refused.reason.encode())
        finally:
            writer.cancel()
            self.connections.discard(connection)
            self._left(connection, socket.close_code)
        return socket

    async def _read(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT or len(frame.data) > 4096:
                raise Refused(4002, "Error while decoding payload.")
            try:
                message = json.loads(frame.data)
            except ValueError as error:
                raise Refused(4002, "Error while decoding payload.") from error
            self._take(connection, message.get("op"), message.get("d"))

    def _take(self, connection: Connection, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            connection.send(ACK)
        elif op == IDENTIFY:
            self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif connection.session is None:
            raise Refused(4003, "Not authenticated.")
        elif op == MEMBERS:
            self._members(connection.session, data)
        elif op not in (PRESENCE, VOICE):
            raise Refused(4001, "Unknown opcode.")

    def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session:
            raise Refused(4005, "Already authenticated.")
        intents = int(data.get("intents", 0))
        if data.get("token") not in self.town.settings.tokens:
            raise Refused(4004, "Authentication failed.")
        if intents & ~KNOWN_INTENTS:
            raise Refused(4013, "Invalid intent(s).")
        if intents & PRIVILEGED:
            raise Refused(4014, "Disallowed intent(s).")
        shard, shards = data.get("shard") or (0, 1)
        session = Session(intents, (int(shard), int(shards)))
        self._remember(session)
        self._join(connection, session)
        session.dispatch("READY", self._ready(session))
        if (self.town.world.guild_id >> 22) % session.shard[1] == session.shard[0]:
            session.dispatch("GUILD_CREATE", self.guild())

    def _remember(self, session: Session) -> None:
        oldest = self.town.clock.now() - self.town.settings.session_memory_s
        gone = [one.id for one in self.sessions.values() if one.lost_at and one.lost_at < oldest]
        lost = [one.id for one in self.sessions.values() if one.lost_at]
        for session_id in {*gone, *lost[: max(0, len(self.sessions) - SESSIONS_KEPT)]}:
            del self.sessions[session_id]
        self.sessions[session.id] = session

    def _join(self, connection: Connection, session: Session) -> None:
        was_online = self.online
        connection.session, session.connection, session.lost_at = session, connection, None
        if not was_online:
            self.town.world.ring(Event("bot_online", extra={"online": True}))

    def _left(self, connection: Connection, code: int | None) -> None:
        session = connection.session
        if session is None or session.connection is not connection:
            return
        session.connection, session.lost_at = None, self.town.clock.now()
        if code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
            self.sessions.pop(session.id, None)
        if not self.online:
            self.town.world.ring(Event("bot_online", extra={"online": False}))

    def _resume(self, connection: Connection, data: Json) -> None:
        if data.get("token") not in self.town.settings.tokens:
            raise Refused(4004, "Authentication failed.")
        session = self.sessions.get(str(data.get("session_id")))
        seq = int(data.get("seq") or 0)
        if session is None or seq > session.seq or (session.buffer and seq < session.buffer[0][0] - 1):
            connection.send(INVALID, False)
            return
        if session.connection:
            session.connection.session = None
        self._join(connection, session)
        for number, text in session.buffer:
            if number > seq:
                connection.queue.put_nowait(text)
        session.dispatch("RESUMED", {"_trace": ["sandbox"]})

    def _members(self, session: Session, data: Json) -> None:
        people = [self.town.payloads.member(person) for person in self.town.world.people.values()]
        chunk: Json = {"guild_id": str(data["guild_id"]), "members": people, "chunk_index": 0, "chunk_count": 1}
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk | {"nonce": data.get("nonce")})

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": user(self.town.world.bot) | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": str(self.town.world.guild_id), "unavailable": True}],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.town.gateway,
            "shard": list(session.shard),
            "application": {"id": str(self.town.settings.application_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
        }

    def guild(self) -> Json:
        """GUILD_CREATE: the guild with everything that a client keeps."""
        world, payloads = self.town.world, self.town.payloads
        return payloads.guild() | {
            "joined_at": iso(world.born_at),
            "large": False,
            "unavailable": False,
            "member_count": len(world.people),
            "members": [payloads.member(person) for person in world.people.values()],
            "channels": [payloads.channel(one) for one in world.channels.values() if one.type != DM],
            "threads": [], "presences": [], "voice_states": [], "stage_instances": [],
            "guild_scheduled_events": [], "soundboard_sounds": [],
        }  # fmt: skip

    def hear(self, event: Event) -> None:
        """What happened in the world becomes dispatches for the sessions that may and want to know."""
        named = self._dispatch_of(event)
        if named is None:
            return
        channel = self.town.world.channels.get(event.channel_id)
        kind = channel.type if channel else 0
        for session in tuple(self.sessions.values()):
            if session.wants(event, kind):
                session.dispatch(*named)

    def _dispatch_of(self, event: Event) -> tuple[str, Json] | None:
        message = event.message
        if event.type in ("interaction_create", "reaction_add", "reaction_remove"):
            name = {"reaction_add": "MESSAGE_REACTION_ADD", "reaction_remove": "MESSAGE_REACTION_REMOVE"}
            return name.get(event.type, "INTERACTION_CREATE"), event.extra
        if event.type == "channel_update":
            return "CHANNEL_UPDATE", self.town.payloads.channel(self.town.world.channels[event.channel_id])
        if message is None or message.ephemeral_for is not None:
            return None
        if event.type == "message_delete":
            place: Json = {"id": str(message.id), "channel_id": str(message.channel_id)}
            is_dm = self.town.world.channels[message.channel_id].type == DM
            return "MESSAGE_DELETE", place if is_dm else place | {"guild_id": str(self.town.world.guild_id)}
        if event.type in ("message_create", "message_update"):
            return event.type.upper(), self.town.payloads.dispatched(message)
        return None

    async def drop(self, *, op: int | None, code: int, forget: bool, seconds: float) -> None:
        """A misfortune: ask the clients to reconnect, or break every connection, or lose the sessions as well."""
        self.closed_until = self.town.clock.now() + seconds
        if forget:
            self.sessions.clear()
        for connection in tuple(self.connections):
            if op is not None:
                connection.send(op, False if op == INVALID else None)
            elif code:
                await connection.socket.close(code=code, message=b"ordered")
            elif transport := connection.socket._req and connection.socket._req.transport:
                transport.abort()
