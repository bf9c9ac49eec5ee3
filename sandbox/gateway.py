"""Gateway v10: sessions that identify, beat, resume, and are told what happens."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from sandbox.clock import iso
from sandbox.frames import Connection
from sandbox.payload import user
from sandbox.sessions import Session, Sessions
from sandbox.state import DM, Event, Json
from sandbox.town import Town

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 1, 2, 3, 4, 6, 7, 8, 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15  #: members, presences, message content: not switched on for this application
KNOWN_INTENTS = (1 << 26) - 1
LONGEST_FRAME = 4096  #: bytes from a client
REACTIONS = {"reaction_add": "MESSAGE_REACTION_ADD", "reaction_remove": "MESSAGE_REACTION_REMOVE"}


class Refused(Exception):
    """The connection ends with this close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Gateway:
    def __init__(self, town: Town) -> None:
        self._town = town
        self.sessions = Sessions(town.settings.session_memory_s)
        self.connections: set[Connection] = set()
        self.closed_until = 0.0  #: unix seconds; connections are refused before
        town.world.listeners.append(self._hear)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """GET with an upgrade to a websocket."""
        if self._town.clock.now() < self.closed_until:
            raise web.HTTPServiceUnavailable(text="the gateway is down by order")
        socket = web.WebSocketResponse(compress=False, max_msg_size=0)
        await socket.prepare(request)
        connection = Connection(request, socket)
        connection.send(HELLO, {"heartbeat_interval": int(self._town.settings.heartbeat_s * 1000)})
        writer = asyncio.create_task(connection.write())
        self.connections.add(connection)
        try:
            await self._read(connection)
        except Refused as refused:
            await connection.close(refused.code, refused.reason)
        finally:
            writer.cancel()
            self.connections.discard(connection)
            self._left(connection, socket.close_code)
        return socket

    async def _read(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if connection.hears_too_much(self._town.clock.now()):
                raise Refused(4008, "You are being rate limited.")
            if frame.type is not WSMsgType.TEXT or len(frame.data) > LONGEST_FRAME:
                raise Refused(4002, "Error while decoding payload.")
            try:
                message = json.loads(frame.data)
            except ValueError as error:
                raise Refused(4002, "Error while decoding payload.") from error
            self._take(connection, message.get("op"), message.get("d"))

    def _take(self, connection: Connection, op: int, data: Any) -> None:
        session = self.sessions.of(connection)
        if op == HEARTBEAT:
            connection.send(ACK)
        elif op == IDENTIFY and session:
            raise Refused(4005, "Already authenticated.")
        elif op == IDENTIFY:
            self._identify(connection, data)
        elif op == RESUME:
            self._resume(connection, data)
        elif session is None:
            raise Refused(4003, "Not authenticated.")
        elif op == MEMBERS:
            self._members(session, data)
        elif op not in (PRESENCE, VOICE):
            raise Refused(4001, "Unknown opcode.")

    def _identify(self, connection: Connection, data: Json) -> None:
        intents = int(data.get("intents", 0))
        self._check_token(data)
        if intents & ~KNOWN_INTENTS:
            raise Refused(4013, "Invalid intent(s).")
        if intents & PRIVILEGED:
            raise Refused(4014, "Disallowed intent(s).")
        shard, shards = data.get("shard") or (0, 1)
        session = Session(intents, (int(shard), int(shards)))
        self.sessions.add(session, self._town.clock.now())
        self._join(connection, session)
        session.dispatch("READY", self._ready(session))
        if (self._town.world.guild_id >> 22) % session.shard[1] == session.shard[0]:
            session.dispatch("GUILD_CREATE", self._guild())

    def _check_token(self, data: Json) -> None:
        if data.get("token") not in self._town.settings.tokens:
            raise Refused(4004, "Authentication failed.")

    def _join(self, connection: Connection, session: Session) -> None:
        was_online = self.sessions.online
        session.connection, session.lost_at = connection, None
        if not was_online:
            self._town.world.ring(Event("bot_online", extra={"online": True}))

    def _left(self, connection: Connection, code: int | None) -> None:
        session = self.sessions.of(connection)
        if session is None:
            return
        session.connection, session.lost_at = None, self._town.clock.now()
        if code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY) and not connection.ended_by_us:
            del self.sessions.by_id[session.id]
        if not self.sessions.online:
            self._town.world.ring(Event("bot_online", extra={"online": False}))

    def _resume(self, connection: Connection, data: Json) -> None:
        self._check_token(data)
        session, seq = self.sessions.by_id.get(str(data.get("session_id"))), int(data.get("seq") or 0)
        if session is None or not session.can_resume_after(seq):
            connection.send(INVALID, False)
            return
        self._join(connection, session)
        session.replay(seq)
        session.dispatch("RESUMED", {"_trace": ["sandbox"]})

    def _members(self, session: Session, data: Json) -> None:
        people = [self._town.payloads.member(person) for person in self._town.world.people.values()]
        chunk: Json = {"guild_id": str(data["guild_id"]), "members": people, "chunk_index": 0, "chunk_count": 1}
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk | {"nonce": data.get("nonce")})

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": user(self._town.world.bot) | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": str(self._town.world.guild_id), "unavailable": True}],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._town.gateway,
            "shard": list(session.shard),
            "application": {"id": str(self._town.settings.application_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
        }

    def _guild(self) -> Json:
        """GUILD_CREATE: the guild with everything that a client keeps."""
        world, payloads = self._town.world, self._town.payloads
        nothing = (
            "threads", "presences", "voice_states", "stage_instances", "guild_scheduled_events", "soundboard_sounds",
        )  # fmt: skip
        return payloads.guild() | {
            "joined_at": iso(world.born_at),
            "large": False,
            "unavailable": False,
            "member_count": len(world.people),
            "members": [payloads.member(world.bot)],  # others come with the members intent alone
            "channels": [payloads.channel(one) for one in world.channels.values() if one.type != DM and not one.away],
            **{name: [] for name in nothing},
        }

    def _hear(self, event: Event) -> None:
        """What happened in the world becomes dispatches for the sessions that may and want to know."""
        channel = self._town.world.channels.get(event.channel_id)
        if channel and channel.away and event.type != "interaction_create":
            return
        wanting = [one for one in self.sessions.by_id.values() if channel and one.wants(event, channel.type)]
        named = self._dispatch_of(event) if wanting else None
        if named:
            for session in wanting:
                session.dispatch(*named)

    def _dispatch_of(self, event: Event) -> tuple[str, Json] | None:
        message, payloads = event.message, self._town.payloads
        if event.type == "interaction_create" or event.type in REACTIONS:
            return REACTIONS.get(event.type, "INTERACTION_CREATE"), event.extra
        if event.type == "channel_update":
            return "CHANNEL_UPDATE", payloads.channel(self._town.world.channels[event.channel_id])
        if message is None or message.ephemeral_for is not None:
            return None
        if event.type == "message_delete":
            return "MESSAGE_DELETE", {"id": str(message.id), **payloads.place(message.channel_id)}
        if event.type in ("message_create", "message_update"):
            return event.type.upper(), payloads.dispatched(message)
        return None

    async def drop(self, how: str, *, code: int, forget: bool, seconds: float) -> None:
        """A misfortune: `reconnect` (op 7), `invalid` (op 9), `close` with a code, or `cut`; connections are refused
        for `seconds`; `forget` loses the sessions as well."""
        self.closed_until = self._town.clock.now() + seconds
        if forget:
            self.sessions.by_id.clear()
            self._town.world.ring(Event("bot_online", extra={"online": False}))
        for connection in tuple(self.connections):
            if how == "reconnect":
                connection.send(RECONNECT)
            elif how == "invalid":
                connection.send(INVALID, not forget)
            elif how == "close":
                await connection.close(code, "ordered")
            else:
                connection.cut()
