import Foundation
import Testing

@testable import PatchbayText

struct SystemErrorTests {
    @Test func saysWhatTheSystemSays() {
        #expect(SystemError(number: ENOENT).text == "No such file or directory")
        #expect("\(SystemError(number: EACCES))" == "Permission denied")
    }

    @Test func takesTheLastCallsError() {
        #expect(open("/nowhere/at/all", O_RDONLY) == -1)
        #expect(SystemError.last == SystemError(number: ENOENT))
    }
}
