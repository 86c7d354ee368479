/// A parameter's type, in the platform's words.
package enum ParameterType: String, Sendable, Hashable, CaseIterable {
    case any
    case array
    case boolean
    case buffer
    case cert
    case collection
    case color
    case date
    case email
    case file
    case filename
    case filter
    case folder
    case hidden
    case integer
    case json
    case number
    case path
    case password
    case pkey
    case port
    case select
    case text
    case time
    case timestamp
    case timezone
    case uinteger
    case url
    case uuid
    /// Shown in a form only; they take no input.
    case banner
    case html
    case separator

    /// Whether the type only shows something and takes no input.
    package var isDisplayOnly: Bool {
        switch self {
        case .banner, .html, .separator: true
        default: false
        }
    }
}
