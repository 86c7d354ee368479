"""Writes published.json: the examples of RFC 5849 (with erratum 2550), of a large provider's "creating a signature" page and of oauthlib's tests.

What the documents print is written down here; what they leave out (base strings of section 1.2) oauthlib adds, after
asserting that it computes what they print.  Run with oauthlib:  python published.py > ../Vectors/published.json
"""
import json, sys
from urllib.parse import urlsplit
from oauthlib.oauth1.rfc5849 import signature as s

FORM = "application/x-www-form-urlencoded"
CLIENT = {"oauth_consumer_key": "dpf43f3p2l4k3l03", "oauth_signature_method": "HMAC-SHA1"}
EXAMPLES = [
    ("RFC 5849, section 1.2, temporary credentials", "POST", "https://photos.example.net/initiate", None,
     CLIENT | {"oauth_timestamp": "137131200", "oauth_nonce": "wIjqoS",
               "oauth_callback": "http://printer.example.com/ready"},
     ("kd94hf93k423kf44", ""), "74KNZJeDHnMBp0EMJ9ZHt/XKycU=", None),
    ("RFC 5849, section 1.2, token credentials", "POST", "https://photos.example.net/token", None,
     CLIENT | {"oauth_token": "hh5s93j4hdidpola", "oauth_timestamp": "137131201", "oauth_nonce": "walatlh",
               "oauth_verifier": "hfdp7dh39dks9884"},
     ("kd94hf93k423kf44", "hdhd0244k9j7ao03"), "gKgrFCywp7rO0OXSjdot/IHF7IU=", None),
    ("RFC 5849, section 1.2, protected resource", "GET",
     "http://photos.example.net/photos?file=vacation.jpg&size=original", None,
     CLIENT | {"oauth_token": "nnch734d00sl2jdk", "oauth_timestamp": "137131202", "oauth_nonce": "chapoH"},
     ("kd94hf93k423kf44", "pfkkdhi9sl3r4s00"), "MdpQcU8iPSUjWoN/UDMsK2sui9I=", None),
    ("RFC 5849, sections 3.4.1.1 and 3.4.1.3", "POST",
     "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b", "c2&a3=2+q",
     {"oauth_consumer_key": "9djdj82h48djs9d2", "oauth_token": "kkk9d7dh3k39sjv7",
      "oauth_signature_method": "HMAC-SHA1", "oauth_timestamp": "137131201", "oauth_nonce": "7d8f3e4a"},
     ("j49sk3j29djd", "dh893hdasih9"), "r6/TJjbCOr97/+UU0NsvSne7s5g=",
     "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2"
     "%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth"
     "_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"),
    ("Twitter, creating a signature", "POST",
     "https://api.twitter.com/1.1/statuses/update.json?include_entities=true",
     "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21",
     {"oauth_consumer_key": "xvz1evFS4wEEPTGEFPHBog", "oauth_nonce": "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
      "oauth_signature_method": "HMAC-SHA1", "oauth_timestamp": "1318622958",
      "oauth_token": "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", "oauth_version": "1.0"},
     ("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"),
     "hCtSmYh+iHYCEqBWrE7C7hYmtUk=",
     "POST&https%3A%2F%2Fapi.twitter.com%2F1.1%2Fstatuses%2Fupdate.json&include_entities%3Dtrue%26oauth_consumer_key%3D"
     "xvz1evFS4wEEPTGEFPHBog%26oauth_nonce%3DkYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg%26oauth_signature_method%3DHMAC"
     "-SHA1%26oauth_timestamp%3D1318622958%26oauth_token%3D370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb%26oauth_v"
     "ersion%3D1.0%26status%3DHello%2520Ladies%2520%252B%2520Gentlemen%252C%2520a%2520signed%2520OAuth%2520request%2521"),
    ("oauthlib, test_client.py, a client without a secret", "GET", "http://example.com", None,
     {"oauth_nonce": "abc", "oauth_timestamp": "1234567890", "oauth_version": "1.0",
      "oauth_signature_method": "HMAC-SHA1", "oauth_consumer_key": "client_key"},
     ("", ""), "hH5BWYVqo7QI4EmPBUUe9owRUUQ=", None),
]

cases = []
for about, method, url, body, oauth, secrets, signature, printed in EXAMPLES:
    pairs = s.collect_parameters(uri_query=urlsplit(url).query, body=body or []) + list(oauth.items())
    parameters = s.normalize_parameters(pairs)
    uri = s.base_string_uri(url)
    base = s.signature_base_string(method, uri, parameters)
    client = type("C", (), {"client_secret": secrets[0], "resource_owner_secret": secrets[1]})
    computed = s.sign_hmac_sha1_with_client(base, client)
    assert printed in (None, base), about
    assert computed == signature, (about, computed)
    cases.append({"id": len(cases) + 1, "about": about, "method": method, "url": url, "body": body,
                  "contentType": FORM if body else None, "host": None, "oauth": oauth,
                  "consumerSecret": secrets[0], "tokenSecret": secrets[1], "baseStringURI": uri,
                  "normalizedParameters": parameters, "baseString": base, "signature": signature})
json.dump({"about": "printed in the named documents; see Generators/published.py", "keys": {}, "cases": cases},
          sys.stdout, indent=1, ensure_ascii=False)
print()
