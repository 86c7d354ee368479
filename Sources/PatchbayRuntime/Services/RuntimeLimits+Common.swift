import IML

extension RuntimeLimits {
    /// The limits of an app's calls: `patchbay: {pages, requests}` in its common data, within what the host allows.
    ///
    /// A number that is none, or below one, counts as not there.
    func adjusted(by common: Value) -> RuntimeLimits {
        let wishes = common[Self.commonKey]
        var limits = self
        if let pages = wishes["pages"].asInt, pages > 0 { limits.pages = min(pages, mostPages) }
        if let requests = wishes["requests"].asInt, requests > 0 { limits.requests = min(requests, mostRequests) }
        return limits
    }

    /// The member of an app's common data that speaks to the host.
    static let commonKey = "patchbay"
}
