import IML
import Testing

@testable import PatchbayBundle

@Suite("Forms")
struct ParameterFormTests {
    private func form(_ json: String) throws -> ParameterForm {
        ParameterForm(try Value(jsonText: json))
    }

    private func problems(_ form: String, _ input: Fields) throws -> [String] {
        try self.form(form).checked(input).problems.map { "\($0.path) \($0.message)" }
    }

    @Test func convertsEveryInputAndFillsDefaults() throws {
        let form = try form(
            """
            [{"name": "n", "type": "number"}, {"name": "b", "type": "boolean"}, {"name": "d", "type": "date"},
             {"name": "t", "type": "text", "default": "x"}, {"name": "f", "type": "buffer"},
             {"name": "s", "type": "select", "options": [{"value": 1}, {"value": 2}]},
             {"name": "l", "type": "array", "spec": {"type": "integer"}}]
            """
        )
        let (input, problems) = form.checked([
            "n": "2.5", "b": "yes", "d": "2024-01-31T12:00:00Z", "f": ["$binary": "YWI="], "s": "2", "l": ["1", 2],
            "extra": 1,
        ])
        #expect(problems.isEmpty)
        #expect(input["n"] == 2.5)
        #expect(input["b"] == true)
        #expect(input["d"] == .date(Timestamp(millisecondsSinceEpoch: 1_706_702_400_000)))
        #expect(input["t"] == "x")
        #expect(input["f"] == .binary(Binary([0x61, 0x62])))
        #expect(input["s"] == 2)
        #expect(input["l"] == [1, 2])
        #expect(input["extra"] == 1)
    }

    @Test func reportsEveryProblemAtOnceWithItsPath() throws {
        let found = try problems(
            """
            [{"name": "name", "type": "text", "required": true},
             {"name": "age", "type": "uinteger", "validate": {"max": 150}},
             {"name": "phones", "type": "array", "spec": [{"name": "number", "type": "integer"}], "validate": {"maxItems": 1}},
             {"name": "home", "type": "collection", "spec": [{"name": "city", "type": "text", "required": true}]},
             {"name": "code", "type": "text", "validate": {"pattern": "^[A-Z]+$"}},
             {"name": "kind", "type": "select", "options": [{"value": "a"}]}, {"name": "file", "type": "buffer"}]
            """,
            [
                "age": 200, "phones": [["number": "1"], ["number": "x"]], "home": [:], "code": "ab", "kind": "z",
                "file": ["$binary": "***"],
            ]
        )
        #expect(
            found == [
                "name is required",
                "age may be at most 150, not 200",
                "phones may have at most 1 item, not 2",
                "phones[2].number has to be a whole number, not 'x'",
                "home.city is required",
                "code does not have the form /^[A-Z]+$/",
                "kind is 'z', which is none of its options: 'a'",
                "file has to be binary data as {\"$binary\": \"<base64>\"}, or a text, not a collection",
            ]
        )
    }

    @Test func anElementThatIsNoCollectionIsReported() throws {
        let form = #"[{"name": "phones", "type": "array", "spec": [{"name": "number", "type": "integer"}]}]"#
        #expect(
            try problems(form, ["phones": [["number": 1], "x", 5, .null, #"{"number": "y"}"#]]) == [
                "phones[2] has to be a collection, not a text",
                "phones[3] has to be a collection, not a number",
                "phones[5].number has to be a whole number, not 'y'",
            ]
        )
    }

    @Test(
        arguments: [
            ("12:00", "12:00"), ("9:05", "9:05"), ("23:59:59", "23:59:59"), ("2024-01-31T12:00:00Z", nil),
            ("24:00", ""),
            ("12:60", ""), ("12:5", ""), ("12", nil), ("noon", ""),
        ] as [(Value, Value?)]
    )
    func aTimeIsOneOfADayOrADate(given: Value, text: Value?) throws {
        let (input, problems) = try form(#"[{"name": "t", "type": "time"}]"#).checked(["t": given])
        #expect(problems.isEmpty == (text != ""))
        if let text, text != "" { #expect(input["t"] == text) }
        if text == nil { #expect(input["t"]?.kindInWords == "a date") }
    }

    @Test func nestedParametersJoinByChoice() throws {
        let form = """
            [{"name": "more", "type": "boolean", "nested": [{"name": "a", "type": "text", "required": true}]},
             {"name": "kind", "type": "select", "options": [{"value": "x", "nested": [{"name": "b", "required": true}]}]}]
            """
        #expect(try problems(form, ["more": false]) == [])
        #expect(try problems(form, ["more": true, "kind": "x"]) == ["a is required", "b is required"])
    }

    @Test(arguments: [
        (#""^a""#, "abc", true), (#""/^A/i""#, "abc", true), (#"{"regexp": "^A", "flags": "i"}"#, "abc", true),
        (#""^b""#, "abc", false), (#""/api/v1""#, "/api/v1/x", true), (#""/b$/""#, "ab", true),
    ])
    func matchesPatterns(pattern: String, text: String, matches: Bool) throws {
        #expect(ParameterPattern(try Value(jsonText: pattern))?.matches(text) == matches)
    }

    @Test(.timeLimit(.minutes(1))) func aPatternThatTakesForeverIsGivenUp() throws {
        let pattern = try #require(ParameterPattern("^(a+)+$"))
        #expect(pattern.matches("aaaa"))
        #expect(!pattern.matches(String(repeating: "a", count: 5_000) + "b"))
    }

    @Test func aPatternMayMatchTheEmptyText() throws {
        #expect(try #require(ParameterPattern("^$")).matches(""))
        #expect(!(try #require(ParameterPattern("^$")).matches("a")))
        #expect(!(try #require(ParameterPattern(".")).matches("")))
    }

    @Test func aPatternThatDoesNotCompileAsksNothing() throws {
        #expect(ParameterPattern("(") == nil)
        #expect(ParameterPattern(1) == nil)
        #expect(ParameterPattern(["regexp": "a", "flags": "gg"]) == nil)
    }

    static let schemas: [(parameter: String, schema: Value)] = [
        (
            #"{"name": "p", "type": "text", "help": "What for", "validate": {"min": 2, "max": 9, "pattern": "^a"}}"#,
            ["type": "string", "minLength": 2, "maxLength": 9, "pattern": "^a", "description": "What for"]
        ),
        (#"{"name": "p", "type": "password"}"#, ["type": "string", "format": "password"]),
        (#"{"name": "p", "type": "email"}"#, ["type": "string", "format": "email"]),
        (#"{"name": "p", "type": "url"}"#, ["type": "string", "format": "uri"]),
        (#"{"name": "p", "type": "uuid"}"#, ["type": "string", "format": "uuid"]),
        (#"{"name": "p", "type": "date"}"#, ["type": ["string", "number"], "format": "date-time"]),
        (
            #"{"name": "p", "type": "number", "validate": {"min": 1, "max": 2.5}}"#,
            ["type": "number", "minimum": 1, "maximum": 2.5]
        ),
        (
            #"{"name": "p", "type": "port", "validate": {"min": 1024}}"#,
            ["type": "integer", "minimum": 1_024, "maximum": 65_535]
        ),
        (#"{"name": "p", "type": "boolean", "default": true}"#, ["type": "boolean", "default": true]),
        (
            #"{"name": "p", "type": "buffer"}"#,
            [
                "type": "object", "properties": ["$binary": ["type": "string", "contentEncoding": "base64"]],
                "required": ["$binary"],
            ]
        ),
        (#"{"name": "p", "type": "any"}"#, [:]),
        (
            #"{"name": "p", "type": "select", "options": [{"value": 1, "label": "One"}, {"value": 2, "label": "Two"}]}"#,
            ["enum": [1, 2], "enumDescriptions": ["One", "Two"]]
        ),
        (#"{"name": "p", "type": "select", "editable": true, "options": ["a", "b"]}"#, ["examples": ["a", "b"]]),
        (#"{"name": "p", "type": "select", "options": "rpc://list?of=x"}"#, ["x-options": "rpc://list?of=x"]),
        (
            #"{"name": "p", "type": "select", "multiple": true, "options": {"store": "rpc://list"}, "validate": {"maxItems": 3}}"#,
            ["type": "array", "items": ["x-options": "rpc://list"], "maxItems": 3]
        ),
        (
            #"{"name": "p", "type": "array", "spec": {"type": "integer", "required": true}, "validate": {"minItems": 1}}"#,
            ["type": "array", "items": ["type": "integer"], "minItems": 1]
        ),
        (
            #"{"name": "p", "type": "collection", "spec": [{"name": "x", "type": "text", "required": true}]}"#,
            ["type": "object", "properties": ["x": ["type": "string"]], "required": ["x"]]
        ),
    ]

    @Test(arguments: schemas)
    func describesAParameterAsJSONSchema(_ row: (parameter: String, schema: Value)) throws {
        #expect(try form("[\(row.parameter)]").jsonSchema["properties"]["p"] == row.schema)
    }

    @Test func whatIsNotShownIsNotRequired() throws {
        let form = """
            [{"name": "by", "type": "select", "default": "url", "options": [{"value": "url"}, {"value": "text"}]},
             {"name": "url", "type": "url", "required": true, "visible": "{{parameters.by == 'url'}}"},
             {"name": "text", "type": "text", "required": true, "default": "t", "visible": "{{parameters.by == 'text'}}"},
             {"name": "odd", "type": "text", "required": true, "visible": "{{nonsense(}}"}]
            """
        #expect(try problems(form, [:]) == ["url is required", "odd is required"])
        #expect(try problems(form, ["by": "text", "odd": "o"]) == [])
        #expect(try self.form(form).checked(["by": "text"]).input["text"] == "t")
        #expect(try self.form(form).checked(["by": "url"]).input["text"] == nil)
        #expect(try problems(form, ["by": "text", "url": "no address", "odd": "o"]).count == 1)
        let schema = try self.form(form).jsonSchema
        #expect(schema["required"] == ["odd"])
        #expect(schema["properties"]["url"]["x-visible"] == "{{parameters.by == 'url'}}")
    }

    @Test func theSchemaSaysWhatAChoiceBringsAlong() throws {
        let schema = try form(
            """
            [{"name": "on", "type": "boolean", "nested": [{"name": "a", "type": "text", "required": true}]},
             {"name": "k", "type": "select", "options": {"nested": "rpc://all", "store": [
                {"value": "x", "nested": [{"name": "b", "type": "integer", "required": true}, "rpc://more?of=x"]},
                {"value": "y", "nested": [{"name": "b", "type": "date"}]}, {"value": "z"}]}},
             {"name": "m", "type": "select", "multiple": true, "options": [
                {"value": 1, "nested": [{"name": "c", "type": "text", "required": true}]}]}]
            """
        ).jsonSchema
        #expect(schema["properties"]["b"]["anyOf"].asArray?.count == 2)
        #expect(
            schema["dependentSchemas"] == [
                "on": [
                    "if": ["properties": ["on": ["const": true]]],
                    "then": ["properties": ["a": true], "required": ["a"]],
                ],
                "k": [
                    "allOf": [
                        [
                            "if": ["properties": ["k": ["not": ["enum": [.null, ""]]]]],
                            "then": ["x-fields": ["rpc://all"]],
                        ],
                        [
                            "if": ["properties": ["k": ["const": "x"]]],
                            "then": [
                                "properties": ["b": ["type": "integer"]], "required": ["b"],
                                "x-fields": ["rpc://more?of=x"],
                            ],
                        ],
                        [
                            "if": ["properties": ["k": ["const": "y"]]],
                            "then": [
                                "properties": ["b": ["type": ["string", "number"], "format": "date-time"]]
                            ],
                        ],
                    ]
                ],
                "m": [
                    "if": ["properties": ["m": ["contains": ["const": 1]]]],
                    "then": ["properties": ["c": true], "required": ["c"]],
                ],
            ]
        )
        #expect(schema["required"].isUndefined)
    }

    @Test func theSchemaNamesTheRPCsThatGiveMoreParameters() throws {
        let schema = try form(
            """
            ["rpc://fields", {"name": "c", "type": "collection", "spec": ["rpc://inner", {"name": "x", "type": "text"}]},
             {"name": "l", "type": "array", "spec": "rpc://rows?a=b"}]
            """
        ).jsonSchema
        #expect(schema["x-fields"] == ["rpc://fields"])
        #expect(schema["properties"]["c"]["x-fields"] == ["rpc://inner"])
        #expect(schema["properties"]["l"]["items"]["x-fields"] == ["rpc://rows?a=b"])
    }

    @Test func findsWhatWasEnteredForSecrets() throws {
        let form = try form(
            """
            [{"name": "p", "type": "password"}, {"name": "t", "type": "text"},
             {"name": "on", "type": "boolean", "nested": [{"name": "key", "type": "pkey"}]},
             {"name": "c", "type": "collection", "spec": [{"name": "cert", "type": "cert"}]},
             {"name": "l", "type": "array", "spec": [{"name": "p", "type": "password"}]},
             {"name": "s", "type": "array", "spec": {"type": "password"}}]
            """
        )
        let input: Fields = [
            "p": "1", "t": "no", "on": true, "key": "2", "c": ["cert": "3", "x": "no"], "l": [["p": "4"], "no"],
            "s": ["5"],
        ]
        #expect(form.secrets(in: input).map(\.text) == ["1", "2", "3", "4", "5"])
        #expect(try self.form(#"[{"name": "t", "type": "text"}]"#).secrets(in: input).isEmpty)
    }

    @Test func nestedParametersAreOptionalMembersOfTheSchema() throws {
        let schema = try form(
            """
            [{"name": "on", "type": "boolean", "nested": [{"name": "a", "type": "text", "required": true}]},
             {"name": "k", "type": "select", "options": [
                {"value": "x", "nested": [{"name": "b", "type": "integer"}]}, {"value": "y", "nested": "rpc://more"}]},
             "rpc://fields"]
            """
        ).jsonSchema
        #expect(schema["properties"].asFields?.keys == ["on", "a", "k", "b"])
        #expect(schema["required"].isUndefined)
    }

    @Test func describesItselfAsJSONSchema() throws {
        let schema = try form(
            """
            [{"name": "q", "type": "text", "label": "Query", "required": true, "validate": {"min": 2}},
             {"name": "n", "type": "uinteger", "default": 5, "required": true},
             {"name": "k", "type": "select", "options": [{"value": "a"}, {"value": "b"}]},
             {"name": "l", "type": "array", "spec": [{"name": "x", "type": "boolean", "required": true}]}]
            """
        ).jsonSchema
        #expect(
            schema == [
                "type": "object",
                "properties": [
                    "q": ["type": "string", "minLength": 2, "title": "Query"],
                    "n": ["type": "integer", "minimum": 0, "default": 5],
                    "k": ["enum": ["a", "b"]],
                    "l": ["type": "array", "items": ["type": "object", "properties": ["x": ["type": "boolean"]]]],
                ],
                "required": ["q"],
            ]
        )
    }
}
