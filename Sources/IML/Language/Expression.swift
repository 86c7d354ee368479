/// A parsed expression with the place it stands at.
///
/// Chains of operators and of members are kept flat: only brackets make a tree deeper, and they are counted.
struct Expression {
    indirect enum Kind {
        case constant(Value)
        case variable(Variable)
        /// A name with what follows it: `body.data[1].id`.
        case name(String)
        case access(Expression, [Step])
        case not(Expression)
        case negative(Expression)
        /// Operators of one rank, from left to right.
        case chain(Expression, [Operation])
        /// `&` and `|`: an operand decides whether the next is looked at.
        case all([Expression])
        case any([Expression])
        case call(String, [Expression])
    }

    /// What follows a value.
    enum Step {
        case member(String)
        case index(Expression)
        /// `[]`, the first.
        case first
    }

    struct Operation {
        var operation: BinaryOperator
        var operand: Expression
        /// Where the operator stands.
        var offset: Int
    }

    var kind: Kind
    /// Where it starts, in bytes of the source.
    var offset: Int
}

/// The words that stand for something that changes from one evaluation to the next.
enum Variable: String, CaseIterable, Sendable {
    case now
    case timestamp
    case uuid
    case random
    case executionId
}

/// The operators with two operands that always look at both.
enum BinaryOperator: UInt8, Sendable {
    case multiply, divide, remainder
    case add, subtract, addNumbers
    /// Two operands side by side with a text between: `first ' ' last`.
    case join
    case less, lessOrEqual, greater, greaterOrEqual
    case equal, unequal

    /// Greater binds tighter.
    var rank: Int {
        switch self {
        case .multiply, .divide, .remainder: 4
        case .add, .subtract, .addNumbers, .join: 3
        case .less, .lessOrEqual, .greater, .greaterOrEqual: 2
        case .equal, .unequal: 1
        }
    }
}
