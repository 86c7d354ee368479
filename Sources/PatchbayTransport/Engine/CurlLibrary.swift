internal import CCurl
internal import Foundation

/// The HTTP library as a whole.
enum CurlLibrary {
    /// The library's state for the process, set up once before its first use.
    ///
    /// It would write the keys of every TLS connection to the file that the variable names, which nobody asked this
    /// program for. It looks at the variable here only, and has no option against it.
    static let isReady: Bool = {
        unsetenv("SSLKEYLOGFILE")
        return curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
    }()

    /// The file with the system's certificates that the library was built for.
    static func certificateFile(_ easy: UnsafeMutableRawPointer) -> String? {
        var path: UnsafeMutablePointer<CChar>?
        guard patchbay_easy_get_text(easy, CURLINFO_CAINFO, &path) == CURLE_OK, let path else { return nil }
        return String(cString: path)
    }
}
