"""Records of WARC files: whatever a file says of itself, what can be had of it is had, in bounds, and the rest is named."""

import gzip
import random
import tracemalloc
import zlib
from io import BytesIO

import pytest
import zstandard

from spiders.imports import records as bounds
from spiders.imports.records import Records
from tests.spiders.imports.warcs import read, record, zipped

THREE = [
    record(b"one" * 50, "https://a.example/1"),
    record(b"two" * 50, "https://a.example/2"),
    record(b"3", "https://a.example/3"),
]
WHOLE = [b"one" * 50, b"two" * 50, b"3"]
FORMS = {
    "a gzip member a record": zipped(THREE),
    "one gzip member": gzip.compress(b"".join(THREE), mtime=0),
    "a record over several gzip members": zipped([THREE[0][:200], THREE[0][200:] + THREE[1] + THREE[2]]),
    "plain": b"".join(THREE),
    "zstd": zipped(THREE, zstandard.compress),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_its_records_and_any_of_them_can_be_gone_on_from(form):
    found, note = read(FORMS[form])
    assert [each.block for each in found] == WHOLE
    assert note is None
    for number, each in enumerate(found):
        rest = Records(BytesIO(FORMS[form]), each.after)
        assert [more.block for more in rest] == WHOLE[number + 1 :]


def faults(data: bytes) -> list[tuple[str | None, bytes]]:
    return [(each.fault, each.block) for each in read(data)[0]]


@pytest.mark.parametrize("cut", [-3, -60])
@pytest.mark.parametrize("form", FORMS)
def test_a_truncated_file_gives_what_it_holds_and_says_so(form, cut):
    found, note = read(FORMS[form][:cut])
    assert {each.block for each in found if not each.fault} <= set(WHOLE)
    if cut == -60:
        assert found[-1].fault == "cut_off"
        assert "the file ends inside" in (note or "")
    if form in ("a gzip member a record", "plain"):
        assert found[0].block == WHOLE[0]


def test_a_damaged_member_costs_itself():
    members = [bytearray(zipped([each])) for each in THREE]
    members[1][len(members[1]) // 2] ^= 0xFF
    assert faults(b"".join(members)) == [(None, WHOLE[0]), ("broken", b""), (None, WHOLE[2])]


@pytest.mark.parametrize("pack", [zipped, b"".join, lambda each: gzip.compress(b"".join(each))])
@pytest.mark.parametrize("said", ["40", "400", "99999999999", "-1", "", "9" * 40])
def test_a_length_that_lies_costs_its_record(pack, said):
    lying = record(WHOLE[0], "https://a.example/1", **{"Content-Length": said})
    found, _ = read(pack([lying, *THREE[1:]]))
    assert [each.fault for each in found[:1]] == ["broken"] if said != "99999999999" else True
    assert found[0].block == b""
    assert not any(each.block == WHOLE[0] for each in found)
    if said != "99999999999" or pack is zipped:
        assert [each.block for each in found if not each.fault] == WHOLE[1:]


def test_a_header_without_end_is_passed_over():
    huge = b"WARC/1.1\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"
    assert faults(zipped([huge, THREE[1]])) == [("broken", b""), (None, WHOLE[1])]
    assert faults(b"".join([huge, THREE[1]])) == [("broken", b""), (None, WHOLE[1])]


@pytest.mark.parametrize("pack", [lambda data: zlib.compress(data, 9, 31), zstandard.compress])
def test_a_decompression_bomb_stays_small_and_is_jumped_over(pack, monkeypatch):
    monkeypatch.setattr(bounds, "MAX_BLOCK_BYTES", 1 << 20)
    monkeypatch.setattr(bounds, "MAX_SKIPPED_BYTES", 4 << 20)
    bomb = pack(record(bytes(48 << 20)))
    data = b"".join([bomb, pack(THREE[1])])
    assert len(data) < 100_000
    tracemalloc.start()
    found, note = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(each.fault, each.block) for each in found] == [("too_large", b""), (None, WHOLE[1])]
    assert found[0].problem == f"{48 << 20} bytes"
    assert note is None
    assert peak < 32 << 20


def test_a_file_of_something_else_is_one_broken_record():
    assert [each.problem for each in read(b"\x89PNG and so on")[0]] == ["no WARC record begins here"]
    assert read(b"") == ([], None)


@pytest.mark.parametrize("form", FORMS)
def test_whatever_bytes_a_file_has_reading_it_ends(form):
    rng = random.Random(form)
    for _ in range(150):
        data = bytearray(FORMS[form])
        for _ in range(rng.choice((1, 2, 8))):
            at = rng.randrange(len(data))
            data[at : at + rng.choice((0, 1, 9))] = rng.randbytes(rng.choice((0, 1, 9)))
        found, _ = read(bytes(data))
        assert len(found) < 100


def test_a_folded_header_goes_on_with_the_line_before_if_that_is_one():
    folded = (
        b"WARC/1.1\r\nWARC-Type: response\r\nnonsense\r\n folded\r\nX-Y: a\r\n b\r\nContent-Length: 1\r\n\r\n.\r\n\r\n"
    )
    ((found,), _) = read(folded)
    assert (found.fields["x-y"], found.block) == ("a b", b".")
