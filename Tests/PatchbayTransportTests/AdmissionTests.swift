import PatchbayText
import Testing

@testable import PatchbayTransport

struct AdmissionTests {
    private let one = Origin(scheme: .https, host: "one.example", port: 443)
    private let other = Origin(scheme: .https, host: "other.example", port: 443)

    @Test func requestsOfAnOwnerToAHostGoOutInTheirOrder() {
        var admission = Admission(places: 8, placesPerHost: 2)
        var out: [UInt64] = []
        for id in 1...10 as ClosedRange<UInt64> {
            if admission.ask(id, of: "a", to: one) { out.append(id) }
        }
        #expect(out == [1])
        for index in 0..<10 { out += admission.end(out[index]) }
        #expect(out == Array(1...10))
    }

    @Test func waitingForOneHostKeepsNobodyFromAnother() {
        var admission = Admission(places: 8, placesPerHost: 2)
        let answers = [
            admission.ask(1, of: "a", to: one), admission.ask(2, of: "a", to: one),
            admission.ask(3, of: "a", to: other),
            admission.ask(4, of: "b", to: one), admission.ask(5, of: "b", to: one),
        ]
        #expect(answers == [true, false, true, true, false])
        let (afterThird, afterFirst, afterSecond) = (admission.end(3), admission.end(1), admission.end(2))
        #expect(afterThird == [])
        #expect(afterFirst == [2])
        #expect(afterSecond == [])
        let afterFourth = admission.end(4)
        #expect(afterFourth == [5])
    }

    @Test func whoeverEndsInAnyStateLeavesNothingBehind() {
        var admission = Admission(places: 4, placesPerHost: 3)
        var generator = SplitMix(state: 7)
        var (out, waiting): (Set<UInt64>, Set<UInt64>) = ([], [])
        for id in 1...5_000 as ClosedRange<UInt64> {
            let owner = "owner \(generator.next() % 5)"
            if admission.ask(id, of: owner, to: generator.next() % 2 == 0 ? one : other) {
                out.insert(id)
            } else {
                waiting.insert(id)
            }
            #expect(out.count <= 4)
            while out.count + waiting.count > 40, let ended = out.union(waiting).randomElement(using: &generator) {
                out.remove(ended)
                waiting.remove(ended)
                for next in admission.end(ended) {
                    let wasWaiting = waiting.remove(next) != nil
                    #expect(wasWaiting)
                    out.insert(next)
                }
            }
        }
        while let ended = out.first {
            out.remove(ended)
            for next in admission.end(ended) {
                waiting.remove(next)
                out.insert(next)
            }
        }
        #expect(waiting.isEmpty)
        #expect(admission.isIdle)
    }

    /// The same numbers at every run (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
