"""What users write against the packages of `documents/`; never run, only checked.

The packages are made by `test_documents.py`. Lines that end in `refused` hold mistakes,
and a checker reports each of them.
"""

from typing import Literal, assert_type

import all_values
import empty_key
import in_circles
import like_builtins
import like_modules
import only_null
import own_errors
import short_names
from all_values.models import Dflt, Extra, Maps
from empty_key.models import Nameless
from in_circles.models import V2, ADict, B, C, JSONValue, Schema, SchemaDict, V1Dict
from like_modules import errors
from like_modules.models import Operation
from only_null.models import Holder, HolderDict
from own_errors.errors import ListOwnersDefaultServerError, ListPetsNotFoundError
from own_errors.models import Fault, Problem


def circles(client: in_circles.Client) -> None:
    read = client.n.put_node(id="s", ref="#", not_={"$id": "t"})
    assert_type(read, Schema)
    assert_type(read.additional_properties, Schema | bool | None)
    nested: SchemaDict = {"$id": "a", "items": [{"$id": "b", "properties": {}}, read]}
    value: JSONValue = {"a": [1, None, {"b": [True, "c"]}]}
    client.n.put_node({**nested, "default": value, "enum": [value, 1]})
    client.n.put_node({"$ref": "a"})  # refused
    client.n.put_node(id="s", not_={"$id": 5})  # refused
    client.n.put_node(id="s", properties={"a": {"$id": 1}})  # refused

    first: V1Dict = {"@type": "one", "next": {"@type": "two", "others": []}}
    whole: ADict = {"a-1": {"class": {"e": {}}}, "a": [{"c-1": first}]}
    client.m.put(whole)
    client.m.put(a_1=B(), a=[C(c_1=V2(type="two"))])
    client.m.put({"a": [{"c-1": {"@type": "three"}}]})  # refused
    client.m.put({"a-1": {"d": {"d": [{"d": [5]}]}}})  # refused


def values(client: all_values.Client) -> None:
    client.w.w(Extra(a="b", b=["c"]).a or "text")  # refused
    assert_type(Dflt(req="a").l2, list[int])
    assert_type(Dflt(req="a").e, Literal["a", "b"])
    maps: Maps = {"a": [{"b": [1, None]}]}
    client.v.v(p=maps, ints=-3, t="c", u=["b"])
    client.v.v(ints=5)  # refused
    client.v.v(t="e")  # refused


def nulls(client: only_null.Client) -> None:
    assert_type(client.n.put(None), Holder | None)
    assert_type(client.n.post(b=None, e=None, h="text"), list[None])
    whole: HolderDict = {"b": None, "e": None, "a": None, "j": [None]}
    client.n.post(whole)
    assert_type(Holder(b=None, e=None).h, str | None)
    client.n.post(b=None, e=None, a="text")  # refused
    client.n.put("text")  # refused


def names(client: like_builtins.Client, modules: like_modules.Client) -> None:
    client.list.list("a", 1, dict=["c"], str="d")
    client.list.list("a", "1")  # refused
    assert_type(modules.operations.operations(), Operation)
    try:
        modules.handlers.call({"self": "a", "body": "b"})
    except errors.DefaultError as error:
        del error


def short(client: short_names.Client) -> None:
    """Methods that are called as builtins are, beside annotations that mean these."""
    assert_type(client.pets.list(), list[str])
    assert_type(client.pets.dict(), dict[str, int])
    assert_type(client.pets.set(["a"], list=["b"]), list[list[int]])
    assert_type(client.pets.type(int=1), bytes)
    assert_type(client.pets.import_(dict_={"a": [1]}), str)
    client.pets.set("a")  # refused
    client.pets.import_(dict_={"a": 1})  # refused


def own(client: own_errors.Client) -> None:
    try:
        client.pets.list()
    except ListPetsNotFoundError as error:
        assert_type(error.data, Fault)
        error.data.title.upper()  # refused
    except own_errors.errors.ListPetsDefaultError as error:
        assert_type(error.data, Fault)
    except ListOwnersDefaultServerError as error:
        assert_type(error.data, Problem)
    except own_errors.errors.ErrorsNotFoundError as error:
        assert_type(error.data, list[int])
    except own_errors.errors.NotFoundError as error:
        assert_type(error.data, Fault | Problem | list[int])


async def own_async(client: own_errors.AsyncClient) -> None:
    try:
        await client.pets.list()
    except own_errors.errors.ListPetsNotFoundError as error:
        assert_type(error.data, Fault)
    except own_errors.errors.ListPetsConflictError:  # refused
        pass


def no_name(client: empty_key.Client) -> None:
    """A key without a name can only be written in a dictionary."""
    client.x.post(nameless={"": "text", "a": 1, "next": {"": "x"}})
    client.x.post({"nameless": {"": "text"}})
    client.x.put({"": "text"})
    client.x.post(nameless=5)  # refused
    nameless = Nameless.from_dict({"": "text"})
    assert_type(nameless, Nameless)
    assert_type(nameless.a, int | None)
