"""Methods and resources are called as a person would call them."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from apiloom.api.resolve import Shipped
from tests.resolve.operations import Named, Operation, named, one

TAGGED = [
    # The words of the tag: first, last, after the first word, once.
    ("gists/create", "gists", "create"),
    ("listPets", "pets", "list"),
    ("getPetById", "pets", "get_by_id"),
    ("pets_list", "pets", "list"),
    ("createPet", "Pets", "create"),
    ("Pets_Get", "pets", "get"),
    ("updatePetWithForm", "pet", "update_with_form"),
    ("code-scanning/list-alerts", "code-scanning", "list_alerts"),
    ("createPullRequest", "Pull Requests", "create"),
    ("createDataSet", "datasets", "create"),
    ("listVPCs", "VPCs", "list"),
    ("getPerson", "people", "get"),
    ("listCategories", "category", "list"),
    ("getStatuses", "status", "get"),
    ("compute.instances.list", "instances", "list"),
    ("findPets", "animals", "find_pets"),
    # What is no word of the tag, or belongs to what stands before it.
    ("getNew", "news", "get_new"),
    ("addPetToStore", "store", "add_pet_to_store"),
    ("petsetPets", "set", "petset_pets"),
    # A name is left.
    ("pets", "pets", "pets"),
    ("Pet", "pets", "pet"),
    ("pets_2fa", "pets", "pets_2fa"),
    ("importPet", "pets", "import_"),
    ("deletePet", "pets", "delete"),
    ("raw_twin_pets", "pets", "raw_twin_"),
    ("!", "pets", "operation_bb7208"),
    # Frameworks.
    ("PetController_findAll", "pets", "find_all"),
    ("PetController_findAll", "animals", "find_all"),
    ("PetController.findAll", "animals", "find_all"),
    ("petsControllerFindAll", "pets", "find_all"),
    ("petsControllerFindAll", "animals", "find_all"),
    ("dogControllerFind", "animals", "dog_controller_find"),
    ("listControllerNodes", "nodes", "list_controller"),
    ("getControllers_all", "nodes", "get_controllers_all"),
    ("getUsingGET_1", "pet-controller", "get"),
    ("findAllUsingGET", "pet-controller", "find_all"),
    ("findPetsUsingPOST", "pet-controller", "find"),
    ("read_pets_pets__pet_id__get", "pets", "read"),
    ("version_1", "pets", "version_1"),
]


@pytest.mark.parametrize(("operation_id", "tag", "method"), TAGGED)
def test_methods(operation_id: str, tag: str, method: str) -> None:
    operation = Operation("GET /pets/{pet_id}", operation_id, tag)
    assert one(operation).partition(".")[2] == method


@pytest.mark.parametrize(
    ("key", "operation_id", "method"),
    [
        ("GET /items/{item_id}", "read_item_items__item_id__get", "items.read"),
        ("GET /items/", "list_items_items__get", "items.list"),
        ("GET /", "root__get", "default.root"),
        ("POST /a.b/{x}", "f_a_b__x__post", "a.f"),
        # A route of several methods has one of them in its id.
        ("PUT /users", "save_users_post", "users.save"),
        ("GET /users", "_users_get", "users.get"),
    ],
)
def test_fastapi_adds_path_and_method(key: str, operation_id: str, method: str) -> None:
    assert one(Operation(key, operation_id)) == method


@pytest.mark.parametrize(
    ("path", "resource"),
    [
        ("/v1/customers/{c}", "customers"),
        ("/v1/customers", "customers"),
        ("/v2.1/api/orders", "orders"),
        ("/API/rest/2024-01-01/orders", "orders"),
        ("/v1beta1/{parent}/notes", "notes"),
        ("/2/tweets", "tweets"),
        ("/v{version}/tweets", "tweets"),
        ("/{tenant}/users({id})", "users"),
        ("/users:search", "users"),
        ("/Accounts.json", "accounts"),
        ("/.well-known/keys", "well_known"),
        ("/{a}", "default"),
        ("/", "default"),
        ("/v1/api/-/", "default"),
        ("/open/doors", "open_"),
        ("/2fa/codes", "tag_2fa"),
    ],
)
def test_without_tags_the_path_has_the_resource(path: str, resource: str) -> None:
    assert one(Operation(f"GET {path}", "act")) == f"{resource}.act"


def test_without_an_id_method_and_path_are_the_name() -> None:
    assert one(Operation("GET /v1/pets/{id}")) == "pets.get_v1_pets_id"


def test_the_words_of_a_path_count_as_those_of_a_tag() -> None:
    operations = [
        Operation("GET /v1/customers", "GetCustomers"),
        Operation("GET /v1/customers/{c}", "GetCustomersCustomer"),
        Operation("GET /v1/customers/{c}/sources", "GetCustomersCustomerSources"),
    ]
    assert [*named(operations).methods.values()] == [
        # Both would be `get`.
        "customers.get_customers",
        "customers.get_customer",
        "customers.get_sources",
    ]
    assert one(operations[1]) == "customers.get"


def test_ids_are_taken_as_they_are_on_demand() -> None:
    for operation_id, name in {
        "getPetById": "get_pet_by_id",
        "PetController_findAll": "pet_controller_find_all",
    }.items():
        operation = Operation("GET /pets", operation_id, "pets")
        assert one(operation, "operation-id") == f"pets.{name}"


def _ids(*operation_ids: str) -> list[Operation]:
    return [
        Operation(f"GET /{number}/p", operation_id, "pets")
        for number, operation_id in enumerate(operation_ids)
    ]


@pytest.mark.parametrize(
    ("operation_ids", "methods"),
    [
        (("createPet", "create"), ["create_pet", "create"]),
        (("listPets", "pets_list"), ["list_pets", "pets_list"]),
        (("getPets", "getPet"), ["get_pets", "get_pet"]),
        (("listPets", "getPet"), ["list", "get"]),
        # Who has nothing else keeps the name that is its own.
        (("list_keys", "listPetKeys"), ["list_keys", "list_pet_keys"]),
        (("getPets", "getPets_1"), ["get_pets", "get_pets_1"]),
        (("CatsController_find", "DogsController_find"), None),
        (("list_pets", "pets", "listPets"), None),
    ],
)
def test_two_that_would_meet_keep_the_whole(
    operation_ids: tuple[str, ...], methods: list[str] | None
) -> None:
    operations = _ids(*operation_ids)
    outcome = named(operations)
    for order in permutations(operations):
        assert named(order).methods == outcome.methods
    names = [name.partition(".")[2] for name in outcome.methods.values()]
    assert methods is None or names == methods
    assert len(set(names)) == len(operation_ids)
    assert (outcome.notes("name-clash") == []) == (len(operation_ids) == 2)


def test_a_number_goes_where_the_name_is_free_without_it() -> None:
    outcome = named(
        [
            Operation("GET /pets", "getAll", "pets"),
            Operation("GET /orders", "getAll_1", "orders"),
            Operation("GET /version", "version_1", "orders"),
        ]
    )
    assert [*outcome.methods.values()] == [
        "pets.get_all",
        "orders.get_all",
        "orders.version_1",
    ]


def test_classes_of_methods_differ_too() -> None:
    outcome = named(_ids("find_1", "find1"))
    (resource,) = outcome.api.resources
    assert len({named.namespace for named in resource.operations}) == 2


def test_a_name_that_looks_like_a_digest_costs_nobody_his_own() -> None:
    outcome = named(_ids("find-it", "findIt", "find_it"))
    digests = [name.partition(".")[2] for name in outcome.methods.values()][:2]
    again = named(_ids("find-it", "findIt", "find_it", *digests))
    assert len(set(again.methods.values())) == 5


def test_arguments() -> None:
    parameters = {
        "query limit": "limit",
        "path id": "id_path",
        "query id": "id_query",
        "query x-y": "x_minus_y",
        "query x_y": "x_y",
        "query $type": "dollar_type",
        "query type": "type",
        "query +1": "plus_1",
        "query -1": "minus_1",
        "header self": "self_header",
        "query userIDs": "user_ids",
    }
    operation = Operation("GET /p/{id}", "act", parameters=[*parameters])
    assert named([operation]).arguments["GET /p/{id}"] == parameters


def unlike(old: Named, new: Named) -> list[str]:
    """Operations of the old document that are called otherwise in the new one."""
    return [key for key, name in old.methods.items() if new.methods[key] != name]


@pytest.mark.parametrize("first", [True, False])
def test_an_operation_more_renames_nothing(first: bool) -> None:
    old = named(_ids("createPet", "listPets"))
    more = [
        Operation("GET /x", "create", "pets"),
        Operation("GET /y", "pets_list", "pets"),
    ]
    operations = _ids("createPet", "listPets")
    whole = [*more, *operations] if first else [*operations, *more]
    new = named(whole, old.shipped)
    assert unlike(old, new) == []
    assert new.methods["GET /y"] == "pets.pets_list"
    # The whole of its id is another's name already.
    assert new.methods["GET /x"].startswith("pets.create_")
    # Of these two, none has a name that a fresh package would give.
    (note,) = new.notes("name-kept")
    assert note == (
        "methods keep the names that they shipped with: "
        "'create' (else 'create_pet'), 'list' (else 'list_pets')"
    )


def test_an_operation_stays_in_its_resource() -> None:
    old = named(
        [
            Operation("GET /pets", "listPets", "pets"),
            Operation("POST /pets", "createPet", "pets"),
        ]
    )
    new = named(
        [
            Operation("GET /pets", "listPets", "animals"),
            Operation("POST /pets", "createPet", "animals"),
            Operation("PUT /pets", "putAnimals", "animals"),
            Operation("DELETE /pets", "deletePets", "pets"),
        ],
        old.shipped,
    )
    assert unlike(old, new) == []
    # The resource goes with its tag, and its name is not given to another.
    assert new.methods["PUT /pets"] == "pets.put"
    assert new.methods["DELETE /pets"].startswith("pets_")
    assert len(new.notes("name-clash")) == 1
    assert new.notes("name-kept") == [
        "resources keep the names that they shipped with: 'pets' (else 'animals')",
        "methods keep the names that they shipped with: 'list' (else 'list_pets'), "
        "'create' (else 'create_pet')",
    ]


def test_a_resource_that_is_divided() -> None:
    old = named(
        [
            Operation("GET /a", "getA", "all"),
            Operation("GET /b", "getB", "all"),
        ]
    )
    new = named(
        [
            Operation("GET /a", "getA", "a"),
            Operation("GET /b", "getB", "b"),
            Operation("PUT /a", "put", "a"),
            Operation("PUT /all", "put", "all"),
        ],
        old.shipped,
    )
    assert unlike(old, new) == []
    assert new.methods["PUT /a"] == "a.put"
    assert new.methods["PUT /all"].startswith("all_")


def test_what_shipped_as_default_stays_and_new_ones_go_by_their_path() -> None:
    old = named([Operation("GET /v1/pets", "listPets", "default")])
    new = named(
        [
            Operation("GET /v1/pets", "listPets"),
            Operation("POST /v1/pets", "createPet"),
            Operation("GET /", "root"),
        ],
        old.shipped,
    )
    assert new.methods == {
        "GET /v1/pets": "default.list_pets",
        "POST /v1/pets": "pets.create",
        "GET /": "default.root",
    }


def test_a_tag_of_other_words_keeps_its_resource() -> None:
    old = named([Operation("GET /a", "act", "vp_cs")])
    new = named(
        [Operation("GET /a", "act", "VPCs"), Operation("GET /b", "more", "VPCs")],
        old.shipped,
    )
    assert [*new.methods.values()] == ["vp_cs.act", "vp_cs.more"]
    assert new.api.resources[0].name == old.api.resources[0].name


def test_arguments_stay() -> None:
    old = named([Operation("GET /p", "act", parameters=["query x-y", "query id"])])
    assert old.arguments["GET /p"] == {"query x-y": "x_y", "query id": "id"}
    wider = ["header id", "query x_y", "query x-y", "query id"]
    new = named([Operation("GET /p", "act", parameters=wider)], old.shipped)
    assert new.arguments["GET /p"] == {
        "header id": "id_header",
        "query x_y": "x_underscore_y",
        "query x-y": "x_y",
        "query id": "id",
    }
    (note,) = new.notes("name-kept")
    assert note.startswith("arguments keep the names that they shipped with: ")


def test_credentials_stay() -> None:
    operation = Operation("GET /p", "act", schemes=("OAuth2", "a-b", "timeout"))
    old = named([operation])
    assert old.shipped.credentials == {
        "OAuth2": "oauth2",
        "a-b": "a_b",
        "timeout": "timeout_auth",
    }
    earlier = Shipped(credentials={"OAuth2": "o_auth2", "a-b": "a_b"})
    more = replace(operation, schemes=("a_b", *operation.schemes))
    new = named([more], earlier)
    assert new.shipped.credentials["OAuth2"] == "o_auth2"
    assert new.shipped.credentials["a-b"] == "a_b"
    assert new.shipped.credentials["a_b"].startswith("a_b_")
    (note,) = new.notes("name-kept")
    assert note.startswith("credentials keep the names that they shipped with: ")


def update(*parameters: str, body: tuple[str, ...]) -> Operation:
    return Operation("POST /pets", "update", "pets", parameters, body=body)


def test_a_parameter_takes_no_keyword_of_the_body() -> None:
    """Or else what callers pass by it would be sent as something else."""
    before = named([update(body=("type", "name"))])
    assert before.arguments["POST /pets"] == {"body type": "type", "body name": "name"}
    with_more = update("query type", "query id", body=("type", "name"))
    after = named([with_more], before.shipped)
    assert after.arguments["POST /pets"] == {
        "query type": "type_query",
        "query id": "id",
        "body type": "type",
        "body name": "name",
    }
    # As if it had been so from the first, the parameter has the name.
    assert named([with_more]).arguments["POST /pets"] == {
        "query type": "type",
        "query id": "id",
        "body name": "name",
    }


def test_a_member_takes_no_argument() -> None:
    before = named([update("query limit", body=("name",))])
    more = update("query limit", body=("limit", "name"))
    after = named([more], before.shipped)
    assert after.arguments["POST /pets"] == {
        "query limit": "limit",
        "body name": "name",
    }
    (note,) = after.notes("body-keyword-taken")
    assert "(limit)" in note
    # Where it must be given, the others alone are of no use.
    whole = named([update("query limit", body=("limit!", "name"))], before.shipped)
    assert whole.arguments["POST /pets"] == {"query limit": "limit"}
    assert len(whole.notes("body-only-whole")) == 1
