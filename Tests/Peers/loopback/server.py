"""The HTTP side: a thread a connection, kept alive, on loopback."""

import email.utils
import http.server
from http import HTTPStatus

from .memory import Memory
from .messages import Answer, Refusal, Request, arrived
from .router import Router

#: The longest body that is read, in bytes.
LONGEST_BODY = 16 << 20


class Service:
    """A service on a port of 127.0.0.1; 0 takes a free one."""

    def __init__(self, port: int, memory: Memory, router: Router):
        self.server = Server(("127.0.0.1", port), Handler)
        self.server.memory, self.server.router = memory, router
        self.port: int = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def serve(self) -> None:
        """Answers until `stop` is called from another thread."""
        self.server.serve_forever(poll_interval=0.05)
        self.server.server_close()

    def stop(self) -> None:
        self.server.shutdown()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512
    memory: Memory
    router: Router

    def handle_error(self, request, client_address) -> None:
        """A client that went away is no news."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Reads a request, asks the router, writes the answer in one piece."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    server: Server

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65_537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        try:
            request = self._read()
            answer = self.server.router.answer(request)
        except Refusal as refusal:
            self.close_connection = True
            self._send(refusal.answer())
            return
        with self.server.memory.lock:
            self.server.memory.log.append({**arrived(request), "status": answer.status, **answer.notes})
        self._send(answer)

    def _read(self) -> Request:
        headers = [(name, value) for name, value in self.headers.items()]
        # Behind a redirected origin the client signed the address it was told, not ours.
        host = self.headers.get("X-Forwarded-Host") or self.headers.get("Host") or "127.0.0.1"
        scheme = self.headers.get("X-Forwarded-Proto") or "http"
        # `self.path` has its leading slashes collapsed by the library; the signature is over what was sent.
        target = self.raw_requestline.decode("latin-1").split()[1]
        return Request(self.command, target, headers, self._body(), f"{scheme}://{host}")

    def handle_expect_100(self) -> bool:
        proceed = super().handle_expect_100()
        self.wfile.flush()
        return proceed

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            raise Refusal(413, "body_too_long", "The body is too long or its length is not a number.")
        return self.rfile.read(int(length))

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline(100).partition(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline(100)
            if len(body) > LONGEST_BODY:
                raise Refusal(413, "body_too_long", "The body is too long.")
        while self.rfile.readline(65_537).strip():
            pass
        return body

    def _send(self, answer: Answer) -> None:
        if answer.write is not None:
            self.close_connection = True
            try:
                answer.write(self.connection)
            except OSError:
                pass
            return
        self.send_response_only(answer.status, reason(answer.status))
        self.send_header("Date", email.utils.formatdate(self.server.memory.now(), usegmt=True))
        for name, value in answer.headers:
            self.send_header(name, value)
        has_body = answer.status not in (204, 304)
        if has_body:
            self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if has_body and self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, format: str, *arguments) -> None:
        """Quiet: the request log is at /_provider/requests."""


def reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
