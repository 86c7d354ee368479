"""Bundles without a manifest, as the stub reads them."""

import json
import tempfile
import unittest
from pathlib import Path

from stub_service.bundles import Bundle

EXPORT = {
    "metadata.json": {"name": "shop", "label": "Shop"},
    "base.imljson": {"baseUrl": "https://api.example.com"},
    "connections/key/metadata.json": {"name": "key", "type": "basic"},
    "connections/key/api.imljson": {"url": "https://api.example.com/me"},
    "modules/find/metadata.json": {"name": "find", "type": "search", "connection": "key"},
    "modules/find/api.imljson": {"url": "/items"},
    "modules/find/expect.imljson": [{"name": "word"}],
}

FILES = {
    "base.imljson": {"baseUrl": "https://api.example.com"},
    "modules/find.imljson": {"type": "search", "connection": "key", "communication": {"url": "/items"},
                             "parameters": [{"name": "word"}]},
    "rpcs/list.imljson": {"url": "/lists"},
}


class LayoutTests(unittest.TestCase):
    def bundle(self, files: dict) -> Bundle:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, content in files.items():
            path = Path(folder.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content))
        self.assertTrue(Bundle.is_at(Path(folder.name)))
        return Bundle(Path(folder.name))

    def test_exports_of_the_platform(self):
        bundle = self.bundle(EXPORT)
        find = bundle.component("module", "find")
        self.assertEqual((find.type, find.connection, find.parameters), ("search", "key", [{"name": "word"}]))
        self.assertEqual(find.requests, [{"baseUrl": "https://api.example.com", "url": "/items"}])
        self.assertEqual(bundle.component("connection", "key").requests, [{"url": "https://api.example.com/me"}])

    def test_a_file_for_each_component(self):
        bundle = self.bundle(FILES)
        find = bundle.component("module", "find")
        self.assertEqual((find.type, find.connection, find.parameters), ("search", "key", [{"name": "word"}]))
        self.assertEqual(bundle.component("rpc", "list").requests[0]["url"], "/lists")
        self.assertIsNone(bundle.component("module", "list"))

    def test_a_directory_without_a_bundle(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertFalse(Bundle.is_at(Path(folder)))
