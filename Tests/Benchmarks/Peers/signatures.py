"""oauthlib signs the request that SignatureMeasure.swift signs."""

import measure
from oauthlib.oauth1 import Client

CLIENT = Client("sample-consumer", client_secret="sample-consumer-secret",
                resource_owner_key="kkk9d7dh3k39sjv7kkk9d7dh3k39", resource_owner_secret="dh893hdasih9dh893hdasih9")
URL = "https://api.example.com/1.1/statuses/update.json?include_entities=true"
BODY = "status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21&folder=work"
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def sign() -> int:
    CLIENT.sign(URL, "POST", BODY, HEADERS)
    return 1


measure.run(sign)
