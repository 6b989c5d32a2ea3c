# ruff: noqa: T201 - it is a program
"""Serves a book with the installed package `shelf` and asks for it over a socket."""

import importlib.util
import json
import threading
import time
import urllib.request

import uvicorn
from shelf import Client, errors
from shelf.models import Author, Book
from shelf.server import create_app
from shelf.server.books import BooksApi, Get


class Books(BooksApi):
    """One book."""

    async def get(self, request: Get.Request) -> Get.Response:
        """The book, whatever its number, except for one."""
        if request.isbn == "0":
            return Get.NotFound()
        return Get.Ok(Book(title=f"No. {request.isbn}", author=Author(name="Ada")))


assert importlib.util.find_spec("apiloom") is None, "apiloom is at hand"
server = uvicorn.Server(
    uvicorn.Config(create_app(books=Books()), port=0, log_level="error")
)
serving = threading.Thread(target=server.run, daemon=True)
serving.start()
while not server.started:
    time.sleep(0.01)
port = server.servers[0].sockets[0].getsockname()[1]
address = f"http://127.0.0.1:{port}"
with Client(base_url=address) as client:
    book = client.books.get("7")
    assert book.author is not None
    print(book.title, "by", book.author.name)
    try:
        client.books.get("0")
    except errors.NotFoundError as error:
        print(error.status_code)
with urllib.request.urlopen(f"{address}/openapi.json") as answer:
    print(json.load(answer)["info"]["title"])
server.should_exit = True
# An interpreter that ends while a loop still runs in it can crash.
serving.join()
