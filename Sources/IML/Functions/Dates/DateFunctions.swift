extension Builtin {
    /// The functions of this chapter.
    static let dates: [Builtin] = dateTexts + dateAdditions + dateSettings + dateDifferences

    private static let dateTexts: [Builtin] = [
        Builtin(
            "parseDate(value, [format], [timezone])",
            .dates,
            1...3,
            "The date a text names, in a format of moment.js tokens or, without one, in any form that cannot be misread.",
            examples: [
                "parseDate('28.12.2016 16:03', 'DD.MM.YYYY HH:mm')": "\"2016-12-28T16:03:00.000Z\"",
                "parseDate('1482940980', 'X')": "\"2016-12-28T16:03:00.000Z\"",
                "parseDate('2016-12-28 16:03', 'YYYY-MM-DD HH:mm', 'Europe/Prague')": "\"2016-12-28T15:03:00.000Z\"",
            ]
        ) { call throws(EvaluationError) in try parseDate(&call) },
        Builtin(
            "formatDate(date, [format], [timezone])",
            .dates,
            1...3,
            "A date as text, in a format of moment.js tokens; YYYY-MM-DDTHH:mm:ss.SSSZ without one.",
            examples: [
                "formatDate('2018-10-01T07:32:00Z', 'MM/DD/YYYY')": "\"10/01/2018\"",
                "formatDate('2018-10-01T07:32:00Z', 'dddd, MMMM Do [at] h:mm A', 'Europe/Prague')":
                    "\"Monday, October 1st at 9:32 AM\"",
            ],
            prepare: { known in
                guard known.count > 1, case .text(let text)? = known[1], !text.isEmpty else { return nil }
                let format = DateFormat(text)
                return Code(writer: { call, output throws(EvaluationError) in
                    try formatDate(&call, &output, format)
                })
            },
            code: Code(writer: { call, output throws(EvaluationError) in
                try formatDate(&call, &output, nil)
            })
        ),
    ]

    @inline(__always)
    private static func formatDate(
        _ call: inout FunctionCall,
        _ output: inout OutputBuffer,
        _ known: DateFormat?
    ) throws(EvaluationError) -> Bool {
        guard let moment = try call.moment(0) else { return false }
        let zone = try call.zone(named: 2)
        let format: DateFormat
        if let known {
            format = known
        } else {
            let text = try call.text(1) ?? ""
            format = text.isEmpty ? DateFormat.standard : DateFormat.cached(text)
        }
        try call.spend(format.length / 4 + 32)
        format.append(moment, in: zone, to: &output)
        return true
    }

    private static func parseDate(_ call: inout FunctionCall) throws(EvaluationError) -> Value {
        if case .date(let date) = call.value(0) { return .date(date) }
        let zone = try call.zone(named: 2)
        guard let format = try call.text(1), !format.isEmpty else {
            return try call.moment(0, zone: zone).map(Value.date) ?? .null
        }
        guard let text = try call.text(0), !text.isEmpty else { return .null }
        try call.spend((text.utf8.count + format.utf8.count) * 2 + 16)
        let compiled = DateFormat.cached(format)
        guard compiled.isReadable else {
            throw call.failure(1, expected: "a format without tokens that are only written, such as w, gg, Qo and Mo")
        }
        guard let date = compiled.date(in: text, zone: zone, now: call.now) else {
            throw call.failure(0, expected: "a date in the format \(format)")
        }
        return .date(date)
    }
}
