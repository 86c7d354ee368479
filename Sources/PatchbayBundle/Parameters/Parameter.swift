package import IML

/// One parameter of a form, compiled.
package struct Parameter: Sendable {
    /// The key of its value.
    package var name: String
    /// Its type; `nil` for one this host does not know, whose values pass as they are.
    package var type: ParameterType?
    /// What people call it.
    package var label: String?
    /// What people are told about it.
    package var help: String?
    /// Whether a value must be given.
    package var isRequired: Bool
    /// Whether a select takes several values.
    package var isMultiple: Bool
    /// Whether a value that is not among the options may be given.
    package var isOpen: Bool
    /// What counts when no value is given; undefined for nothing.
    package var defaultValue: Value
    /// The choices of a select, where they are known without asking the service.
    package var options: [Option]?
    /// The RPC that gives them else, as `rpc://Name?x=y`.
    package var optionsReference: String?
    /// What a value must hold to.
    package var constraints: ParameterConstraints
    /// When the parameter is part of the form; `nil` for always.
    var visibility: ParameterVisibility?
    /// Parameters that join the form when a boolean is true or any option is chosen.
    package var nested: [Parameter]
    /// The RPCs that give more of them, as `rpc://Name?x=y`.
    var nestedReferences: [String]
    /// The members of a collection, or of the collections in an array.
    package var members: [Parameter]
    /// The RPCs that give more of them.
    var memberReferences: [String]
    /// The element of an array of simple values; one entry at most.
    package var element: [Parameter]

    /// A choice of a select.
    package struct Option: Sendable {
        /// The value.
        package var value: Value
        /// What people call it.
        package var label: String?
        /// Parameters that join the form when it is chosen.
        package var nested: [Parameter]
        /// The RPCs that give more of them.
        var nestedReferences: [String] = []
    }

    /// Whether RPCs give more parameters that join the form beside it.
    var takesMore: Bool {
        !nestedReferences.isEmpty || nested.contains(where: \.takesMore)
            || (options ?? []).contains { !$0.nestedReferences.isEmpty || $0.nested.contains(where: \.takesMore) }
    }

    /// How a problem names it: its label where it has one.
    package var title: String { label ?? name }
}

/// What a parameter's value must hold to (`validate`).
package struct ParameterConstraints: Sendable {
    /// The smallest number, or the shortest text.
    package var minimum: Double?
    /// The largest number, or the longest text.
    package var maximum: Double?
    /// The fewest elements.
    package var minimumItems: Int?
    /// The most elements.
    package var maximumItems: Int?
    /// The values there are.
    package var values: [Value]?
    /// The regular expression a text must match.
    package var pattern: ParameterPattern?

    /// Asks nothing.
    package init() {}
}
