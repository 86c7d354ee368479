"""The call that Patchbay makes for the module of bench.py, on aiohttp and oauthlib: `call_server.py PORT UPSTREAM`."""

import datetime
import json
import sys

from aiohttp import ClientSession, TCPConnector, web
from oauthlib.oauth1 import Client

CLIENT = Client("sample-consumer", client_secret="sample-consumer-secret",
                resource_owner_key="kkk9d7dh3k39sjv7kkk9d7dh3k39", resource_owner_secret="dh893hdasih9dh893hdasih9")


async def call(request: web.Request) -> web.Response:
    parameters = (await request.json())["parameters"]
    if not parameters.get("title"):
        return web.json_response({"error": "title is required"}, status=422)
    body = json.dumps({"title": parameters["title"], "text": parameters.get("text"),
                       "folder": parameters.get("folder", "inbox")})
    headers = {"Content-Type": "application/json"}
    url, headers, _ = CLIENT.sign(f"{sys.argv[2]}/notes?source=bench", "POST", None, headers)
    async with request.app["session"].post(url, data=body, headers=headers) as answer:
        note = await answer.json()
        if answer.status >= 400:
            return web.json_response({"error": note}, status=422)
    created = datetime.datetime.fromisoformat(note["created_at"])
    return web.json_response({"bundles": [{
        "id": note["id"], "title": note["title"], "folder": note["folder"], "tags": ", ".join(note["tags"]),
        "createdAt": created.isoformat(timespec="milliseconds").replace("+00:00", "Z")}]})


async def with_session(app: web.Application):
    async with ClientSession(connector=TCPConnector(limit=256)) as session:
        app["session"] = session
        yield


app = web.Application()
app.cleanup_ctx.append(with_session)
app.router.add_post("/call", call)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=lambda *_: print("ready", flush=True), access_log=None)
