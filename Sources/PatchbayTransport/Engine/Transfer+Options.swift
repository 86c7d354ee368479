internal import CCurl
import PatchbayText

/// Sets options and remembers whether all of them were taken.
struct OptionWriter {
    let easy: UnsafeMutableRawPointer
    private(set) var succeeded = true

    init(_ easy: UnsafeMutableRawPointer) {
        self.easy = easy
    }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(patchbay_easy_set_long(easy, option, value))
    }

    mutating func set(_ option: CURLoption, _ pointer: UnsafeRawPointer?) {
        note(patchbay_easy_set_pointer(easy, option, pointer))
    }

    /// Sets a text, ended by a zero byte, that libcurl copies; `nil` takes it back.
    mutating func set(_ option: CURLoption, text: [UInt8]?) {
        guard let text else { return set(option, nil) }
        note(text.withUnsafeBytes { patchbay_easy_set_pointer(easy, option, $0.baseAddress) })
    }

    mutating func note(_ code: CURLcode) {
        succeeded = succeeded && code == CURLE_OK
    }
}

extension Transfer {
    /// Sets what is the same for all requests.
    ///
    /// - Returns: Whether libcurl took it all.
    func setCommonOptions(_ configuration: TransportConfiguration) -> Bool {
        var options = OptionWriter(easy)
        let this = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_OPENSOCKETDATA, CURLOPT_PREREQDATA,
        ] {
            options.set(option, this)
        }
        options.set(CURLOPT_ERRORBUFFER, errorText.baseAddress)
        options.note(patchbay_easy_set_data_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody))
        options.note(patchbay_easy_set_data_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeaderLine))
        options.note(patchbay_easy_set_socket_callback(easy, openSocket))
        options.note(patchbay_easy_set_sending_callback(easy, beforeSending))
        options.set(CURLOPT_NOSIGNAL, 1)
        options.set(CURLOPT_QUICK_EXIT, 1)  // Otherwise giving up while a name resolves blocks the thread until it has.
        options.set(CURLOPT_PROTOCOLS_STR, text: zeroTerminated("http,https"))
        options.set(CURLOPT_FOLLOWLOCATION, 0)
        // Else libcurl takes exceptions from the environment, and goes past a proxy behind which the guard does not look.
        options.set(CURLOPT_NOPROXY, text: [0])
        options.set(CURLOPT_PATH_AS_IS, 1)
        options.set(CURLOPT_ACCEPT_ENCODING, text: zeroTerminated(""))
        options.set(CURLOPT_USERAGENT, text: zeroTerminated(configuration.userAgent))
        options.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        options.set(CURLOPT_MAXAGE_CONN, max(1, Int(configuration.idleConnectionLifetime.components.seconds)))
        if let file = configuration.certificateFile {
            options.set(CURLOPT_CAINFO, text: zeroTerminated(file))
        }
        // With a file there is no need for the directory, and only without one libcurl keeps the parsed certificates.
        if configuration.certificateFile != nil || CurlLibrary.certificateFile(easy) != nil {
            options.set(CURLOPT_CAPATH, nil)
        }
        return options.succeeded
    }

    /// Sets what is this request's own.
    ///
    /// - Returns: Whether libcurl took it all.
    func setOptions(_ request: PreparedRequest, offersHTTP2: Bool) -> Bool {
        var options = OptionWriter(easy)
        let isSecure = request.destination.origin.scheme == .https
        setFraming(request.framing, &options)
        options.set(CURLOPT_CUSTOMREQUEST, text: request.method)
        options.set(CURLOPT_URL, text: request.connectionURL)
        options.set(CURLOPT_REQUEST_TARGET, text: request.target)
        options.set(CURLOPT_HTTPHEADER, headerList.fill(request.headers.bytes, count: request.headers.count))
        options.set(CURLOPT_RESOLVE, request.resolution.flatMap { resolutionList.fill($0, count: 1) })
        options.set(CURLOPT_PROXY, text: request.proxy ?? [0])
        options.set(CURLOPT_CONNECTTIMEOUT_MS, request.limits.connectTimeout.wholeMilliseconds)
        // Waiting for another connection to tell whether it can be shared pays only where it can.
        let versions = isSecure && offersHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        options.set(CURLOPT_HTTP_VERSION, versions)
        options.set(CURLOPT_PIPEWAIT, isSecure && offersHTTP2 ? 1 : 0)
        options.note(
            patchbay_easy_set_certificates(easy, certificates?.bytes.baseAddress, certificates?.bytes.count ?? 0)
        )
        return options.succeeded
    }

    private func setFraming(_ framing: PreparedRequest.Framing, _ options: inout OptionWriter) {
        switch framing {
        case .head:
            options.set(CURLOPT_NOBODY, 1)
        case .withoutBody:
            options.set(CURLOPT_HTTPGET, 1)
        case .withBody(let body):
            options.set(CURLOPT_POST, 1)
            options.note(patchbay_easy_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.bytes.count)))
            options.set(CURLOPT_POSTFIELDS, body.bytes.baseAddress)
        }
    }
}

extension Duration {
    /// The milliseconds in this duration, at least 1 and at most those that libcurl counts.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
