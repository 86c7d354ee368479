"""XML and JSON, against Python's expat (through ElementTree) and json; media types against mimetypes."""
import json, mimetypes, pathlib
from xml.etree import ElementTree

cases = []


def converted(element):
    """The platform's form of an element, made from expat's tree."""
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    if not element.attrib and not len(element):
        return text
    value = {}
    if element.attrib:
        value["_attributes"] = dict(element.attrib)
    if text.strip():
        value["_value"] = text
    for child in element:
        value.setdefault(child.tag, []).append(converted(child))
    return value


documents = [
    "<a/>", "<a></a>", "<a>x</a>", "<a> x </a>", "<a b='1'/>", "<a b='1'>x</a>", "<a><b>1</b><b>2</b><c/></a>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><data>\n  <text foo=\"bar\">hello</text>\n</data>\n",
    "<a>&lt;&gt;&amp;&quot;&apos;</a>", "<a>&#65;&#x42;&#x1F44B;</a>", "<a><![CDATA[<b>&amp;</b>]]></a>", "<a>x<b/>y<c/>z</a>", "<a b=\"x &amp; 'y'\"/>",
    "<a b='&quot;&#10;'/>", "<a b='1\n2\t3'/>", "<a>line\r\nend\rx</a>", "<a><!-- x --><b><?pi x?></b></a>", "<č ž='š'>ř</č>", "<a-b.c_1/>",
    "<!DOCTYPE html><html><body>x</body></html>", "<!DOCTYPE a [<!ELEMENT a ANY><!-- > --><!ATTLIST a b CDATA #IMPLIED><!ENTITY c \">\">]><a>x</a>",
    "<rss><channel><item><title>One</title></item><item><title>Two</title></item></channel></rss>",
    "<a><b><c><d><e>deep</e></d></c></b></a>", "<a x='1' y='2' z='3'><x>4</x></a>", "<a>日本<b>語</b></a>", "<a  b = 'c'  ></a >", "<a>]]&gt;</a>",
    "<a>  <b> </b>  </a>", "\ufeff<a>bom</a>",
]
for text in documents:
    root = ElementTree.fromstring(text.lstrip("\ufeff"))
    cases.append({"function": "parseXML", "arguments": [text], "expected": {"value": {root.tag: [converted(root)]}}})
broken = [
    "x", "<a>", "<a></b>", "<a b></a>", "<a b=c/>", "<a b='1' b='2'/>", "<a/><b/>", "<a>&nbsp;</a>", "<a>&</a>", "<a>&#0;</a>", "<a b='<'/>", "</a>",
    "<a", "<a><!-- </a>", "<a><![CDATA[x</a>", "<1/>", "<a>\u0001</a>", "<a/>x", "<!DOCTYPE a", "<a b='1'c='2'/>", "<a>]]></a>", "<a><!-- -- --></a>", "<a/><?xml version='1.0'?>", "<?xml?><a/>", "<a><? x?></a>", "<?xml", "<a>&#xD800;</a>", "< a/>",
    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
]
for text in broken:
    try:
        ElementTree.fromstring(text)
        raise SystemExit("expat takes " + text)
    except ElementTree.ParseError:
        pass
    cases.append({"function": "parseXML", "arguments": [text],
                  "expected": {"error": {"type": "DataError", "message": "parseXML: argument 1 is not XML"}}})
bomb = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><l>&b;</l>"
cases.append({"function": "parseXML", "arguments": [bomb], "how": "No entity a document declares is read",
              "expected": {"error": {"type": "DataError", "message": "The entity b is not one of XML itself"}}})

# What createXML writes has to be the same tree to expat: each text here is what Python's own writer gives for it.
values = [
    {"a": "x"}, {"a": ["x"]}, {"a": {"b": ["1", "2"], "c": {"d": "3"}}}, {"a": {"_attributes": {"id": "1"}, "_value": "text"}},
    {"a": {"_attributes": {"q": "<&>"}, "b": [{"_attributes": {"x": "y"}}]}}, {"a": "<&>"}, {"a": {"b": 1, "c": True}}, {"a": None}, {"a": {}},
    {"a": {"b": ["x", None]}}, {"č": "ř"},
]


def built(name, value):
    element = ElementTree.Element(name)
    if isinstance(value, dict):
        element.attrib.update(value.get("_attributes", {}))
        element.text = value.get("_value")
        for key, inner in value.items():
            if key not in ("_attributes", "_value"):
                for one in inner if isinstance(inner, list) else [inner]:
                    element.append(built(key, one))
    elif value is not None:
        element.text = json.dumps(value) if isinstance(value, (bool, int)) else value
    return element


for value in values:
    (name, root), = value.items()
    tree = built(name, root[0] if isinstance(root, list) else root)
    written = ElementTree.tostring(tree, encoding="unicode").replace(" />", "/>")
    cases.append({"function": "createXML", "arguments": [value],
                  "expected": {"value": "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + written}})
for value, part in [({"a": 1, "b": 2}, "a document is a collection with one entry"), ("x", "a document is a collection"),
                    ({"a b": 1}, "is no name of an element"), ({"a": ["1", "2"]}, "one root element, not 2"), ({"a": "\u0001"}, "a character XML does not allow"),
                    ({"a": {"_attributes": {"1": "x"}}}, "is no name of an attribute")]:
    cases.append({"function": "createXML", "arguments": [value], "how": "XML 1.0 has no such document",
                  "expected": {"error": {"type": "DataError", "message": part}}})

for text in ["{\"a\": [1, true, null, \"x\"]}", "[]", "1.5", "\"text\"", "null", "{\"a\": {\"b\": []}}", " [1 , 2] ", "\"\\u010d\\n\""]:
    cases.append({"function": "parseJSON", "arguments": [text], "expected": {"value": json.loads(text)}})
for text in ["{", "[1,]", "{'a': 1}", "undefined", "01", "\"\t\""]:
    try:
        json.loads(text)
        raise SystemExit("Python takes " + text)
    except ValueError:
        pass
    cases.append({"function": "parseJSON", "arguments": [text],
                  "expected": {"error": {"type": "DataError", "message": "parseJSON: argument 1 is not JSON"}}})
for value in [{"a": [1, True, None, "x"]}, [], "text", 1.5, {"a": {"b": "č\n\""}}, True]:
    cases.append({"function": "createJSON", "arguments": [value],
                  "expected": {"value": json.dumps(value, ensure_ascii=False, separators=(",", ":"))}})
cases.append({"function": "createJSON", "arguments": [{"a": 1}, True], "expected": {"value": json.dumps({"a": 1}, indent=2)}})

types = mimetypes.MimeTypes(filenames=())
for ending in ["json", "pdf", "doc", "xls", "ppt", "zip", "tar", "sh", "ps", "mp3", "gif", "png", "jpg", "jpeg", "svg", "bmp", "tiff", "ico", "css", "csv",
               "html", "htm", "txt", "tsv", "xml", "mp4", "mpeg", "mov", "webm", "avi", "wasm", "eml"]:
    cases.append({"function": "mime", "arguments": ["dir.x/File." + ending.upper()], "expected": {"value": types.guess_type("f." + ending)[0]}})
for ending, kind, how in [("js", "text/javascript", "RFC 9239"), ("webp", "image/webp", "RFC 9649"), ("md", "text/markdown", "RFC 7763"),
                          ("yaml", "application/yaml", "RFC 9512"), ("woff2", "font/woff2", "RFC 8081"), ("ics", "text/calendar", "RFC 5545"),
                          ("vcf", "text/vcard", "RFC 6350"), ("gz", "application/gzip", "RFC 6713"),
                          ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "IANA's registry"),
                          ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "IANA's registry")]:
    cases.append({"function": "mime", "arguments": ["a." + ending], "expected": {"value": kind}, "how": how})
for name in ["noending", "x.unknownending", ""]:
    cases.append({"function": "mime", "arguments": [name], "expected": {"value": "application/octet-stream"}, "how": "RFC 2046 section 4.5.1: unknown is octet-stream"})
for name in ["parseJSON", "parseXML", "createXML", "mime"]:
    cases.append({"function": name, "arguments": [None], "expected": {"value": None}, "how": "iml.md: missing or null input gives null"})
cases.append({"function": "parseJSON", "arguments": [""], "expected": {"value": None}, "how": "An empty text is nothing"})
cases.append({"function": "parseXML", "arguments": [""], "expected": {"value": None}, "how": "An empty text is nothing"})
for kind in ["RuntimeError", "DataError", "RateLimitError", "DuplicateDataError"]:
    cases.append({"function": "errorFactory", "arguments": [kind, "No"], "expected": {"value": {"type": kind, "message": "No"}},
                  "how": "A collection of type and message, which the runtime raises"})
cases.append({"function": "errorFactory", "arguments": ["NoSuchError", "x"], "how": "communication.md lists the types",
              "expected": {"error": {"type": "DataError", "message": "errorFactory: argument 1 has to be one of RuntimeError"}}})

for text, plain in [("<b>Hello</b>", "Hello"), ("a < b and c > d", "a < b and c > d"), ("<a href=\"x>y\">link</a>", "link"), ("x<br/>y", "xy"),
                    ("<!-- c -->x", "x"), ("<!DOCTYPE html><p>x</p>", "x"), ("<p class='a'>1</p><p>2</p>", "12"), ("plain", "plain"), ("", ""),
                    ("1 <2 <b>3</b>", "1 <2 3"), ("a &amp; b", "a &amp; b"), ("x <unclosed", "x <unclosed")]:
    cases.append({"function": "stripHTML", "arguments": [text], "expected": {"value": plain}, "how": "Read by a person: what stands between the tags"})

how = "Python 3's ElementTree (expat), json and mimetypes (Generators/documents.py)"
lines = ",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in cases)
path = pathlib.Path(__file__).parent.parent / "Cases" / "documents.json"
path.write_text('{\n  "how": %s,\n  "cases": [\n%s\n  ]\n}\n' % (json.dumps(how), lines))
print("documents.json:", len(cases))
