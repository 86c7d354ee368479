import Foundation
import Testing

@testable import PatchbayText

struct SystemErrorTests {
    @Test func saysWhatTheSystemSays() {
        #expect(SystemError(number: ENOENT).text == "No such file or directory")
        #expect("\(SystemError(number: EACCES))" == "Permission denied")
    }

    @Test func takesTheLastCallsError() {
        // Both at once: what an expectation does in between may fail too.
        let (descriptor, error) = (open("/nowhere/at/all", O_RDONLY), SystemError.last)
        #expect(descriptor == -1)
        #expect(error == SystemError(number: ENOENT))
    }
}
