import IML
import PatchbayText

/// The files of a new bundle: it loads, validates without a warning and runs, and shows how the rest is done.
package struct BundleTemplate: Sendable {
    /// How the new app authenticates.
    package enum Authentication: String, Sendable, CaseIterable {
        /// OAuth 1.0a, with consumer key and secret in the connection's common data or entered by the user.
        case oauth1
        /// OAuth 2.0 with an authorization code.
        case oauth2
        /// A key that goes along in a header.
        case apiKey = "api-key"
        /// A user name and a password (RFC 7617).
        case basic
        /// Not at all.
        case none
    }

    /// A file of the bundle.
    package struct File: Sendable, Hashable {
        /// The path relative to the bundle.
        package var path: String
        /// The content.
        package var content: String
    }

    /// The app's name, also the name of its directory and of its connection.
    package let name: String
    /// How it authenticates.
    package let authentication: Authentication

    /// Prepares a bundle.
    ///
    /// - Parameters:
    ///   - name: The app's name: letters, digits, `-`, `_` and `.`, a letter or digit first.
    ///   - authentication: How it authenticates.
    /// - Returns: `nil` when the name does not do.
    package init?(name: String, authentication: Authentication) {
        guard Self.isName(name) else { return nil }
        self.name = name
        self.authentication = authentication
    }

    /// Whether a text can be an app's name and a directory's on every system.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64, first.isNameByte, first != UInt8(ascii: "-") else {
            return false
        }
        return first != UInt8(ascii: ".") && first != UInt8(ascii: "_") && text.utf8.allSatisfy(\.isNameByte)
    }

    /// The files, the manifest first.
    package var files: [File] {
        [
            File(path: "makecomapp.json", content: manifest.jsonText(pretty: true) + "\n"),
            File(path: "README.md", content: readme),
            File(path: "general/base.iml.json", content: BaseTemplate(authentication).text),
            File(path: "general/common.json", content: "{}\n"),
            File(path: "modules/groups.json", content: groups),
        ] + moduleFiles + connectionFiles
    }

    /// What people call the app: `my-shop` becomes `My Shop`.
    var label: String {
        name.split { "-_.".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }
}

extension UInt8 {
    /// Whether the byte may stand in an app's name.
    fileprivate var isNameByte: Bool {
        isASCIIAlphanumeric || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
            || self == UInt8(ascii: ".")
    }
}

// MARK: - Manifest

extension BundleTemplate {
    private var manifest: Value {
        var components = Fields()
        if authentication != .none { components["connection"] = .collection([name: connectionEntry]) }
        components["module"] = [
            "greet": moduleEntry(
                "greet",
                "Greet",
                "Says hello without asking anybody.",
                type: "action",
                connects: false
            ),
            "listItems": moduleEntry(
                "list-items",
                "List Items",
                "Lists the items of a page after page.",
                type: "search"
            ),
            "makeApiCall": moduleEntry(
                "make-api-call",
                "Make an API Call",
                "Sends any request the account may make.",
                type: "universal"
            ),
        ]
        return [
            "fileVersion": 1,
            "generalCodeFiles": [
                "base": "general/base.iml.json",
                "common": "general/common.json",
                "readme": "README.md",
                "groups": "modules/groups.json",
            ],
            "components": .collection(components),
        ]
    }

    private var connectionEntry: Value {
        let folder = "connections/\(name)/\(name)"
        let isOAuth = authentication == .oauth1 || authentication == .oauth2
        return [
            "label": .text(label),
            "connectionType": isOAuth ? "oauth" : "basic",
            "codeFiles": [
                "communication": .text("\(folder).communication.iml.json"),
                "params": .text("\(folder).params.iml.json"),
                "common": .text("\(folder).common.json"),
            ],
        ]
    }

    private func moduleEntry(
        _ folder: String,
        _ label: String,
        _ description: String,
        type: String,
        connects: Bool = true
    ) -> Value {
        let path = "modules/\(folder)/\(folder)"
        return [
            "label": .text(label),
            "description": .text(description),
            "moduleType": .text(type),
            "connection": connects && authentication != .none ? .text(name) : .null,
            "codeFiles": [
                "communication": .text("\(path).communication.iml.json"),
                "mappableParams": .text("\(path).mappable-params.iml.json"),
                "interface": .text("\(path).interface.iml.json"),
            ],
        ]
    }

    private var groups: String {
        """
        [
          { "label": "Items", "modules": ["listItems"] },
          { "label": "Other", "modules": ["greet", "makeApiCall"] }
        ]

        """
    }

    private var readme: String {
        let connecting = authentication == .none ? "" : "    patchbay connect \(name)\n"
        return """
            # \(label)

            A new app. `general/base.iml.json` says where the service is and how requests are signed; each module is a
            directory under `modules/`.

                patchbay validate .
                patchbay run \(name) greet -p name=Ada
            \(connecting)
            Replace `https://api.example.com` in `general/` and `connections/` by the service's address, then try
            `patchbay run \(name) listItems`.

            """
    }
}
