import IML

extension FuzzEntry {
    /// XML of a service.
    static let xml = FuzzEntry("xml") { bytes in
        guard let value = try? Value(xml: bytes) else { return }
        precondition((try? Value(json: value.json())) == value, "the value is none JSON can say")
    }
}
