"""What a program loads that imports the clients and calls nothing yet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GENERATED = Path(__file__).parents[2] / "generated"

PROGRAM = """
import sys
from bifrost import AsyncClient, Client
print("pydantic" in sys.modules, "bifrost._runtime.call" in sys.modules)
Client(base_url="http://127.0.0.1:9").governance
print("pydantic" in sys.modules)
"""


def test_models_and_calls_are_loaded_when_they_are_needed() -> None:
    path = f"import sys; sys.path.insert(0, {str(GENERATED)!r})\n"
    finished = subprocess.run(
        [sys.executable, "-c", path + PROGRAM],
        check=True,
        capture_output=True,
        text=True,
    )
    assert finished.stdout.split() == ["False", "False", "False"]


CALL = """
import sys
import httpx2
from bifrost import Client
answer = httpx2.Response(200, json={"message": "done"})
http = httpx2.Client(transport=httpx2.MockTransport(lambda _: answer))
resource = Client(management_bearer_auth="t", http_client=http).governance
print(any(name.startswith("bifrost.models") for name in sys.modules))
print(resource.update_customer("c1", name="Acme").message)
loaded = {name for name in sys.modules if name.startswith("bifrost.models.")}
print("bifrost.models.update_customer_request" in loaded)
"""


def test_a_call_loads_the_models_that_it_needs() -> None:
    path = f"import sys; sys.path.insert(0, {str(GENERATED)!r})\n"
    finished = subprocess.run(
        [sys.executable, "-c", path + CALL], check=True, capture_output=True, text=True
    )
    assert finished.stdout.split() == ["False", "done", "True"]
