package import IML

/// The requests of a component, run in order with a `temp` they share.
package struct Communication: Sendable {
    /// The requests, in order.
    package var requests: [RequestDefinition]
    /// The origins its spec names in so many words, such as `https://api.example.com`.
    package var namedOrigins: Set<String> = []

    /// Puts a communication together.
    package init(requests: [RequestDefinition]) {
        self.requests = requests
    }

    /// Whether an answer may say where one of the requests goes.
    package var followsAnswers: Bool { requests.contains { !$0.answerGiven.isEmpty } }
}

/// A place in a bundle's file, kept with what was compiled from it so that an error at run time can name it.
package struct SourcePlace: Sendable, Hashable {
    /// The file, relative to the bundle's directory.
    package var file: String
    /// The line, from 1.
    package var line: Int
    /// The column in characters (Unicode scalars), from 1.
    package var column: Int

    /// Names a place.
    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

/// A compiled value of a spec with the place it stands at.
package struct SpecValue: Sendable {
    /// The compiled value.
    package let tree: TemplateTree
    /// The key it stands under, from the request: `response.output`, `headers`.
    package let key: String
    /// Where it stands.
    package let place: SourcePlace
    /// Whether it calls functions of the app.
    package let callsAppFunctions: Bool

    /// Wraps a compiled value.
    package init(tree: TemplateTree, key: String, place: SourcePlace) {
        self.tree = tree
        self.key = key
        self.place = place
        callsAppFunctions = tree.callsAppFunctions
    }
}
