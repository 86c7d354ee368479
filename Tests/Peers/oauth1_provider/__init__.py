"""A small notes service behind OAuth 1.0a, for the sample apps and the tests. Loopback only.

Requests are checked by oauthlib's server side: signature, timestamp, nonce, callback and verifier are all real.
`python -m oauth1_provider` starts it; `GET /` lists what it offers.
"""
