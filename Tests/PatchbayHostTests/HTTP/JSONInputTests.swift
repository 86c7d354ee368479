import Testing

@testable import PatchbayHost

struct JSONInputTests {
    private func detail(_ body: String, _ read: (JSONInput) throws -> Void = { _ in }) -> String? {
        let request = APIRequest("POST", "/", body: Array(body.utf8))
        do {
            try read(try JSONInput(request, members: ["name", "parameters", "limit"]))
            return nil
        } catch {
            return (error as? Problem).map { "\($0.status) \($0.detail)" }
        }
    }

    @Test func anEmptyBodyIsAnEmptyObject() throws {
        let input = try JSONInput(APIRequest("POST", "/"), members: ["name"])
        #expect(try input.text("name") == nil)
    }

    @Test func brokenJSONIsNamedWithItsPlace() {
        #expect(detail("{\n \"name\": tru }")?.hasSuffix("(line 2, column 10).") == true)
        #expect(detail("[1]") == "400 The body has to be a JSON object, not an array.")
    }

    @Test func unknownMembersAreNamed() {
        #expect(
            detail(#"{"params": {}}"#)
                == "400 The body has a member 'params' that means nothing here; it takes limit, name, parameters."
        )
    }

    @Test func membersOfTheWrongKindAreNamed() {
        let text = detail(#"{"name": 7}"#) { _ = try $0.text("name") }
        #expect(text == "400 The body's 'name' has to be a text, not 7.")
        let object = detail(#"{"parameters": []}"#) { _ = try $0.object("parameters") }
        #expect(object == "400 The body's 'parameters' has to be an object, not an array.")
    }

    @Test(arguments: ["-1", "0", "1.5", "\"1\""])
    func aLimitIsAWholeNumberFromOne(_ given: String) {
        let found = given == "\"1\"" ? "a text" : given
        #expect(
            detail("{\"limit\": \(given)}") { _ = try $0.count("limit") }
                == "400 The body's 'limit' has to be a whole number from 1, not \(found)."
        )
    }
}
