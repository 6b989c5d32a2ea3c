"""Sends one upload to a port, and prints the body of the answer.

`python tests/bench/received_sender.py file|sum|bytes COUNT PORT`: run by `received.py`.
"""

import os
import socket
import sys

MIB = 1024 * 1024
HEAD = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
TAIL = b"\r\n--B--\r\n"


def send(way: str, count: int, port: int) -> bytes:
    """What the server answers to so many MiB."""
    piece = os.urandom(MIB)
    head, tail, start = HEAD, TAIL, b"POST / HTTP/1.1"
    media_type = b"multipart/form-data; boundary=B"
    if way == "bytes":
        head = tail = b""
        start, media_type = b"PUT / HTTP/1.1", b"application/octet-stream"
    length = len(head) + count * MIB + len(tail)
    fields = b"Host: x\r\nConnection: close\r\nContent-Type: %b\r\nContent-Length: %d"
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(
            start + b"\r\n" + fields % (media_type, length) + b"\r\n\r\n" + head
        )
        for _ in range(count):
            connection.sendall(piece)
        connection.sendall(tail)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer.partition(b"\r\n\r\n")[2]


if __name__ == "__main__":
    sys.stdout.write(send(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).decode())
