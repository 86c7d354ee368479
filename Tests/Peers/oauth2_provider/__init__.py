"""A small task list behind OAuth 2.0, for the sample apps and the tests. Loopback only.

Grants, PKCE, revocation, introspection and bearer tokens are checked by Authlib's server side. Refresh tokens rotate;
one that is used twice revokes everything that came from the same authorization. `python -m oauth2_provider` starts it;
`GET /` lists what it offers.
"""
