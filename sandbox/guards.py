"""What a browser must not be made to do here by a page from elsewhere."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  #: for files that people or bots uploaded
GUARDED = ("/sandbox/", "/api/", "/gateway")


@web.middleware
async def same_site(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other sites may link to the page but not act: browsers say where a request comes from."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site" and request.path.startswith(GUARDED):
        raise web.HTTPForbidden(text="This sandbox takes no requests from other sites.")
    return await handler(request)
