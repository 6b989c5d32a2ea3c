"""What users write where values and variants may grow; never run, only checked.

Lines that end in `refused` hold mistakes, and a checker reports each of them.
"""

from typing import assert_type

from chosen_open import Client, Unknown
from chosen_open.models import Card, Cat, Dog, Payment, Transfer


def variants(client: Client) -> None:
    pet = client.pets.add(Cat(size="xl"))
    assert_type(pet, Cat | Dog | Unknown)
    payment = client.payments.add(Card(number="1"))
    assert_type(payment, Card | Transfer | Unknown)
    client.payments.add(payment)
    client.payments.add({"iban": "DE1"})
    if isinstance(payment, Unknown):
        kept: Payment = payment
        client.payments.add(kept)
    elif isinstance(payment, Card):
        assert_type(payment.number, str)
    else:
        assert_type(payment.iban, str)
    assert_type(payment.number, str)  # refused
    client.payments.add(Cat(size="s"))  # refused
    client.payments.add({"ibn": "DE1"})  # refused
    Cat(size=5)  # refused
