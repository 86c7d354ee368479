import PatchbayBundle

/// Makes new bundles: what `patchbay new` does.
package enum BundleCreation {
    /// The ways a new app may authenticate.
    package static let kinds = BundleTemplate.Authentication.allCases.map(\.rawValue)

    /// Makes a bundle and prints what to do next.
    ///
    /// - Parameters:
    ///   - name: The app's name.
    ///   - auth: One of ``kinds``.
    ///   - directory: The directory to make it in.
    /// - Throws: ``CommandFailure`` when the name or the kind does not do, or something is there already.
    package static func perform(_ name: String, auth: String, directory: String, terminal: Terminal) throws {
        guard let authentication = BundleTemplate.Authentication(rawValue: auth) else {
            throw CommandFailure("--auth: '\(auth)' is none of \(kinds.joined(separator: ", "))", exitCode: .usage)
        }
        guard let template = BundleTemplate(name: name, authentication: authentication) else {
            throw CommandFailure(
                "'\(name)' cannot be an app's name; use letters, digits, '-', '_' and '.', a letter or digit first",
                exitCode: .usage
            )
        }
        do {
            terminal.print(try template.write(in: directory))
        } catch {
            throw CommandFailure(error.description)
        }
        terminal.complain("Try it: patchbay run \(name) greet -p name=Ada --apps \(directory)")
    }
}
