"""A service that plays any API: it answers what the specs of a bundle expect, records every request, checks its form.

It stands behind a host's `--redirect-origin '*=http://127.0.0.1:PORT'`. A test says which component is about to run,
gets input that fits its parameters, runs it, and reads what arrived. `python -m stub_service BUNDLES` starts it.
"""
