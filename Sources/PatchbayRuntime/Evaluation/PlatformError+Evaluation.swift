import IML
import PatchbayAuth
import PatchbayBundle

extension PlatformError {
    /// A failed evaluation, with the key and the place of what was evaluated.
    init(_ error: EvaluationError, in spec: SpecValue, _ quoting: DataQuoting) {
        self.init(error.type, quoting.text(of: error.quotingMessage), path: spec.key, place: Place(spec.place))
    }
}

extension PlatformError.Place {
    /// The place a spec's value stands at.
    init(_ place: SourcePlace) {
        self.init(file: place.file, line: place.line, column: place.column)
    }

    /// The place of a spec's value, if there is one.
    init?(_ place: SourcePlace?) {
        guard let place else { return nil }
        self.init(file: place.file, line: place.line, column: place.column)
    }
}
