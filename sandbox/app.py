"""The sandbox put together and served."""

from __future__ import annotations

import socket
import time
from dataclasses import replace

from aiohttp import web

from sandbox import avatars
from sandbox.clock import Clock
from sandbox.gateway import Gateway
from sandbox.guards import INERT, same_site
from sandbox.person import acting, control, looking
from sandbox.person.ask import TOWN, in_sentences
from sandbox.rest import application, channels, commands, guilds, interactions, messages, users, webhooks
from sandbox.rest.door import Door, unknown
from sandbox.settings import SandboxSettings
from sandbox.town import Town

LARGEST_REQUEST = 512 * 1024 * 1024  #: bytes
RESOURCES = (users, application, guilds, channels, messages, webhooks, interactions, commands)


def create_app(settings: SandboxSettings, clock: Clock) -> web.Application:
    """The whole sandbox as one application. `settings.port` must be the port that it will be served on."""
    town = Town(settings, clock, f"http://{settings.host}:{settings.port}")
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[same_site])
    app[TOWN], app[looking.GATEWAY], app[looking.LISTENERS] = town, Gateway(town), looking.Listeners()
    for resource in RESOURCES:
        for endpoint in resource.ENDPOINTS:
            app.router.add_route(endpoint.method, f"/api/v10{endpoint.path}", Door(town, endpoint).handle)
    app.router.add_route("*", "/api/{rest:.*}", unknown(town))
    app.router.add_get("/gateway", app[looking.GATEWAY].handle)
    app.router.add_get("/gateway/", app[looking.GATEWAY].handle)
    _add_files(app)
    _add_person(app)
    app.on_shutdown.append(_hang_up)
    return app


def _add_person(app: web.Application) -> None:
    routes = (
        ("GET", "/world", looking.world),
        ("GET", "/commands", looking.commands),
        ("GET", "/people/{person}/channels/{channel}/messages", looking.messages),
        ("GET", "/people/{person}/interactions/{interaction}", looking.interaction),
        ("GET", "/people/{person}/modals", looking.modals),
        ("GET", "/people/{person}/events", looking.events),
        ("POST", "/people/{person}/command", acting.command),
        ("POST", "/people/{person}/autocomplete", acting.autocomplete),
        ("POST", "/people/{person}/press", acting.press),
        ("POST", "/people/{person}/menu", acting.menu),
        ("POST", "/people/{person}/submit", acting.submit),
        ("POST", "/people/{person}/react", acting.react),
        ("DELETE", "/people/{person}/react", acting.react),
        ("POST", "/people/{person}/upload", acting.upload),
        ("GET", "/log", control.log),
        ("GET", "/refused", control.refused),
        ("POST", "/faults", control.order),
        ("DELETE", "/faults", control.order),
        ("POST", "/permissions", control.permit),
        ("POST", "/clock", control.advance),
        ("POST", "/people", control.welcome),
    )
    for method, path, handler in routes:
        app.router.add_route(method, f"/sandbox{path}", in_sentences(handler))


def _add_files(app: web.Application) -> None:
    for folder in ("attachments", "ephemeral-attachments"):
        app.router.add_get(f"/{folder}/{{channel}}/{{attachment}}/{{name}}", _attachment)
    for folder in ("embed/avatars", "avatars/{person}"):
        app.router.add_get(f"/{folder}/{{name}}", _avatar)
    app.router.add_get("/", _front)
    if app[TOWN].settings.page.is_dir():
        app.router.add_static("/page", app[TOWN].settings.page)


async def _front(request: web.Request) -> web.StreamResponse:
    """The page, or the gateway for a client that was given no path."""
    if request.headers.get("Upgrade", "").lower() == "websocket":
        return await request.app[looking.GATEWAY].handle(request)
    page = request.app[TOWN].settings.page / "index.html"
    if not page.exists():
        raise web.HTTPNotFound(text="This sandbox was started without its page.")
    return web.FileResponse(page, headers={"Cache-Control": "no-cache"})


async def _attachment(request: web.Request) -> web.Response:
    town, wanted = request.app[TOWN], request.match_info["attachment"]
    found = town.world.attachments.get(int(wanted)) if wanted.isdecimal() else None
    if found is None or not town.payloads.signer.accepts(found, request.query, town.clock.now()):
        raise web.HTTPNotFound(text="This content is no longer available.")
    headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    headers["Content-Security-Policy"] = INERT
    return web.Response(body=found.data, content_type=found.content_type, headers=headers)


async def _avatar(request: web.Request) -> web.Response:
    wanted = request.match_info.get("person", "")
    person = request.app[TOWN].world.people.get(int(wanted)) if wanted.isdecimal() else None
    return web.Response(body=avatars.png(person.colour if person else 0x5865F2), content_type="image/png")


async def _hang_up(app: web.Application) -> None:
    for connection in tuple(app[looking.GATEWAY].connections):
        await connection.close(4000, "the sandbox ends")
    for listener in [*app[looking.LISTENERS]]:
        await listener.close()


class RunningSandbox:
    """A sandbox that listens. `town` is its inside, for tests in the same process."""

    def __init__(self, address: str, runner: web.AppRunner, town: Town) -> None:
        self.address, self.town = address, town
        self.gateway, self.api = town.gateway, f"{address}/api/v10"
        self._runner = runner

    async def close(self) -> None:
        await self._runner.cleanup()


async def serve(settings: SandboxSettings, clock: Clock | None = None) -> RunningSandbox:
    """Listen on loopback. Raises `OSError` when the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.create_server((settings.host, settings.port), family=family, backlog=1024)
    settled = replace(settings, port=listening.getsockname()[1])
    try:
        app = create_app(settled, clock or Clock(time.time))
    except BaseException:
        listening.close()
        raise
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    return RunningSandbox(app[TOWN].address, runner, app[TOWN])
