"""What tests/conftest.py promises to every test: no network, and tools that are there or are named."""

import socket
import urllib.request

import pytest

from tests import tools


def test_another_machine_cannot_be_reached_by_name():
    with pytest.raises(RuntimeError, match=r"look up example\.org"):
        urllib.request.urlopen("http://example.org/")


def test_another_machine_cannot_be_reached_by_number():
    with socket.socket() as client, pytest.raises(RuntimeError, match=r"reach .*192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


@pytest.fixture
def no_such_tool(monkeypatch):
    """A tool that is installed nowhere."""
    monkeypatch.setitem(tools.TOOLS, "loom", ("A loom", "loom", ("no-such-program",), ("/no/such/place",)))
    return "loom"


def test_a_missing_tool_skips_with_its_package_name(no_such_tool, monkeypatch):
    monkeypatch.delenv("REQUIRE_TOOLS", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"A loom is not installed.*apt-get install loom"):
        tools.need(no_such_tool)


def test_a_missing_tool_fails_where_all_tools_are_required(no_such_tool, monkeypatch):
    monkeypatch.setenv("REQUIRE_TOOLS", "1")
    with pytest.raises(pytest.fail.Exception, match="A loom is not installed"):
        tools.need(no_such_tool)
