import IML

extension FuzzEntry {
    /// A text, a format and a zone, a line each: the text is read as a date, freely and by the format, and written again.
    static let dates = FuzzEntry("dates") { bytes in
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let text = Value.text(lines.first.map(String.init) ?? "")
        let format = Value.text(lines.count > 1 ? String(lines[1]) : "YYYY-MM-DD HH:mm:ss.SSS Z")
        let zone = Value.text(lines.count > 2 ? String(lines[2]) : "Europe/Prague")
        let named = lines.count > 2 ? Zone(String(lines[2])) : nil
        if let moment = Timestamp(dateLike: text, zone: named ?? .utc) { check(.date(moment), zone) }
        for date in [call("parseDate", text, format, zone), call("parseDate", text)] {
            guard let date, case .date = date else { continue }
            check(date, zone)
            _ = call("formatDate", date, format, zone)
        }
    }

    /// What is written with all its parts is read as the same moment.
    private static func check(_ date: Value, _ zone: Value) {
        guard case .date(let moment) = date else { return }
        let iso = date.text
        precondition(Timestamp(dateLike: .text(iso)) == moment, "\(iso) is read as another moment")
        for name in ["addMonths", "addDays", "setMonth", "setDay"] { _ = call(name, date, 13) }
        guard let seconds = call("formatDate", date, "X", zone)?.text, let whole = Int(seconds) else { return }
        precondition(abs(whole * 1_000 - Int(moment.millisecondsSinceEpoch)) < 1_000, "X is another second")
    }

    private static func call(_ name: String, _ arguments: Value...) -> Value? {
        try? FunctionCatalog.call(name, arguments, in: Scope())
    }
}
