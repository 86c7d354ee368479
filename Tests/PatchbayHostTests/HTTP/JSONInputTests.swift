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

    @Test func anEmptyBodyIsAnEmptyObject() {
        #expect(detail("") { #expect(try $0.text("name") == nil) } == nil)
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
        #expect(detail(#"{"name": 7}"#) { _ = try $0.text("name") } == "400 The body's 'name' has to be a text, not 7.")
        #expect(
            detail(#"{"parameters": []}"#) { _ = try $0.object("parameters") }
                == "400 The body's 'parameters' has to be an object, not an array."
        )
        #expect(
            detail(#"{"limit": -1}"#) { _ = try $0.count("limit") }
                == "400 The body's 'limit' has to be a whole number from 0, not -1."
        )
    }
}
