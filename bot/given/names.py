"""Names of hosts, resolved in threads of their own: a name server that never answers stops nobody else's work."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

THREADS = 32  #: twice the fetches at once: a question that nobody answers outlives its fetch


class Names(AbstractResolver):
    """The system's resolver. What it finds is checked when a socket is made for it."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, "names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises `OSError`."""

        def look() -> list[tuple[socket.AddressFamily, str, int]]:
            found = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
            return [(kind, str(address[0]), protocol) for kind, _, protocol, _, address in found]

        found = await asyncio.get_running_loop().run_in_executor(self._threads, look)
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=kind, proto=protocol, flags=socket.AI_NUMERICHOST
            )
            for kind, address, protocol in found
        ]

    async def close(self) -> None:
        """Called by each connector that used it; the threads go on for the next one."""

    def end(self) -> None:
        """Give the threads back."""
        self._threads.shutdown(wait=False, cancel_futures=True)
