/// The kinds of problems a bundle can have, by stable names that scripts and editors may rely on.
package enum DiagnosticCode: String, Sendable, CaseIterable {
    // Files
    case missingManifest = "missing-manifest"
    case missingFile = "missing-file"
    case unreadableFile = "unreadable-file"
    case notAFile = "not-a-file"
    case pathOutside = "path-outside"
    case cyclicLink = "cyclic-link"
    case pathCase = "path-case"
    case fileTooLarge = "file-too-large"
    case bundleTooLarge = "bundle-too-large"
    case invalidUTF8 = "invalid-utf8"
    case unreadFile = "unread-file"
    // JSON
    case syntax
    case tooDeep = "too-deep"
    case duplicateKey = "duplicate-key"
    // Manifest
    case invalidManifest = "invalid-manifest"
    case duplicateComponent = "duplicate-component"
    case noComponents = "no-components"
    case unsupportedComponent = "unsupported-component"
    case unknownType = "unknown-type"
    case unknownReference = "unknown-reference"
    case noConnection = "no-connection"
    case appNameTaken = "app-name-taken"
    // Specs
    case invalidSpec = "invalid-spec"
    case unknownValue = "unknown-value"
    case unknownKey = "unknown-key"
    case refusedKey = "refused-key"
    case unknownAuthentication = "unknown-authentication"
    case misplacedKey = "misplaced-key"
    case relativeURL = "relative-url"
    case missingScheme = "missing-scheme"
    case incompleteTrigger = "incomplete-trigger"
    case unknownParameterType = "unknown-parameter-type"
    case namelessParameter = "nameless-parameter"
    // Language
    case templateSyntax = "template-syntax"
    case unknownFunction = "unknown-function"
    case argumentCount = "argument-count"
    case expressionLimit = "expression-limit"
    case zeroIndex = "zero-index"
    case numericMember = "numeric-member"
    case hyphenatedNumber = "hyphenated-number"
    case joinedOperands = "joined-operands"
    case emptyExpression = "empty-expression"
    case unknownVariable = "unknown-variable"
    case hiddenCommon = "hidden-common"
    case unsetCommon = "unset-common"
    // Functions
    case functionTooLong = "function-too-long"
    case functionName = "function-name"
    case functionSyntax = "function-syntax"

    /// What the kind means, in a sentence, for lists of rules.
    package var summary: String {
        switch self {
        case .missingManifest: "The directory is no bundle: it has neither a manifest nor files in the known places."
        case .missingFile: "A file the manifest names does not exist."
        case .unreadableFile: "A file may not be read or does not read."
        case .notAFile: "A path names a directory, a pipe, a device or a socket where a file has to be."
        case .pathOutside: "A path leads out of the bundle."
        case .cyclicLink: "Symbolic links lead back to themselves."
        case .pathCase: "A path differs from the file's name in case."
        case .fileTooLarge: "A file is larger than the host reads."
        case .bundleTooLarge: "The bundle's files together are larger, or more, than the host reads."
        case .invalidUTF8: "A file is not UTF-8."
        case .unreadFile: "A file stands where nothing reads it; most likely it should have another name."
        case .syntax: "A file is not JSON, even with comments and trailing commas."
        case .tooDeep: "Values nest deeper than the host reads."
        case .duplicateKey: "An object has a key twice; the last one counts."
        case .invalidManifest: "Something in the manifest is not of the kind it has to be."
        case .duplicateComponent: "Two components of a kind have one name; the first counts."
        case .noComponents: "The bundle has no module, connection, RPC, webhook or function at all."
        case .unsupportedComponent: "A kind of component this host does not run."
        case .unknownType: "A component's type is none there is."
        case .unknownReference: "A component names a connection, an RPC or a webhook the bundle does not have."
        case .noConnection: "A component names no connection, and what it sends reads one."
        case .appNameTaken: "Two bundles have one name; the second is left out."
        case .invalidSpec: "A value in a spec is not of the kind it has to be."
        case .unknownValue: "A value is none of those that are known where it stands."
        case .unknownKey: "A key means nothing where it stands."
        case .refusedKey: "A key means nothing to the authentication type."
        case .unknownAuthentication: "No authentication type knows a connection spec of this shape."
        case .misplacedKey: "A key stands in a webhook's `response` that belongs at the top of its file."
        case .missingScheme: "A baseUrl has no scheme, such as https://, so no request can be sent to it."
        case .incompleteTrigger: "A trigger does not say how it tells which items were seen."
        case .relativeURL: "A relative url has no baseUrl it could be joined to."
        case .unknownParameterType: "A parameter's type is none there is; its values pass as they are."
        case .namelessParameter: "A parameter has no name; it takes no value."
        case .templateSyntax: "A template does not follow the language's grammar."
        case .unknownFunction: "A template calls a function that neither the language nor the app has."
        case .argumentCount: "A template calls a function with too few or too many arguments."
        case .expressionLimit: "An expression is longer or nests deeper than allowed."
        case .zeroIndex: "An index of zero finds nothing; the first is 1."
        case .numericMember: "A number after a dot is the name of a member; elements have indices in brackets."
        case .hyphenatedNumber: "A name that reads like a subtraction."
        case .joinedOperands: "Two values stand side by side with no operator between them."
        case .emptyExpression: "There is nothing between the braces of a template."
        case .unknownVariable: "A template starts from a variable that is not known where it stands."
        case .hiddenCommon: "A component reads common data of its connection, which only the connection sees."
        case .unsetCommon: "A module, an RPC or a webhook reads common data that nothing sets."
        case .functionTooLong: "A function is longer than the platform takes."
        case .functionSyntax: "A function's code is no JavaScript, or fails before it defines the function."
        case .functionName: "A function's code does not define a function of its name."
        }
    }
}

extension Diagnostic {
    /// Describes a problem at a place.
    init(_ code: DiagnosticCode, _ message: String, severity: Severity = .error, at place: SourcePlace) {
        self.init(
            file: place.file,
            line: place.line,
            column: place.column,
            severity: severity,
            code: code.rawValue,
            message: message
        )
    }
}
