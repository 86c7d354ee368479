"""Writes signatures.json: requests and what oauthlib computes for them.

Run with oauthlib and cryptography installed:  python signatures.py > ../Vectors/signatures.json
The cases are chosen for the rules of RFC 5849 that signatures get wrong: repeated and empty parameters, reserved
characters, spaces, UTF-8, ports, IPv6, forms with a charset, every method and transport.
"""
import base64, hashlib, json, sys
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from oauthlib.oauth1.rfc5849 import signature as s

FORM = "application/x-www-form-urlencoded"
key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
PEM = {
    name: key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    for name, form in (("pkcs1", serialization.PrivateFormat.TraditionalOpenSSL), ("pkcs8", serialization.PrivateFormat.PKCS8))
}
METHODS = ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256", "RSA-SHA512", "PLAINTEXT"]

REQUESTS = [
    ("GET", "http://example.com/", None, None, None),
    ("get", "https://Example.COM:443/Path/%7Euser;v=1/", None, None, None),
    ("GET", "http://example.com:443/x", None, None, None),
    ("GET", "https://example.com:80/x", None, None, None),
    ("GET", "http://[2001:DB8::1]:8080/a?b=c", None, None, None),
    ("GET", "https://[::1]/?empty=&bare&=noname&a=2&a=1&a=10", None, None, None),
    ("GET", "https://api.example.com/search?q=a+b%20c&q=%2B&r=1%2B1", None, None, None),
    ("GET", "https://api.example.com/search?!*'(),/:;@$=!*'(),/:;@$", None, None, None),
    ("GET", "https://api.example.com/search?n%C3%A4me=%E2%82%AC%F0%9F%98%80", None, None, None),
    ("GET", "https://api.example.com/search?a%5B0%5D=x&a%5B%5D=y&b=%7B%22k%22%3A1%7D", None, None, None),
    ("GET", "https://api.example.com/a%2Fb/c%20d?x=%25&y=%2525", None, None, None),
    ("GET", "https://api.example.com/x?a1=2&a=1&a-=3&a%20=4&a%3D=5&A=6", None, None, None),
    ("GET", "https://api.example.com/x?z=1#fragment?not=signed", None, None, None),
    ("POST", "https://api.example.com/form?c&a3=2+q", "c2&a3=2+q", FORM, None),
    ("POST", "https://api.example.com/form", "a=1&a=1&b=&c=%26%3D", FORM, None),
    ("POST", "https://api.example.com/form?dup=1", "dup=0&dup=2", FORM, None),
    ("PUT", "https://api.example.com/form", "text=%C3%BC+%2B%E2%82%AC", FORM, None),
    ("PATCH", "https://api.example.com/form", "", FORM, None),
    ("POST", "https://api.example.com/form", "charset=kept&x=1", FORM + "; charset=UTF-8", None),
    ("POST", "https://api.example.com/form", "case=any&x=1", "Application/X-WWW-Form-URLencoded;Charset=utf-8", None),
    ("POST", "https://api.example.com/json?q=1", '{"a":"1&b=2"}', "application/json", None),
    ("POST", "https://api.example.com/multi", "--b\r\n\r\na=1\r\n--b--", "multipart/form-data; boundary=b", None),
    ("POST", "https://api.example.com/raw", "a=1&b=2", "text/plain", None),
    ("GET", "http://203.0.113.7:8080/x?y=1", None, None, "Service.Example:80"),
    ("GET", "https://203.0.113.7/x?y=1", None, None, "service.example:8443"),
]


def expected(number, method, url, body, content_type, host, signature_method):
    oauth = {
        "oauth_consumer_key": ["dpf43f3p2l4k3l03", "k e+y/ü&=", "ck"][number % 3],
        "oauth_token": ["nnch734d00sl2jdk", "", "t%20ok"][number % 3],
        "oauth_nonce": hashlib.md5(str(number).encode()).hexdigest(),
        "oauth_timestamp": str(1_300_000_000 + 977 * number),
        "oauth_signature_method": signature_method,
        "oauth_version": "1.0",
    }
    if not oauth["oauth_token"]:
        del oauth["oauth_token"]
    secrets = [("kd94hf93k423kf44", "pfkkdhi9sl3r4s00"), ("with space&+%", ""), ("", "ü€")][number % 3]
    form = body if content_type and content_type.split(";")[0].strip().lower() == FORM else None
    pairs = s.collect_parameters(uri_query=urlsplit(url).query, body=form or [], exclude_oauth_signature=False)
    pairs += list(oauth.items())
    parameters = s.normalize_parameters(pairs)
    uri = s.base_string_uri(url, host)
    base = s.signature_base_string(method, uri, parameters)
    if signature_method.startswith("RSA"):
        fake = type("C", (), {"rsa_key": PEM["pkcs1"]})
        signature = getattr(s, f"sign_rsa_{signature_method[4:].lower()}_with_client")(base, fake)
    elif signature_method == "PLAINTEXT":
        signature = s.sign_plaintext(*secrets)
    else:
        fake = type("C", (), {"client_secret": secrets[0], "resource_owner_secret": secrets[1]})
        signature = getattr(s, f"sign_hmac_{signature_method[5:].lower()}_with_client")(base, fake)
    return {
        "id": number, "method": method, "url": url, "body": body, "contentType": content_type, "host": host,
        "oauth": oauth, "consumerSecret": secrets[0], "tokenSecret": secrets[1],
        "key": "pkcs8" if number % 2 else "pkcs1",
        "baseStringURI": uri, "normalizedParameters": parameters, "baseString": base, "signature": signature,
    }


cases = []
for method in METHODS:
    for request in REQUESTS:
        cases.append(expected(len(cases) + 1, *request, method))
json.dump({"about": "computed by oauthlib; see Generators/signatures.py", "keys": PEM, "cases": cases}, sys.stdout,
          indent=1, ensure_ascii=False)
print()
