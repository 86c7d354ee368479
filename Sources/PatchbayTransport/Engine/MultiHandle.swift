internal import CCurl

/// libcurl's handle for many transfers at once, with the connections they share.
///
/// `@unchecked Sendable` is safe since other threads than the engine's only call ``wakeUp()``, which libcurl allows from
/// any thread, and the ``Mailbox`` does not call it after the engine has closed it.
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

    /// Ends the engine's wait, or its next one.
    func wakeUp() {
        curl_multi_wakeup(pointer)
    }
}
