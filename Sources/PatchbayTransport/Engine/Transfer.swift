internal import CCurl

/// One exchange on one easy handle of libcurl; used again for the next exchange when it has ended.
///
/// Belongs to the engine's thread. libcurl's callbacks find it through the address it is known by, and the engine
/// keeps it alive as long as the handle lives.
final class Transfer {
    let easy: UnsafeMutableRawPointer
    let addressGuard: AddressGuard

    /// The exchange under way.
    var submission: Submission?

    /// Status line and header lines of the answer; of the latest one, when interim answers came before.
    var head: [UInt8] = []
    var headIsComplete = false
    var headerLines = 0
    var headerBytes = 0

    /// The body so far, decoded.
    var body: [UInt8] = []

    /// Why the exchange was given up by a callback.
    var failure: TransportError?

    /// Why an address was not connected to; another address of the same name may be fine.
    var refusal: TransportError?

    /// How often the request was about to be sent.
    var attempts = 0

    /// What libcurl reads while the exchange is under way.
    let headerList = LineList()
    let resolutionList = LineList()
    var certificates: CertificateBundle?
    let errorText: UnsafeMutableBufferPointer<CChar>

    /// Makes a handle with everything set that is the same for all requests; `nil` when there is no memory for it.
    init?(_ configuration: TransportConfiguration) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        addressGuard = configuration.addressGuard
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0)
        guard setCommonOptions(configuration) else { return nil }
    }

    deinit {
        curl_easy_cleanup(easy)
        errorText.deallocate()
    }

    /// Forgets an exchange, so that the next one finds nothing of it.
    func clear() {
        submission = nil
        head.removeAll(keepingCapacity: head.capacity <= 16 * 1024)
        headIsComplete = false
        headerLines = 0
        headerBytes = 0
        body = []
        failure = nil
        refusal = nil
        attempts = 0
        errorText[0] = 0
    }
}
