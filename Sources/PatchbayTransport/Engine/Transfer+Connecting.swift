internal import CCurl
import PatchbayText

/// libcurl's callback to open the socket of a new connection, its address known.
let openSocket:
    @convention(c) (
        UnsafeMutableRawPointer?, curlsocktype, UnsafeMutablePointer<curl_sockaddr>?
    ) -> curl_socket_t = { transfer, _, address in
        guard let transfer, let address, let target = patchbay_socket_address(address),
            Unmanaged<Transfer>.fromOpaque(transfer).takeUnretainedValue().mayConnect(to: IPAddress(target))
        else { return -1 }
        return patchbay_open_socket(address)
    }

/// libcurl's callback when a connection stands, new or kept, and the request is about to be sent on it.
let beforeSending:
    @convention(c) (
        UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32, Int32
    ) -> Int32 = { transfer, address, _, _, _ in
        guard let transfer, let address,
            Unmanaged<Transfer>.fromOpaque(transfer).takeUnretainedValue().maySend(to: address)
        else { return CURL_PREREQFUNC_ABORT }
        return CURL_PREREQFUNC_OK
    }

extension Transfer {
    /// Asks the guard about an address; notes its refusal.
    fileprivate func mayConnect(to address: IPAddress?) -> Bool {
        guard let destination = submission?.request.destination else { return false }
        if destination.isNamedByOperator { return true }
        guard let address else { return false }
        let origin = destination.origin
        guard let refusal = addressGuard.refusal(of: address, port: origin.port, host: origin.host) else { return true }
        self.refusal = refusal
        return false
    }

    /// Asks the guard about the address of a connection that another request may have opened under other terms, and
    /// keeps a request that must not be performed twice from being sent again.
    fileprivate func maySend(to address: UnsafePointer<CChar>) -> Bool {
        guard let request = submission?.request else { return false }
        guard mayConnect(to: IPAddress(String(cString: address))) else {
            failure = refusal
            return false
        }
        attempts += 1
        if attempts > 1, !request.isIdempotent, number(CURLINFO_REQUEST_SIZE) > 0 {
            failure = .closedBeforeAnswer(request.destination, isRepeatable: false)
            return false
        }
        return true
    }
}
