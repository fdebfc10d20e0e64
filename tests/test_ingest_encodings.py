import pytest

from checker.ingest.encodings import decoded

TEXT = "中共某县委网络安全和信息化委员会办公室㎡€"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "gb2312"), ("gb18030", "gb2312"), ("gb18030", ""), ("gb18030", "utf-8"), ("utf-8", "nonsense"), ("utf-16", "")],
)  # fmt: skip
def test_the_text_is_found_whatever_is_declared(encoding: str, declared: str) -> None:
    assert decoded(TEXT.encode(encoding), declared) == TEXT


def test_a_declared_encoding_comes_first_where_it_fits() -> None:
    assert decoded("é".encode("cp1252"), "iso-8859-1") == "é"


@pytest.mark.parametrize("data", [b"a\0b\0\1", "\ufeff某".encode("utf-16-le") + b"\0"])
def test_what_is_no_text_is_none(data: bytes) -> None:
    assert decoded(data) is None
