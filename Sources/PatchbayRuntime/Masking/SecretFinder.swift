import IML
import Synchronization

/// Finds the secrets of one owner (a connection, an app, a call); prepared once, when it is first asked.
final class SecretFinder: Sendable {
    private let gather: @Sendable () -> SecretTexts
    private let prepared = Mutex<Prepared?>(nil)
    /// About how much memory what it keeps takes.
    let cost: Int

    /// What a search needs.
    struct Prepared: Sendable {
        let automaton: SecretAutomaton
        let shorts: ShortSecrets

        init(_ secrets: SecretTexts) {
            automaton = SecretAutomaton(secrets.texts.flatMap(Self.forms))
            shorts = ShortSecrets(secrets.shorts)
        }

        var isEmpty: Bool { automaton.isEmpty && shorts.isEmpty }

        /// A secret as it is and, where it looks escaped itself, as it is read with escapes taken off: texts are read
        /// so too.
        private static func forms(of secret: [UInt8]) -> [[UInt8]] {
            var forms = [secret]
            var text = DecodedText(secret, isCut: false, keepsPlaces: false)
            while forms.count < Masker.mostLayers, let next = text.unescaped() {
                forms.append(next.bytes)
                text = next
            }
            return forms
        }
    }

    /// Waits to be asked.
    ///
    /// - Parameters:
    ///   - cost: About how much memory what it keeps takes.
    ///   - gather: Gives the secrets.
    init(cost: Int = 0, _ gather: @escaping @Sendable () -> SecretTexts) {
        self.cost = cost
        self.gather = gather
    }

    /// Takes secrets.
    convenience init(_ secrets: SecretTexts) {
        self.init { secrets }
    }

    /// What a search needs; two that ask first at the same time both make it.
    var ready: Prepared {
        if let known = prepared.withLock(\.self) { return known }
        let made = Prepared(gather())
        return prepared.withLock { kept in
            if let kept { return kept }
            kept = made
            return made
        }
    }
}
