import CJavaScriptCore
import IML
import IMLScript

/// Why a script did not do what it was asked for.
enum ScriptFault: Error {
    /// It threw; the failure is what it threw, taken out of the engine.
    case thrown(ScriptFailure)
    /// It used all of its time.
    case outOfTime(seconds: Double)

    /// The failure as the host is told.
    var failure: ScriptFailure {
        switch self {
        case .thrown(let failure): failure
        case .outOfTime(let seconds):
            ScriptFailure(message: "it ran longer than \(Value(seconds).text) s and was ended.")
        }
    }
}
