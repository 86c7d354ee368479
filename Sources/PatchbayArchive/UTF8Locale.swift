#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Runs what reads names in a locale of UTF-8, this thread only.
///
/// libarchive gives no name with other characters than ASCII, not even as UTF-8, where the locale cannot hold it; and
/// the process's own is the plain one.
package func withUTF8Locale<Success, Failure: Error>(
    _ body: () throws(Failure) -> Success
) throws(Failure) -> Success {
    let names = ["C.UTF-8", "en_US.UTF-8"]
    guard let locale = names.lazy.compactMap({ newlocale(LC_CTYPE_MASK, $0, nil) }).first else { return try body() }
    let before = uselocale(locale)
    defer {
        _ = uselocale(before)
        freelocale(locale)
    }
    return try body()
}
