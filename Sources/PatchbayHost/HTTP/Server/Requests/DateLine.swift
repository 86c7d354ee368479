import Foundation
import PatchbayAuth
import Synchronization

/// The current time as answers carry it, put into words once a second.
final class DateLine: Sendable {
    private let last = Mutex((second: time_t(0), text: ""))

    /// The time as an HTTP date.
    func text() -> String {
        let second = time(nil)
        return last.withLock { last in
            if last.second != second { last = (second, HTTPDate.text(Double(second))) }
            return last.text
        }
    }
}
