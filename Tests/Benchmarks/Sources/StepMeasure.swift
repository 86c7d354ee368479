import IML
import Synchronization

/// What a step of the language takes, function by function: a call's limit of steps is to mean about the same time
/// whatever the call does.
///
/// Prints a line for each expression, the dearest step first: nanoseconds a step, steps of an evaluation, the expression.
struct StepMeasure {
    private let scope: Scope

    init() throws {
        var scope = Scope(
            now: Timestamp(millisecondsSinceEpoch: 1_780_000_000_000),
            limits: EvaluationLimits(outputBytes: 64 << 20)
        )
        let numbers = (0..<5_000).map { Value($0 * 7_919 % 5_000) }
        let texts = numbers.map { Value.text("item number \($0.text) ä") }
        let records = numbers.map { number in
            Value.collection([
                "id": number, "name": .text("name \(number.text)"), "tags": .array([.text("a"), .text("b")]),
            ])
        }
        scope.set([
            "numbers": .array(numbers), "texts": .array(texts), "records": .array(records),
            "lists": .array(numbers.map { .array([$0, $0]) }), "one": Value(1), "word": .text("a few words"),
            "fields": .collection(Fields((0..<5_000).map { ("key\($0)", .text("\($0)")) })),
            "long": .text(String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 2_000)),
            "marks": .text(String(repeating: "Příliš žluťoučký kůň úpěl ďábelské ódy. ", count: 2_000)),
            "list": .text((0..<5_000).map { "\($0 * 7_919 % 5_000)" }.joined(separator: ",")),
            "markup": .text(String(repeating: "<p class=\"x\">a &amp; b</p>", count: 4_000)),
            "json": .text(Value.array(records).jsonText()),
            "xml": .text("<a>" + String(repeating: "<b c=\"d\">text &amp; more</b>", count: 4_000) + "</a>"),
            "encoded": .text(String(repeating: "a%20b%C3%A9", count: 4_000)),
        ])
        self.scope = scope
    }

    /// Measures each expression for so long.
    func run(for seconds: Double) throws -> [String] {
        var rows: [(nanoseconds: Double, line: String)] = []
        for expression in Self.expressions {
            let template = try Template("{{\(expression)}}")
            let budget = EvaluationBudget(steps: .max / 2, slice: 100_000) { true }
            var scope = scope
            scope.budget = budget
            let measured = try Measurement.run(for: seconds) {
                _ = try template.evaluate(in: scope)
                return 1
            }
            let before = budget.mark
            _ = try template.evaluate(in: scope)
            let steps = budget.mark - before
            let nanoseconds = measured.seconds * 1e9 / Double(measured.operations) / Double(max(steps, 1))
            rows.append((nanoseconds, "\(Double(Int(nanoseconds * 10)) / 10)\t\(steps)\t\(expression)"))
        }
        return rows.sorted { $0.nanoseconds > $1.nanoseconds }.map(\.line)
    }

    private static let expressions = [
        "1 + 1", "one + 2 * 3", "word + ' and more'", "one = 2", "word = 'other'", "if(one > 2, 'a', 'b')",
        "ifempty(word, 'x')", "switch(one, 1, 'a', 2, 'b')", "length(numbers)", "sort(numbers)",
        "sort(numbers, 'desc')",
        "sort(texts)", "sort(texts, 'asc ci')", "sort(records, 'asc', 'id')", "sort(records, 'asc', 'name')",
        "distinct(numbers)", "distinct(texts)", "distinct(records, 'name')", "deduplicate(texts)",
        "deduplicate(records)",
        "map(records, 'name')", "map(records, 'name', 'id', '1,2,3')", "join(map(records, 'name'), ',')",
        "join(numbers)",
        "reverse(numbers)", "slice(numbers, 10, 4000)", "flatten(lists)", "merge(numbers, texts)", "shuffle(numbers)",
        "add(numbers, 1, 2)", "remove(numbers, 1, 2)", "contains(numbers, 9999)", "contains(texts, 'none')",
        "contains(long, 'none at all')", "first(numbers)", "last(numbers)", "sum(numbers)", "average(numbers)",
        "max(numbers)", "median(numbers)", "stdevS(numbers)", "arrayDifference(numbers, texts)", "keys(fields)",
        "toArray(fields)", "toCollection(records, 'name', 'id')", "omit(fields, 'key1')",
        "pick(fields, 'key1', 'key2')",
        "split(list, ',')", "split(long, ' ')", "split(long, '')", "split(marks, '')", "length(split(list, ','))",
        "sort(split(list, ','))", "length(sort(split(list, ',')))", "lower(long)", "upper(marks)", "startcase(long)",
        "capitalize(long)", "trim(long)", "length(marks)", "substring(marks, 100, 20000)", "indexOf(marks, 'none')",
        "replace(long, 'fox', 'cat')", "replace(long, '/o(.)/g', 'u$1')", "replace(marks, '/[a-z]+/gi', 'u')",
        "ascii(marks)", "ascii(marks, true)", "stripHTML(markup)", "escapeHTML(markup)", "encodeURL(marks)",
        "decodeURL(encoded)", "md5(long)", "sha1(long)", "sha256(long)", "sha512(long)", "sha256(long, 'hex', 'key')",
        "base64(long)", "toString(toBinary(base64(long), 'base64'))", "toBinary(long)", "toString(numbers)",
        "toString(records)", "formatNumber(12345.678, 2)", "parseNumber('12345.678')", "round(2.5)",
        "floor(2.5)", "abs(0 - 2)", "formatDate(now, 'YYYY-MM-DD HH:mm')", "parseDate('2026-12-01', 'YYYY-MM-DD')",
        "addDays(now, 3)", "setMonth(now, 2)", "dateDifference(now, now, 'days')", "get(records, '4000.name')",
        "length(createJSON(records))", "parseJSON(json)", "createXML(object('a', object('b', texts)))", "parseXML(xml)",
        "length(join(records))", "escapeMarkdown(long)", "replaceEmojiCharacters(marks, 'x')", "merge(fields, fields)",
        "contains(long, 'NONE', true)", "toString(toBinary(long), 'hex')", "map(records, 'name', 'tags', 'a')",
        "arrayIntersect(texts, texts)", "mime(long)", "escapeHTML(long)", "object('a', records)",
        "array(records, texts)",
        "long + long", "numbers = texts", "records = records", "long = marks", "long < marks", "'x' + records",
    ]
}
