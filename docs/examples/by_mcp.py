"""Ask `dateline mcp` for articles, with the client of the package mcp: python by_mcp.py harbour strike."""

import asyncio
import json
import os
import sys

from mcp import Client, StdioServerParameters

HOME = os.environ.get("DATELINE_HOME", "data")
COMMAND = StdioServerParameters(command=sys.executable, args=["-m", "pipelines", "--home", HOME, "mcp"])  # or dateline


async def ask(query: str) -> None:
    async with Client(COMMAND) as client:
        answer = await client.call_tool("search", {"query": query, "limit": 3})
    for article in json.loads(answer.content[0].text)["articles"]:
        print(article["title"], "|", article["published"], "|", article["sha256"])


asyncio.run(ask(" ".join(sys.argv[1:])))
