import IML
import Testing

@testable import PatchbayHost

struct JSONInputTests {
    private static let name = InputMember.text("name")
    private static let code = InputMember.filledText("code")
    private static let parameters = InputMember.object("parameters")
    private static let scopes = InputMember.texts("scopes")
    private static let limit = InputMember.count("limit")

    private static let shape = InputShape(
        name.declaration,
        code.declaration,
        parameters.declaration,
        scopes.declaration,
        limit.declaration
    )

    private func detail(_ body: String, _ shape: InputShape = shape) -> String? {
        do {
            _ = try JSONInput(APIRequest("POST", "/", body: Array(body.utf8)), shape)
            return nil
        } catch {
            return "\(error.status) \(error.detail)"
        }
    }

    @Test(arguments: ["", "{}", #"{"name": null, "limit": null, "parameters": null, "scopes": null}"#])
    func whatIsNotThereOrNullIsNothing(_ body: String) throws {
        let input = try JSONInput(APIRequest("POST", "/", body: Array(body.utf8)), Self.shape)
        #expect(input[Self.name] == nil)
        #expect(input[Self.limit] == nil)
        #expect(input[Self.parameters] == nil)
        #expect(input[Self.scopes] == nil)
    }

    @Test func membersAreRead() throws {
        let body = #"{"name": "", "limit": 3, "parameters": {"a": 1}, "scopes": ["x"], "code": "c"}"#
        let input = try JSONInput(APIRequest("POST", "/", body: Array(body.utf8)), Self.shape)
        #expect(input[Self.name] == "")
        #expect(input[Self.limit] == 3)
        #expect(input[Self.parameters] == ["a": 1])
        #expect(input[Self.scopes] == ["x"])
        #expect(input[Self.code] == "c")
    }

    @Test func brokenJSONIsNamedWithItsPlace() {
        #expect(detail("{\n \"name\": tru }")?.hasSuffix("(line 2, column 10).") == true)
        #expect(detail("[1]") == "400 The body has to be a JSON object, not an array.")
    }

    @Test func unknownMembersAreNamed() {
        #expect(
            detail(#"{"params": {}}"#)
                == "400 The body has a member 'params' that means nothing here; it takes code, limit, name, parameters, "
                + "scopes."
        )
    }

    @Test func membersOfTheWrongKindAreNamed() {
        #expect(detail(#"{"name": 7}"#) == "400 The body's 'name' has to be a text, not 7.")
        #expect(detail(#"{"code": ""}"#) == "400 The body's 'code' has to be a text that is not empty, not a text.")
        #expect(detail(#"{"parameters": []}"#) == "400 The body's 'parameters' has to be an object, not an array.")
        #expect(detail(#"{"scopes": [1]}"#) == "400 The body's 'scopes' has to be a list of texts, not an array.")
    }

    @Test(arguments: ["-1", "0", "1.5", "\"1\""])
    func aLimitIsAWholeNumberFromOne(_ given: String) {
        let found = given == "\"1\"" ? "a text" : given
        #expect(
            detail("{\"limit\": \(given)}") == "400 The body's 'limit' has to be a whole number from 1, not \(found)."
        )
    }

    @Test(arguments: ["", "{}", #"{"code": null}"#])
    func aMemberThatHasToBeThereIsAskedFor(_ body: String) {
        let shape = InputShape(Self.code.required("the code").declaration)
        #expect(detail(body, shape) == "400 The body needs the code as 'code'.")
        #expect(shape.isRequired)
        #expect(!Self.shape.isRequired)
    }

    @Test func theSchemaSaysWhatIsTaken() {
        let shape = InputShape(Self.name.declaration, Self.code.required("the code").declaration)
        #expect(
            shape.schema.value == [
                "type": "object",
                "properties": [
                    "name": ["type": ["string", "null"]], "code": ["type": "string", "minLength": 1],
                ],
                "required": ["code"], "additionalProperties": false,
            ]
        )
    }
}
