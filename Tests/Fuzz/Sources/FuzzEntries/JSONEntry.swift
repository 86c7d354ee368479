import IML
import PatchbayBundle

extension FuzzEntry {
    /// JSON of a service, and of a bundle.
    ///
    /// What was read and written is read as the same value, and whatever is JSON is JSON for bundles too.
    static let json = FuzzEntry("json") { bytes in
        let tolerant = Value(bundleJSON: bytes)
        guard let value = try? Value(json: bytes, limits: JSONLimits(depth: 100)) else { return }
        precondition((try? Value(json: value.json())) == value, "the written JSON is another value")
        precondition((try? Value(json: value.json(pretty: true))) == value, "the indented JSON is another value")
        precondition(tolerant == value, "a bundle reads another value")
    }
}
