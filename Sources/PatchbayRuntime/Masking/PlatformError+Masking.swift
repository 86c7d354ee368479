import IML
import PatchbayAuth

extension PlatformError {
    /// The most bytes of a type that is none of the platform's, and of a path.
    private static let mostNameBytes = 256

    /// The same error as it may be shown: without secrets in its message, type and path, and no longer than an excerpt.
    ///
    /// Services like to echo what they were sent, and types and keys may be templates.
    func masked(by masker: Masker) -> PlatformError {
        var masked = self
        masked.message = masker.shown(message)
        if !ErrorType.all.contains(type) {
            masked.type = ErrorType(rawValue: masker.shown(Excerpt(of: type.rawValue, showing: Self.mostNameBytes)))
        }
        masked.path = path.map { masker.shown(Excerpt(of: $0, showing: Self.mostNameBytes)) }
        return masked
    }

    /// About how much memory its texts take.
    var cost: Int { message.utf8.count + type.rawValue.utf8.count + (path?.utf8.count ?? 0) }
}
