"""Hashes, HMACs and byte encodings, against Python's hashlib, hmac, base64, html and unicodedata."""
import base64, hashlib, hmac, html, json, pathlib, unicodedata

cases = []


def add(function, arguments, value):
    cases.append({"function": function, "arguments": arguments, "expected": {"value": value}})


def binary(data):
    return {"$binary": base64.b64encode(data).decode()}


def written(data, encoding):
    return {"hex": data.hex(), "base64": base64.b64encode(data).decode(), "latin1": data.decode("latin1")}[encoding]


texts = ["", "hello", "Příliš žluťoučký kůň", "👋🏽", "a" * 200]
for name in ["md5", "sha1", "sha256", "sha512"]:
    for text in texts:
        add(name, [text], hashlib.new(name, text.encode()).hexdigest())
    for encoding in ["hex", "base64", "latin1"]:
        add(name, ["hello", encoding], written(hashlib.new(name, b"hello").digest(), encoding))
    add(name, [binary(b"\x00\xff\x80")], hashlib.new(name, b"\x00\xff\x80").hexdigest())
    add(name, [42], hashlib.new(name, b"42").hexdigest())
    key = b"\x01\x80key\xff"
    keys = [
        ("secret", None, b"secret"), ("klíč", "text", "klíč".encode()), (key.hex(), "hex", key),
        (base64.b64encode(key).decode(), "base64", key), (key.decode("latin1"), "binary", key),
        ("k" * 200, "text", b"k" * 200), (binary(key), None, key),
    ]
    for shown, encoding, data in keys:
        arguments = ["The quick brown fox", "hex", shown] + ([encoding] if encoding else [])
        add(name, arguments, hmac.new(data, b"The quick brown fox", name).hexdigest())
    add(name, ["data", "base64", "secret"], base64.b64encode(hmac.new(b"secret", b"data", name).digest()).decode())

for text in texts + ["f", "fo", "foo", "foob"]:
    add("base64", [text], base64.b64encode(text.encode()).decode())
    add("toBinary", [text], binary(text.encode()))
    add("toBinary", [text.encode().hex(), "hex"], binary(text.encode()))
    add("toBinary", [base64.b64encode(text.encode()).decode(), "base64"], binary(text.encode()))
    add("toString", [binary(text.encode())], text)
    add("toString", [binary(text.encode()), "hex"], text.encode().hex())
    add("toString", [binary(text.encode()), "base64"], base64.b64encode(text.encode()).decode())
    add("toString", [binary(text.encode()), "binary"], text.encode().decode("latin1"))
add("base64", [binary(b"\xff\xfe\x00")], base64.b64encode(b"\xff\xfe\x00").decode())
add("toBinary", ["\xe9\xff", "binary"], binary("\xe9\xff".encode("latin1")))
add("toString", [binary(b"a\xffb")], b"a\xffb".decode("utf8", "replace"))
for value, text in [(42, "42"), (1.5, "1.5"), (True, "true"), ("x", "x"), ([1, 2], "1,2")]:
    add("toString", [value], text)

for text in ["<b>Hello</b>", "a & b", "\"quoted\" 'single'", "plain", "", "&amp;", "č < š"]:
    # Python writes an apostrophe in hexadecimal; the platform's library in decimal.
    add("escapeHTML", [text], html.escape(text).replace("&#x27;", "&#39;"))
marks = "\\`*_{}[]()#+-.!|~<>&"
for text in ["# Header", "*bold* _it_", "[a](b)", "1. item", "plain text", "", "`code`", "a|b ~ <c> & {d}!", "čšž-"]:
    add("escapeMarkdown", [text], "".join("&#%d;" % ord(c) if c in marks else c for c in text))
for text in ["ěMaěkeě", "plain", "", "日本abc", "naïve café", "👋x"]:
    add("ascii", [text], text.encode("ascii", "ignore").decode())
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    add("ascii", [text, True], plain)
for text in ["ěščřžýáíé", "Ångström", "ÜBER", "ñandú", "Việt Nam", "ḱ"]:
    add("ascii", [text, True], unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode())

for name in ["md5", "sha1", "sha256", "sha512", "base64", "toBinary", "toString", "ascii", "escapeHTML", "escapeMarkdown",
             "stripHTML", "encodeURL", "decodeURL", "lower", "upper", "trim", "capitalize", "startcase"]:
    for nothing in [None, {"$undefined": True}]:
        cases.append({"function": name, "arguments": [nothing], "expected": {"value": None},
                      "how": "iml.md: missing or null input gives null"})
for name, arguments in [("md5", [[1]]), ("sha256", [{"a": 1}]), ("base64", [[1]]), ("lower", [{"a": 1}]), ("upper", [["x"]]),
                        ("trim", [[]]), ("length", [{"a": 1}]), ("split", [[1], ","]), ("join", ["a"]), ("substring", ["a", "x"]),
                        ("encodeURL", [[1]]), ("indexOf", [[1], 1]), ("toBinary", [[1]]), ("replace", [{"a": 1}, "a", "b"]),
                        ("ascii", [[1]]), ("stripHTML", [[1]])]:
    wrong = 2 if name == "substring" else 1
    cases.append({"function": name, "arguments": arguments,
                  "expected": {"error": {"type": "DataError", "message": "%s: argument %d has to be" % (name, wrong)}},
                  "how": "iml.md: a wrong type is a DataError that names function, argument and value"})
for name, arguments, message in [
    ("sha256", ["a", "rot13"], "sha256: argument 2 has to be one of"), ("sha256", ["a", "hex", "xyz", "hex"], "sha256: argument 3"),
    ("toBinary", ["abc", "hex"], "toBinary: argument 1"), ("decodeURL", ["100%"], "decodeURL: argument 1"),
    ("decodeURL", ["%ff"], "decodeURL: argument 1"),
]:
    cases.append({"function": name, "arguments": arguments, "expected": {"error": {"type": "DataError", "message": message}},
                  "how": "iml.md: a wrong argument is a DataError that names function, argument and value"})

how = "Python 3's hashlib, hmac, base64, html and unicodedata (Generators/hashes.py)"
lines = ",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in cases)
path = pathlib.Path(__file__).parent.parent / "Cases" / "hashes.json"
path.write_text('{\n  "how": %s,\n  "cases": [\n%s\n  ]\n}\n' % (json.dumps(how), lines))
print("hashes.json:", len(cases))
