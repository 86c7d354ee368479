"""Writes Cases/charsets.json: what PyPI's webencodings and Python's codecs have of the WHATWG Encoding Standard.

    pip install webencodings && python charsets.py > ../Cases/charsets.json
"""

import json

from webencodings import LABELS, lookup

MULTI_BYTE = {
    "big5": "漢字と中文 ABC 中央研究院",
    "euc-jp": "日本語 テスト ABC ①",
    "euc-kr": "한국어 똠방각하 펲시콜라",
    "gb18030": "中文 汉字 € 𠀀",
    "gbk": "中文 汉字 镕",
    "iso-2022-jp": "日本語 テスト ABC",
    "shift_jis": "日本語 テスト ABC ①ﾃｽﾄ",
}
# Codecs of Python that know the standard's additions.
CODECS = {"big5": "big5hkscs", "euc-jp": "euc_jis_2004", "euc-kr": "cp949", "gbk": "gbk", "shift_jis": "cp932"}
# Where the standard's koi8-u is not Python's.
EXCEPTIONS = {"koi8-u": {0xAE: "ў", 0xBE: "Ў"}}


def upper_half(name):
    codec = {"x-mac-cyrillic": "mac_cyrillic", "macintosh": "mac_roman"}.get(name)
    info = lookup(name).codec_info
    text = ""
    for byte in range(0x80, 0x100):
        if name == "x-user-defined":
            text += chr(0xF700 + byte)
            continue
        if byte in EXCEPTIONS.get(name, {}):
            text += EXCEPTIONS[name][byte]
            continue
        try:
            data = bytes([byte])
            text += data.decode(codec) if codec else info.decode(data, "strict")[0]
        except UnicodeDecodeError:
            text += chr(byte) if byte < 0xA0 and name.startswith("windows-") else "\ufffd"
    return text


def main():
    names = sorted(set(LABELS.values()))
    special = {"utf-8", "utf-16le", "utf-16be", "replacement", *MULTI_BYTE}
    texts = {}
    for name, text in MULTI_BYTE.items():
        texts[name] = {"text": text, "bytes": text.encode(CODECS.get(name, name)).hex()}
    cases = {
        "labels": dict(sorted(LABELS.items())),
        "upperHalves": {name: upper_half(name) for name in names if name not in special},
        "texts": texts,
    }
    print(json.dumps(cases, ensure_ascii=True, indent=1))


if __name__ == "__main__":
    main()
