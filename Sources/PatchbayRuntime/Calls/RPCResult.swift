import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayText

/// Checks that an RPC gives what the forms of its app take it for.
struct RPCResult {
    /// The RPC.
    let component: CallableComponent
    /// What it gave.
    let results: [Value]

    /// Checks the results' shape.
    ///
    /// - Throws: `DataError` naming the RPC, the first result that does not fit, and what it has to be.
    func check() throws(PlatformError) {
        guard let use = component.use else { return }
        if use == .sample, results.count > 1 {
            throw misshapen("gives a sample, so it has to give one object, not \(results.count)", at: nil)
        }
        for (index, result) in results.enumerated() {
            guard let objection = Self.objection(to: result, as: use) else { continue }
            throw misshapen(objection, at: index)
        }
    }

    private static func objection(to result: Value, as use: RPCUse) -> String? {
        guard case .collection(let fields) = result else {
            let wanted =
                switch use {
                case .options: "gives options, so each result has to be {label, value}"
                case .fields: "gives fields, so each result has to be a parameter {name, type, label}"
                case .sample: "gives a sample, so it has to give an object"
                }
            return "\(wanted), not \(result.typeName)"
        }
        switch use {
        case .options: return objection(toOption: fields)
        case .fields: return objection(toField: fields)
        case .sample: return nil
        }
    }

    /// An option has a value, or is a group of others.
    private static func objection(toOption fields: Fields) -> String? {
        if fields[valueOf: "options"].asArray != nil { return nil }
        switch fields[valueOf: "value"] {
        case .undefined, .null: return "gives options, so each result needs a value; there are \(names(fields))"
        default: break
        }
        switch fields[valueOf: "label"] {
        case .collection, .array: return "gives options, so each label has to be a text"
        default: return nil
        }
    }

    private static func objection(toField fields: Fields) -> String? {
        let type = fields[valueOf: "type"].asText.flatMap { ParameterType(exactly: $0.lowercased()) }
        if type?.isDisplayOnly == true { return nil }
        if let name = fields[valueOf: "name"].asText, !name.isEmpty { return nil }
        return "gives fields, so each result needs a name; there are \(names(fields))"
    }

    private static func names(_ fields: Fields) -> String {
        let names = fields.keys.prefix(8).joined(separator: ", ")
        return names.isEmpty ? "no members" : "only \(names)"
    }

    private func misshapen(_ objection: String, at index: Int?) -> PlatformError {
        let response = component.communication?.requests.last?.response
        let place = response?.output ?? response?.wrapper
        return PlatformError(
            .dataError,
            "The RPC '\(component.name)' \(objection)\(index.map { " (result \($0 + 1))" } ?? "").",
            path: index.map { "result[\($0 + 1)]" } ?? "result",
            place: PlatformError.Place(place?.place)
        )
    }
}
