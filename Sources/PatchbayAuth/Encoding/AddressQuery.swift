import PatchbayText

extension String {
    /// An address with one more query parameter, before its fragment, unless its query has one of the name.
    ///
    /// - Parameters:
    ///   - name: The parameter's name, of characters that stand for themselves.
    ///   - value: Its value, which is percent-encoded here.
    public func addingQuery(_ name: String, _ value: String) -> String {
        let address = self[..<(firstPlace(of: "#") ?? endIndex)]
        let fragment = self[address.endIndex...]
        let query = address.parts(between: "?", most: 2).dropFirst().first ?? ""
        if FormDecoding.value(of: name, in: query.utf8) != nil { return self }
        let isBegun = address.ends(withBytesOf: "?") || address.ends(withBytesOf: "&")
        let separator = address.firstPlace(of: "?") == nil ? "?" : isBegun ? "" : "&"
        return "\(address)\(separator)\(name)=\(PercentEncoding.encode(value))\(fragment)"
    }

    /// An address whose query has a parameter with this value and no other of the name.
    ///
    /// - Parameters:
    ///   - name: The parameter's name, of characters that stand for themselves.
    ///   - value: Its value, which is percent-encoded here.
    public func settingQuery(_ name: String, _ value: String) -> String {
        let address = self[..<(firstPlace(of: "#") ?? endIndex)]
        guard let mark = address.firstPlace(of: "?") else { return addingQuery(name, value) }
        let fragment = self[address.endIndex...]
        let kept = address[address.utf8.index(after: mark)...].parts(between: "&")
            .filter { FormDecoding.value(of: name, in: $0.utf8) == nil }
        let query = kept.isEmpty ? "" : "?" + kept.joined(separator: "&")
        return "\(address[..<mark])\(query)\(fragment)".addingQuery(name, value)
    }
}
