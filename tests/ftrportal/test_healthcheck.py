import http.server
import threading

import pytest

from ftrportal.common.web.healthcheck import is_healthy


@pytest.fixture
def server(monkeypatch):
    """A web process that answers with `status` and remembers under which name it was asked."""
    monkeypatch.setenv("PORTAL_URL", "https://portal.example.com")

    class Handler(http.server.BaseHTTPRequestHandler):
        status, asked = 200, ""

        def do_GET(self):
            Handler.asked = f"{self.headers['Host']}{self.path}"
            self.send_response(Handler.status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_port, Handler
        running.shutdown()


def test_it_asks_under_the_public_name(server):
    port, handler = server

    assert is_healthy(port)
    assert handler.asked == "portal.example.com/healthz"


def test_an_error_page_is_not_health(server):
    port, handler = server
    handler.status = 500

    assert not is_healthy(port)


def test_nobody_listening_is_not_health():
    assert not is_healthy(1)
