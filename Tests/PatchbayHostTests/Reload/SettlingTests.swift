import Testing

@testable import PatchbayHost

struct SettlingTests {
    @Test func aSavedFileSettlesAfterAMoment() {
        var settling = Settling()
        #expect(settling.dueTime == nil)
        settling.beginWriting("a", at: 10)
        settling.endWriting("a", at: 10.001)
        let tooEarly = settling.isOver(at: 10.005)
        #expect(!tooEarly)
        let inTime = settling.isOver(at: 10.010)
        #expect(inTime)
        #expect(settling.dueTime == nil)
    }

    @Test func aFileBeingWrittenIsWaitedFor() {
        var settling = Settling()
        settling.beginWriting("a", at: 0)
        let whileOpen = settling.isOver(at: 0.100)
        #expect(!whileOpen)
        settling.endWriting("a", at: 0.100)
        let afterwards = settling.isOver(at: 0.110)
        #expect(afterwards)
    }

    @Test func aFileThatStaysOpenHoldsNobodyBackForLong() {
        var settling = Settling()
        settling.beginWriting("log", at: 0)
        let isOver = settling.isOver(at: 0.120)
        #expect(isOver)
    }

    @Test func anEndlessBurstEndsInTime() {
        var settling = Settling()
        for step in 0..<100 { settling.note(at: Double(step) * 0.005) }
        #expect(settling.dueTime == 0.120)
    }
}
