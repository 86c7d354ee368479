import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

/// RPCs whose results have to fit what the forms of their app take them for.
struct RPCShapeTests {
    private static let options = #"[{"name": "board", "type": "select", "options": "rpc://lookUp?archived=false"}]"#
    private static let stored = #"[{"name": "board", "type": "select", "options": {"store": "rpc://lookUp"}}]"#
    private static let fields = #"[{"name": "more", "type": "boolean", "nested": "rpc://lookUp"}]"#
    private static let element = #"[{"name": "a"}, "rpc://lookUp"]"#

    static let rows: [(name: String, parameters: String, samples: String?, body: String, message: String?)] = [
        (
            "options", options, nil, #"[{"label": "One", "value": 1}, {"label": "Two", "value": 2, "default": true}]"#,
            nil
        ),
        ("options in groups", options, nil, #"[{"label": "G", "options": [{"label": "One", "value": 1}]}]"#, nil),
        (
            "options without a value", options, nil, #"[{"label": "One", "value": 1}, {"label": "Two"}]"#,
            "The RPC 'lookUp' gives options, so each result needs a value; there are only label (result 2)."
        ),
        (
            "options from a store", stored, nil, #"["One"]"#,
            "The RPC 'lookUp' gives options, so each result has to be {label, value}, not a text (result 1)."
        ),
        ("fields", fields, nil, #"[{"name": "x", "type": "text"}, {"type": "separator"}]"#, nil),
        (
            "nested fields without a name", fields, nil, #"[{"type": "text"}]"#,
            "The RPC 'lookUp' gives fields, so each result needs a name; there are only type (result 1)."
        ),
        (
            "an element without a name", element, nil, #"[{"label": "One", "value": 1}]"#,
            "The RPC 'lookUp' gives fields, so each result needs a name; there are only label, value (result 1)."
        ),
        ("a sample", "[]", #""rpc://lookUp""#, #"{"id": 1}"#, nil),
        (
            "two samples", "[]", #""rpc://lookUp""#, #"[{"id": 1}, {"id": 2}]"#,
            "The RPC 'lookUp' gives a sample, so it has to give one object, not 2."
        ),
        (
            "a sample that is none", "[]", #""rpc://lookUp""#, #""x""#,
            "The RPC 'lookUp' gives a sample, so it has to give an object, not a text (result 1)."
        ),
        ("an RPC nothing refers to", "[]", nil, #"["anything"]"#, nil),
        ("no results", options, nil, "[]", nil),
    ]

    @Test(arguments: rows)
    func checksTheShape(
        _ row: (name: String, parameters: String, samples: String?, body: String, message: String?)
    ) async throws {
        let host = try TestHost.shared.get()
        let name = host.freshName()
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.rpcs["lookUp"] = TestApp.RPC(communication: #"{"url": "/", "response": {"output": "{{body}}"}}"#)
        app.modules["m"] = TestApp.Module(
            communication: #"{"url": "/"}"#,
            parameters: row.parameters,
            samples: row.samples
        )
        try host.install(app, as: name) { _ in .json(row.body) }
        let error = await callFailure {
            _ = try await host.runtime.runRPC(ComponentCall(app: name, component: "lookUp"))
        }?.error
        #expect(error?.message == row.message)
        guard row.message != nil else { return }
        #expect(error?.type == .dataError)
        #expect(error?.place?.file == "r_lookUp.iml.json")
    }
}
