/// The arguments of a call, evaluated; those left out at the end are not there.
///
/// The first four, which is all most calls have, need no memory of their own.
struct Arguments: ~Copyable {
    private var first = Value.undefined
    private var second = Value.undefined
    private var third = Value.undefined
    private var fourth = Value.undefined
    private var others: [Value] = []
    private(set) var count = 0

    /// Begins without arguments.
    init() {}

    /// Takes values.
    ///
    /// - Parameters:
    ///   - values: The first arguments.
    ///   - count: How many arguments there are at least: those without a value are undefined.
    init(_ values: some Sequence<Value>, count least: Int) {
        for value in values { append(value) }
        while count < least { append(.undefined) }
    }

    /// Adds an argument.
    @inline(__always)
    mutating func append(_ argument: consuming Value) {
        switch count {
        case 0: first = argument
        case 1: second = argument
        case 2: third = argument
        case 3: fourth = argument
        default: others.append(argument)
        }
        count += 1
    }

    /// The argument at a position from 0; undefined when it was left out.
    subscript(position: Int) -> Value {
        @inline(__always)
        borrowing get {
            switch position {
            case 0: first
            case 1: second
            case 2: third
            case 3: fourth
            default: position > 3 && position < count ? others[position - 4] : .undefined
            }
        }
    }
}
