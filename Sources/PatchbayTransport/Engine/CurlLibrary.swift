internal import CCurl

/// The HTTP library as a whole.
enum CurlLibrary {
    /// The library's state for the process, set up once before its first use.
    static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    /// The file with the system's certificates that the library was built for.
    static func certificateFile(_ easy: UnsafeMutableRawPointer) -> String? {
        var path: UnsafeMutablePointer<CChar>?
        guard patchbay_easy_get_text(easy, CURLINFO_CAINFO, &path) == CURLE_OK, let path else { return nil }
        return String(cString: path)
    }
}
