"""What users write against the packages of `documents/`; never run, only checked.

The packages are made by `test_documents.py`. Lines that end in `refused` hold mistakes,
and a checker reports each of them.
"""

from typing import Literal, assert_type

import all_values
import in_circles
import like_builtins
import like_modules
import only_null
from all_values.models import Dflt, Extra, Maps
from in_circles.models import V2, ADict, B, C, JSONValue, Schema, SchemaDict, V1Dict
from like_modules import errors
from like_modules.models import Operation
from only_null.models import Holder, HolderDict


def circles(client: in_circles.Client) -> None:
    read = client.default.put_node(id="s", ref="#", not_={"$id": "t"})
    assert_type(read, Schema)
    assert_type(read.additional_properties, Schema | bool | None)
    nested: SchemaDict = {"$id": "a", "items": [{"$id": "b", "properties": {}}, read]}
    value: JSONValue = {"a": [1, None, {"b": [True, "c"]}]}
    client.default.put_node({**nested, "default": value, "enum": [value, 1]})
    client.default.put_node({"$ref": "a"})  # refused
    client.default.put_node(id="s", not_={"$id": 5})  # refused
    client.default.put_node(id="s", properties={"a": {"$id": 1}})  # refused

    first: V1Dict = {"@type": "one", "next": {"@type": "two", "others": []}}
    whole: ADict = {"a-1": {"class": {"e": {}}}, "a": [{"c-1": first}]}
    client.default.put_m(whole)
    client.default.put_m(a_1=B(), a=[C(c_1=V2(type="two"))])
    client.default.put_m({"a": [{"c-1": {"@type": "three"}}]})  # refused
    client.default.put_m({"a-1": {"d": {"d": [{"d": [5]}]}}})  # refused


def values(client: all_values.Client) -> None:
    client.default.w(Extra(a="b", b=["c"]).a or "text")
    assert_type(Dflt(req="a").l2, list[int])
    assert_type(Dflt(req="a").e, Literal["a", "b"])
    maps: Maps = {"a": [{"b": [1, None]}]}
    client.default.v(p=maps, ints=-3, t="c", u=["b"])
    client.default.v(ints=5)  # refused
    client.default.v(t="e")  # refused


def nulls(client: only_null.Client) -> None:
    assert_type(client.default.put(None), Holder | None)
    assert_type(client.default.post(b=None, e=None, h="text"), list[None])
    whole: HolderDict = {"b": None, "e": None, "a": None, "j": [None]}
    client.default.post(whole)
    assert_type(Holder(b=None, e=None).h, str | None)
    client.default.post(b=None, e=None, a="text")  # refused
    client.default.put("text")  # refused


def names(client: like_builtins.Client, modules: like_modules.Client) -> None:
    client.list.list("a", 1, dict=["c"], str="d")
    client.list.list("a", "1")  # refused
    assert_type(modules.operations.operations(), Operation)
    try:
        modules.handlers.call({"self": "a", "body": "b"})
    except errors.DefaultError as error:
        del error
