"""Charsets that text may arrive in: those of the web (WHATWG Encoding, section 4.2).

Python knows more codecs than these, some of which are no charsets, and some of which
take a time that grows with the square of the text.
"""

from typing import Final

_NUMBERED: Final = tuple(n for n in range(2, 17) if n != 12)
_CODECS: Final = {
    "ascii": "ascii",
    "us-ascii": "ascii",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "iso-8859-1": "latin-1",
    "iso_8859-1": "latin-1",
    "latin1": "latin-1",
    "macintosh": "mac-roman",
    "big5": "big5hkscs",
    "euc-jp": "euc-jp",
    "euc-kr": "cp949",
    "gb18030": "gb18030",
    "gb2312": "gbk",
    "gbk": "gbk",
    "ibm866": "cp866",
    "iso-2022-jp": "iso-2022-jp",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "shift_jis": "cp932",
    "windows-874": "cp874",
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in _NUMBERED},
}


def codec_name(charset: str) -> str | None:
    """What Python calls a charset, in lower case; None for an unknown one."""
    return _CODECS.get(charset)


def text_in(content: bytes, charset: str) -> str:
    """The text of bytes in a charset. ValueError where it is unknown, or not theirs."""
    codec = codec_name(charset)
    if codec is None:
        raise ValueError(f"the charset {charset!r} is not supported")
    return content.decode(codec)
