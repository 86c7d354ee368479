import PatchbayText

/// A part of a bundle that has a name of its own.
package protocol Component: Sendable {
    /// The name it is called by; names compare case-sensitively first, then without case.
    var name: String { get }
}

/// The components of one kind, in the manifest's order and found by name in constant time.
package struct ComponentList<Element: Component>: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private var elements: [Element] = []
    private var exact: [ExactText: Int] = [:]
    private var folded: [ExactText: Int] = [:]

    /// Lists components; of two with one name the first counts.
    package init(_ elements: some Sequence<Element>) {
        for element in elements where exact[ExactText(element.name)] == nil {
            exact[ExactText(element.name)] = self.elements.count
            folded[ExactText(element.name.lowercased()), default: self.elements.count] += 0
            self.elements.append(element)
        }
    }

    /// Lists components.
    package init(arrayLiteral elements: Element...) {
        self.init(elements)
    }

    /// The component of a name: the exact one, else the one that differs in case only.
    package subscript(name: String) -> Element? {
        (exact[ExactText(name)] ?? folded[ExactText(name.lowercased())]).map { elements[$0] }
    }

    /// The position of the first component.
    package var startIndex: Int { elements.startIndex }
    /// The position after the last component.
    package var endIndex: Int { elements.endIndex }
    /// The component at a position.
    package subscript(position: Int) -> Element { elements[position] }
}
