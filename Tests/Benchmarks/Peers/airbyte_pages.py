"""Reads all pages of a service with Airbyte's declarative CDK and prints its messages, one a line.

    python airbyte_pages.py URL

The manifest says what the module of `paging.py` says: page after page of `items`, three fields of each.
"""

import json
import sys
import tempfile
from pathlib import Path

from airbyte_cdk.entrypoint import launch
from airbyte_cdk.models import ConfiguredAirbyteCatalogSerializer
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource

FIELDS = {"id": {"type": "integer"}, "title": {"type": "string"}, "owner": {"type": "string"}}
SCHEMA = {"type": "object", "properties": FIELDS}


def manifest(url: str, size: int) -> dict:
    return {
        "version": "6.0.0",
        "type": "DeclarativeSource",
        "check": {"type": "CheckStream", "stream_names": ["items"]},
        "streams": [{
            "type": "DeclarativeStream",
            "name": "items",
            "primary_key": ["id"],
            "schema_loader": {"type": "InlineSchemaLoader", "schema": SCHEMA},
            "retriever": {
                "type": "SimpleRetriever",
                "requester": {"type": "HttpRequester", "url_base": url, "path": "/items", "http_method": "GET"},
                "record_selector": {
                    "type": "RecordSelector", "extractor": {"type": "DpathExtractor", "field_path": ["items"]}},
                "paginator": {
                    "type": "DefaultPaginator",
                    "page_token_option": {"type": "RequestOption", "inject_into": "request_parameter", "field_name": "page"},
                    "pagination_strategy": {
                        "type": "PageIncrement", "page_size": size, "start_from_page": 1,
                        "inject_on_first_request": True}}},
            "transformations": [
                {"type": "AddFields", "fields": [
                    {"type": "AddedFieldDefinition", "path": ["owner"], "value": "{{ record['owner']['name'] }}"}]},
                {"type": "RemoveFields", "field_pointers": [["tags"], ["created_at"]]}],
        }],
        "spec": {"type": "Spec", "connection_specification": {"type": "object", "properties": {}}},
    }


def main() -> None:
    url, size = sys.argv[1], int(sys.argv[2])
    catalog = {"streams": [{
        "stream": {"name": "items", "json_schema": SCHEMA, "supported_sync_modes": ["full_refresh"]},
        "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}]}
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{name}.json" for name in ("config", "catalog")}
        files["config"].write_text("{}", encoding="utf-8")
        files["catalog"].write_text(json.dumps(catalog), encoding="utf-8")
        source = ConcurrentDeclarativeSource(
            catalog=ConfiguredAirbyteCatalogSerializer.load(catalog), config={}, state=None,
            source_config=manifest(url, size))
        launch(source, ["read", "--config", str(files["config"]), "--catalog", str(files["catalog"])])


if __name__ == "__main__":
    main()
