package import PatchbayText

/// What a value of a bundle's file may be, as data: validation walks it, and what describes the format is made of it.
///
/// `null` and an empty text stand for nothing and fit everywhere. A text with a template in it fits wherever a template
/// is evaluated.
package indirect enum Shape: Sendable {
    /// Anything.
    case any
    /// A text.
    case text
    /// A text that is one of these, or another that is not known here.
    case openText(known: [String])
    /// A text, a number or a boolean.
    case scalar
    /// `true` or `false`.
    case flag
    /// A number in a range, or a text that is one.
    case number(ClosedRange<Double>)
    /// A request's method (RFC 9110, section 9.1): a token.
    case method
    /// One of some words.
    case words(Words)
    /// An error's type; one that is not the platform's passes.
    case errorType
    /// Items: an expression, an array, or an object that is the only one.
    case items
    /// Paths into a request or its answer: a text, or an array of texts.
    case paths
    /// The name of an RPC with its query, `rpc://Name?x=y`.
    case reference
    /// An object.
    case object(ObjectShape)
    /// An array.
    case list(Shape)
    /// What fits one of several shapes of different kinds, and what to call it.
    case either([Shape], called: String)
    /// A shape of its own name, for those that hold themselves.
    case named(NamedShape)

    /// Words a text may be.
    package struct Words: Sendable {
        /// The words.
        package var words: [String]
        /// Other spellings of them.
        package var aliases: [String] = []
        /// Whether case matters.
        package var isExact = false

        /// Lists words.
        package init(words: [String], aliases: [String] = [], isExact: Bool = false) {
            self.words = words
            self.aliases = aliases
            self.isExact = isExact
        }
    }

    /// One of some words, in any case.
    static func word(_ words: [String], aliases: [String] = []) -> Shape {
        .words(Words(words: words, aliases: aliases))
    }

    /// A number of at least so much.
    static func number(atLeast least: Double) -> Shape { .number(least...Double.greatestFiniteMagnitude) }
}

/// Shapes that hold themselves.
package enum NamedShape: String, Sendable, CaseIterable {
    /// The list of a form's parameters.
    case parameters
    /// One of them.
    case parameter
    /// The parameters that join a form by a choice.
    case nested
    /// The choices of a select.
    case options

    /// The shape.
    package var shape: Shape {
        switch self {
        case .parameters: ParameterShapes.parameters
        case .parameter: .object(ParameterShapes.parameter)
        case .nested: ParameterShapes.nested
        case .options: ParameterShapes.options
        }
    }
}

/// What an object of a bundle's file may hold.
package struct ObjectShape: Sendable {
    /// What keys mean that are not among the fields.
    package enum Others: Sendable {
        /// Nothing: each is reported.
        case nothing
        /// Nothing, but they are left alone unless they are nearly one of the fields.
        case ignored
        /// They are names the bundle gives, for values of a shape.
        case names(Shape)
        /// They are statuses (`404`, `400-499`, `4xx`, `*`), for values of a shape.
        case statuses(Shape)
    }

    /// What to call it in a message; `nil` for its key.
    package var title: String?
    /// The keys that mean something.
    package var fields: [Field]
    /// What other keys mean.
    package var others: Others
    /// The key it is no use without, and what to say of that.
    package var needs: (key: String, words: String)?
    /// What to say of keys that mean something elsewhere.
    package var hints: [ExactText: String] = [:]
    /// Whether a template may give it.
    package var isTemplated: Bool

    /// Describes an object.
    package init(
        title: String? = nil,
        _ fields: [Field] = [],
        others: Others = .nothing,
        needs: (key: String, words: String)? = nil,
        isTemplated: Bool = false
    ) {
        self.title = title
        self.fields = fields
        self.others = others
        self.needs = needs
        self.isTemplated = isTemplated
    }

    /// The field of a key.
    package subscript(key: String) -> Field? { fields.first { $0.key.isExactly(key) } }

    /// An object of any entries, which a template may give as a whole.
    package static let entries = ObjectShape(others: .names(.any), isTemplated: true)
}

/// A key of an object, and what its value may be.
package struct Field: Sendable {
    /// The key.
    package var key: String
    /// What its value may be.
    package var shape: Shape
    /// Whether it means something only where a request is sent.
    package var isOfSending: Bool

    /// Describes a key.
    package init(_ key: String, _ shape: Shape, isOfSending: Bool = false) {
        self.key = key
        self.shape = shape
        self.isOfSending = isOfSending
    }
}
