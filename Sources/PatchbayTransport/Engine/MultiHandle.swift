internal import CCurl
import PatchbayQueues

/// libcurl's handle for many transfers at once, with the connections they share.
///
/// `@unchecked Sendable` is safe since it is only handed to the engine's thread, once, before that starts.
struct MultiHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    /// Makes a handle; `nil` when there is no memory for it.
    init?(_ configuration: TransportConfiguration) {
        guard CurlLibrary.isReady, let pointer = curl_multi_init() else { return nil }
        self.pointer = pointer
        let options = [
            (CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.connections),
            (CURLMOPT_MAXCONNECTS, configuration.connections),
            (CURLMOPT_MAX_HOST_CONNECTIONS, configuration.connectionsPerHost),
        ]
        for (option, value) in options {
            patchbay_multi_set_long(pointer, option, max(value, 1))
        }
    }

    /// Waits until there is something to do, until woken, or until the time is over; libcurl shortens the time.
    func wait(_ waker: Waker, milliseconds: Int32) {
        var isWoken = false
        patchbay_multi_wait(pointer, waker.descriptor, milliseconds, &isWoken)
        if isWoken { waker.reset() }
    }
}
