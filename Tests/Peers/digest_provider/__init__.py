"""A camera behind HTTP Digest (RFC 7616), for the tests. Loopback only.

Headers are read, nonces made and answers checked by CherryPy's server side. It knows MD5; for SHA-256 it is given that
hash in the place of MD5's. `python -m digest_provider` starts it.
"""
