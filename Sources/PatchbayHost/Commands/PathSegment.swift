import PatchbayAuth
import PatchbayText

extension String {
    /// The text as one segment of a path, percent-encoded (RFC 3986, section 3.3).
    var asPathSegment: String { PercentEncoding.encode(self) }
}
