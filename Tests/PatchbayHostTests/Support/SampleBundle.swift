import PatchbayTesting

/// Bundles whose modules send nothing, so that tests need no service.
enum SampleBundle {
    /// Writes an app `name` into `apps/`, with a module `greet` and a search `count`.
    static func write(_ name: String, into directory: TemporaryDirectory, greeting: String = "hello") throws {
        try directory.write(manifest(label: name), to: "apps/\(name)/makecomapp.json")
        try directory.write(greet(greeting), to: "apps/\(name)/greet.iml.json")
        try directory.write(
            #"[{"name": "name", "type": "text", "label": "Name", "required": true}]"#,
            to: "apps/\(name)/greet.params.json"
        )
        try directory.write(
            #"{"response": {"iterate": "{{split(parameters.items, ',')}}", "output": {"item": "{{item}}"}}}"#,
            to: "apps/\(name)/count.iml.json"
        )
    }

    /// The communication of the module `greet`.
    static func greet(_ greeting: String) -> String {
        #"{"response": {"output": {"text": "\#(greeting) {{parameters.name}}"}}}"#
    }

    private static func manifest(label: String) -> String {
        """
        {
            "fileVersion": 1,
            "label": "\(label)",
            "generalCodeFiles": {},
            "components": {
                "module": {
                    "greet": {
                        "label": "Greet", "moduleType": "action",
                        "codeFiles": {"communication": "greet.iml.json", "mappableParams": "greet.params.json"}
                    },
                    "count": {
                        "label": "Count", "moduleType": "search",
                        "codeFiles": {"communication": "count.iml.json"}
                    }
                }
            }
        }
        """
    }
}
