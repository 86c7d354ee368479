import PatchbayText

/// Finds the endpoint of a request by its path and method, in time that depends on the path's length only.
struct RouteTable: Sendable {
    /// What there is for a path.
    enum Match: Sendable {
        /// The endpoint, and what the path says for its variables.
        case found(Endpoint, parameters: [String: String])
        /// There are endpoints for the path, but only for these methods.
        case otherMethods([String])
        /// There is nothing.
        case nothing
    }

    private struct Node: Sendable {
        var literals: [ExactText: Int] = [:]
        var variable: Int?
        var endpoints: [ExactText: Target] = [:]
    }

    /// An endpoint with the variables of its path, which are read off it once.
    private struct Target: Sendable {
        let endpoint: Endpoint
        let variables: [String]
    }

    /// The tree's nodes; the first is the root.
    private var nodes = [Node()]

    /// Every endpoint, in the order they were given.
    let endpoints: [Endpoint]

    /// Makes the table of some endpoints.
    init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
        for endpoint in endpoints { add(endpoint) }
    }

    private mutating func add(_ endpoint: Endpoint) {
        var current = 0
        for segment in endpoint.path.split(separator: "/") {
            let isVariable = segment.starts(withBytesOf: "{")
            let literal = ExactText(segment)
            if let known = isVariable ? nodes[current].variable : nodes[current].literals[literal] {
                current = known
                continue
            }
            nodes.append(Node())
            if isVariable {
                nodes[current].variable = nodes.count - 1
            } else {
                nodes[current].literals[literal] = nodes.count - 1
            }
            current = nodes.count - 1
        }
        nodes[current].endpoints[ExactText(endpoint.method)] = Target(
            endpoint: endpoint,
            variables: endpoint.pathVariables
        )
    }

    /// What there is for a method and a path.
    func match(_ method: String, _ path: String) -> Match {
        var current = 0
        var taken: [String] = []
        for bytes in path.utf8.split(separator: UInt8(ascii: "/")) {
            let segment = Substring(bytes)
            if let next = nodes[current].literals[ExactText(segment)] {
                current = next
            } else if let next = nodes[current].variable {
                taken.append(PercentEncoding.text(bytes))
                current = next
            } else {
                return .nothing
            }
        }
        guard let target = nodes[current].endpoints[ExactText(method)] else {
            let others = nodes[current].endpoints.keys.sorted().map(\.text)
            return others.isEmpty ? .nothing : .otherMethods(others)
        }
        let parameters = Dictionary(zip(target.variables, taken), uniquingKeysWith: { first, _ in first })
        return .found(target.endpoint, parameters: parameters)
    }
}

extension Endpoint {
    /// The variables of the path, in order.
    var pathVariables: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}
