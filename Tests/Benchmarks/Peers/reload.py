"""How long a save takes to answer, on a running host."""

import http.client
import json
import time

from contenders import Patchbay

#: Seconds after which a save counts as lost.
PATIENCE = 10


def save_to_answer(host: Patchbay, saves: int) -> list[float]:
    """Saves a bundle's file again and again, asking all the time until the new word is answered; milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=30)
    times = []
    for number in range(saves):
        word = f"word {number}"
        host.write_word(word)
        start = time.perf_counter()
        while ask(connection) != word:
            if time.perf_counter() - start > PATIENCE:
                raise RuntimeError(f"Save {number} was not answered within {PATIENCE} s.")
        times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return times


def ask(connection: http.client.HTTPConnection) -> str:
    connection.request("POST", "/v1/apps/bench/modules/say/run", "{}", {"Content-Type": "application/json"})
    answer = json.loads(connection.getresponse().read())
    return answer["bundles"][0]["word"]
