import PatchbayText

/// The English names of months and weekdays.
enum CalendarNames {
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// The month a word names, from 1; whole names, their first three letters and `Sept` count, in any case.
    static func month(_ word: String) -> Int? {
        if word.isSameIgnoringASCIICase("Sept") { return 9 }
        return position(of: word, in: months, short: [3]).map { $0 + 1 }
    }

    /// The weekday a word names, 0 for Sunday; whole names and their first two or three letters count, in any case.
    static func weekday(_ word: String) -> Int? {
        if word.isSameIgnoringASCIICase("Tues") { return 2 }
        if word.isSameIgnoringASCIICase("Thur") || word.isSameIgnoringASCIICase("Thurs") { return 4 }
        return position(of: word, in: weekdays, short: [2, 3])
    }

    private static func position(of word: String, in names: [String], short: [Int]) -> Int? {
        names.firstIndex { name in
            word.isSameIgnoringASCIICase(name)
                || short.contains(word.utf8.count) && word.isSameIgnoringASCIICase(String(name.prefix(word.utf8.count)))
        }
    }

    /// `1st`, `2nd`, `3rd`, `4th`, `11th`.
    static func ordinal(_ number: Int) -> String {
        let suffix =
            switch (number % 100, number % 10) {
            case (11...13, _): "th"
            case (_, 1): "st"
            case (_, 2): "nd"
            case (_, 3): "rd"
            default: "th"
            }
        return "\(number)\(suffix)"
    }
}
