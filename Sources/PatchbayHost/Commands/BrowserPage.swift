import Foundation

/// A page in a file of this user's that takes the browser on to an address.
///
/// The address of an authorization holds its state, and every user of a machine can read the command lines of all. So
/// the browser is started with the file's name, and learns the address from what only this user can read.
struct BrowserPage: Sendable {
    /// Where it is.
    let path: String

    /// Writes the page; `nil` for an address no browser opens, or when it cannot be written.
    ///
    /// - Parameters:
    ///   - address: Where it leads.
    ///   - directory: The directory it is put in.
    init?(leadingTo address: String, in directory: String) {
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else { return nil }
        let folder = URL(fileURLWithPath: directory).standardizedFileURL
        path = folder.appendingPathComponent("authorize-\(UUID().uuidString).html").path
        do { try OwnersFile.create(path, Array(Self.html(address).utf8)) } catch { return nil }
    }

    /// Starts the browser with it.
    func open() {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        #if os(macOS)
            process.arguments = ["open", path]
        #else
            process.arguments = ["xdg-open", path]
        #endif
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try? process.run()
    }

    /// Takes it away.
    func remove() {
        unlink(path)
    }

    private static func html(_ address: String) -> String {
        let address = HTMLText.escaped(address)
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0; url=\(address)">
            <title>Patchbay</title>
            </head>
            <body>
            <p><a href="\(address)">Go on to the service</a></p>
            </body>
            </html>

            """
    }
}
