import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipelines.lake.archive.coding import TooLarge, decode_content

RAW_DEFLATE = zlib.compressobj(wbits=-15)
CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("coding", CODINGS)
@given(body=st.binary(max_size=2000))
def test_each_coding_is_undone(coding, body):
    assert decode_content(CODINGS[coding](body), coding) == body


def test_raw_deflate_is_understood_too():
    body = RAW_DEFLATE.compress(b"news " * 100) + RAW_DEFLATE.flush()
    assert decode_content(body, "deflate") == b"news " * 100


def test_codings_are_undone_last_first():
    assert decode_content(gzip.compress(brotli.compress(b"news")), "br, gzip") == b"news"


def test_two_members_are_one_body():
    assert decode_content(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip") == b"one two"


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_stops_at_the_cap(coding):
    with pytest.raises(TooLarge):
        decode_content(CODINGS[coding](bytes(5_000_000)), coding, limit=1_000_000)


def test_what_is_whole_of_a_torn_body_is_kept():
    body = gzip.compress(bytes(range(256)) * 4000)
    decoded = decode_content(body[: len(body) // 2], "gzip")
    assert 0 < len(decoded) < 256 * 4000
    assert decoded == (bytes(range(256)) * 4000)[: len(decoded)]


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"plain", None), (b"plain", "identity"), (b"plain", "gzip"), (b"", "br")]
)
def test_what_is_not_coded_is_left_alone(body, encoding):
    assert decode_content(body, encoding) == body
