import PatchbayText

/// Finds the endpoint of a request by its path and method, in time that depends on the path's length only.
struct RouteTable: Sendable {
    /// What there is for a path.
    enum Match: Sendable {
        /// The endpoint, and what the path says for its variables.
        case found(Endpoint, PathParameters)
        /// There are endpoints for the path, but only for these methods.
        case otherMethods([String])
        /// There is nothing.
        case nothing
    }

    private struct Node: Sendable {
        /// The segments that may follow, and where they lead; there are few.
        var literals: [(bytes: [UInt8], node: Int)] = []
        var variable: Int?
        var targets: [(method: String, target: Target)] = []
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
            let known =
                isVariable
                ? nodes[current].variable : nodes[current].literals.first { $0.bytes.elementsEqual(segment.utf8) }?.node
            if let known {
                current = known
                continue
            }
            nodes.append(Node())
            if isVariable {
                nodes[current].variable = nodes.count - 1
            } else {
                nodes[current].literals.append((Array(segment.utf8), nodes.count - 1))
            }
            current = nodes.count - 1
        }
        let target = Target(endpoint: endpoint, variables: endpoint.pathVariables)
        nodes[current].targets.append((endpoint.method, target))
    }

    /// What there is for a method and a path.
    func match(_ method: String, _ path: String) -> Match {
        var path = path
        return path.withUTF8 { match(method, $0) }
    }

    private func match(_ method: String, _ path: UnsafeBufferPointer<UInt8>) -> Match {
        var current = 0
        var taken: [String] = []
        var rest = path[...]
        while let start = rest.firstIndex(where: { $0 != UInt8(ascii: "/") }) {
            let end = rest[start...].firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            let segment = rest[start..<end]
            rest = rest[end...]
            if let next = nodes[current].literals.first(where: { $0.bytes.elementsEqual(segment) }) {
                current = next.node
            } else if let next = nodes[current].variable {
                taken.append(PercentEncoding.text(segment))
                current = next
            } else {
                return .nothing
            }
        }
        let targets = nodes[current].targets
        guard let target = targets.last(where: { $0.method.isExactly(method) })?.target else {
            return targets.isEmpty ? .nothing : .otherMethods(targets.map(\.method).sorted())
        }
        return .found(target.endpoint, PathParameters(names: target.variables, values: taken))
    }
}

extension Endpoint {
    /// The variables of the path, in order.
    var pathVariables: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}
