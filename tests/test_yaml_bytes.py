"""Files from disk: those that can be read, and why others cannot."""

import os

import pytest
from yaml_words import from_disk, said

from checker.yaml_bytes import MOST_BYTES
from checker.yamlfiles import parse_yaml, read_yaml


def test_a_sound_file(tmp_path):
    path = tmp_path / "规则.yaml"
    path.write_bytes("\ufeff规则集: 基本支出\r\n级别: 错误\r\n".encode())
    file, problems = read_yaml(str(path))
    assert problems == []
    assert file.lines == ("规则集: 基本支出", "级别: 错误")
    assert said(file.root) == {"规则集": "基本支出", "级别": "错误"}


@pytest.mark.parametrize("name", ["没有.yaml", "文件.yaml/里面.yaml", "坏\0名.yaml"])
def test_no_such_file(tmp_path, name):
    (tmp_path / "文件.yaml").write_bytes(b"a: b")
    assert from_disk(tmp_path / name) == (
        ("Y101", 0, 0, 0),
        "",
        "找不到文件：没有这个文件。请核对文件名和所在的文件夹，扩展名（.yaml）也要写全。",
    )


def test_a_folder(tmp_path):
    assert from_disk(tmp_path)[::2] == (
        ("Y102", 0, 0, 0),
        "这是文件夹，不是文件：这里需要一个 YAML 文件，给出的却是一个文件夹。请写出文件夹里那个文件的名字。",
    )


def test_a_file_that_cannot_be_opened(tmp_path, monkeypatch):
    path = tmp_path / "规则.yaml"
    path.write_bytes(b"a: b")

    def refuse(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr("builtins.open", refuse)
    assert from_disk(path)[::2] == (
        ("Y103", 0, 0, 0),
        "文件打不开：文件在，但是读不出来。请看看它是否被别的程序占用，或者您没有读取它的权限。",
    )


SAVE_AS = "用记事本打开它，选“文件”→“另存为”，把“编码”改成 UTF-8，再保存。"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_a_gbk_file(tmp_path, encoding):
    path = tmp_path / "规则.yaml"
    path.write_bytes("# x\r\na: 规则集\r\n".encode(encoding))
    assert from_disk(path) == (
        ("Y104", 2, 4, 5),
        "a: 规则集",
        f"文件不是 UTF-8 编码：这个文件像是用 GBK（GB18030）编码保存的，从这里开始读不出来。{SAVE_AS}",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf16_file(tmp_path, encoding):
    path = tmp_path / "规则.yaml"
    path.write_bytes("规则集: 甲\n".encode(encoding))
    assert from_disk(path)[::2] == (
        ("Y105", 0, 0, 0),
        f"文件不是 UTF-8 编码：这个文件像是用 UTF-16（记事本里叫“Unicode”）编码保存的。{SAVE_AS}",
    )


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"a: \xff\xff\nb: c\n", 1, 4), ("规则集: 部门决算公开格式\n级别: 错误".encode()[:-1], 2, 6)],
    ids=["not text", "cut off"],
)
def test_a_damaged_file(tmp_path, data, line, column):
    path = tmp_path / "规则.yaml"
    path.write_bytes(data)
    assert from_disk(path)[::2] == (
        ("Y106", line, column, column + 1),
        "文件不是 UTF-8 编码：从这里开始不是 UTF-8 编码的文字。文件可能用了别的编码，可能已经损坏，"
        "也可能根本不是文本文件。如果打开来看文字是好的，选“另存为”，把“编码”改成 UTF-8，再保存；"
        "如果是乱码，请重新取一份。",
    )


def test_a_file_too_big(tmp_path):
    path = tmp_path / "规则.yaml"
    with open(path, "wb") as stream:
        os.truncate(stream.fileno(), MOST_BYTES + 1)
    assert from_disk(path)[::2] == (
        ("Y109", 0, 0, 0),
        "文件太大：文件超过 5 MB，没有读。请把它拆成几个文件。",
    )
    assert [each.code for each in parse_yaml(" " * (MOST_BYTES + 1), "x")[1]] == ["Y109"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("甲: 乙\n\0", 2, 1), ("a: b\n\0\0\0\0", 2, 1), ("甲: 乙\0\n丙: 丁\n", 1, 5), ("a: b\0\nc: d\n", 1, 5)],
)
def test_a_zero_byte_does_not_make_utf16(tmp_path, text, line, column):
    path = tmp_path / "规则.yaml"
    path.write_text(text, "utf-8")
    _, problems = read_yaml(path)
    assert [(each.code, each.line, each.column, dict(each.values)) for each in problems] == [
        ("Y110", line, column, {"character": "U+0000"})
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_chinese(tmp_path, encoding):
    path = tmp_path / "rules.yaml"
    path.write_bytes("rules: a\n".encode(encoding))
    assert from_disk(path)[0] == ("Y105", 0, 0, 0)


def test_a_gbk_file_with_a_zero_byte_at_its_end(tmp_path):
    path = tmp_path / "规则.yaml"
    path.write_bytes("规则集: 甲\n\0".encode("gbk"))
    assert from_disk(path)[0] == ("Y104", 1, 1, 2)
