"""The same workbook confirmed twice at the same moment: it is kept once."""

import threading

import pytest
from django.db import connection
from django.test import Client

from indicators.models import Observation
from tests.collection.workbooks import confirm, figures, filled, prepared, upload
from tests.world import World, make_collection, make_plan, make_world

pytestmark = pytest.mark.django_db(transaction=True)
ALL = {"population": 400_000, "beds": 3200, "physicians": 900, "tcm": 180}


def client_of(world: World) -> Client:
    client = Client()
    client.force_login(world.user("east"))
    return client


def test_two_buttons_pressed_at_once_keep_it_once():
    world = make_world()
    make_plan(world)
    make_collection(world)
    submission, clients = world.submission(world.east), [client_of(world) for _ in range(4)]
    preview = upload(clients[0], submission, filled(prepared(submission), **ALL))
    start, answers = threading.Barrier(len(clients)), []

    def press(client: Client) -> None:
        start.wait()
        try:
            answers.append(confirm(client, submission, preview).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * len(clients)
    assert figures(submission) == ALL
    assert {row.version for row in Observation.objects.filter(area=world.east)} == {1}
    assert {row.revisions.count() for row in Observation.objects.filter(area=world.east)} == {1}
