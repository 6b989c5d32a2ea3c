"""Updates a customer and shows what came back.

Address and token are taken from BIFROST_BASE_URL and BIFROST_TOKEN.
"""

# ruff: noqa: T201 - printing is what it is for
import os

from bifrost import Client
from bifrost.errors import NotFoundError

with Client(
    base_url=os.environ["BIFROST_BASE_URL"],
    management_bearer_auth=os.environ["BIFROST_TOKEN"],
    timeout=20.0,
) as client:
    try:
        result = client.governance.update_customer(
            "cus_123",
            name="Acme GmbH",
            budget={
                "max_limit": 250.0,
                "reset_duration": "1M",
                "calendar_aligned": None,  # is sent as null
            },
            options={"timeout": 5.0, "max_retries": 3},
        )
    except NotFoundError as error:
        print(error.status_code, error.request_id, error.data.error)
        raise
    if result.customer is not None:  # the document makes it optional
        print(result.message, result.customer.name, result.customer.created_at)

    # Without an argument for it, "budget" is absent from the JSON, which is not null.
    client.governance.update_customer("cus_123", name="Acme")

    # The same signature, and a typed envelope around the answer.
    raw = client.raw(client.governance.update_customer)("cus_123", budget={})
    print(raw.status_code, raw.headers["content-type"], raw.data.message)
