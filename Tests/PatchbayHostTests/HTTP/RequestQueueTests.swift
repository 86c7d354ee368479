import NIOCore
import NIOHTTP1
import Testing

@testable import PatchbayHost

/// What is done with what a client sends, in which order.
struct RequestQueueTests {
    private static func head(_ path: String) -> RequestQueue.Part {
        .head(HTTPRequestHead(version: .http1_1, method: .POST, uri: path))
    }

    private static func body(_ text: String) -> RequestQueue.Part { .body(ByteBuffer(string: text)) }

    private static func taking(_ parts: RequestQueue.Part...) -> RequestQueue {
        var queue = RequestQueue()
        for part in parts { queue.take(part) }
        return queue
    }

    /// All there is to do now, in words.
    private static func steps(_ queue: inout RequestQueue) -> [String] {
        var steps: [String] = []
        while let step = queue.next() {
            switch step {
            case .begin(let head, let body, let isWhole):
                steps.append("begin \(head.uri) \(String(decoding: body, as: UTF8.self))\(isWhole ? "" : "…")")
            case .feed(let bytes): steps.append("feed \(String(buffer: bytes))")
            case .finishBody: steps.append("finish")
            case .failBody: steps.append("fail")
            case .refuse: steps.append("refuse")
            case .close: steps.append("close")
            }
        }
        return steps
    }

    private struct Malformed: Error {}

    @Test func aRequestIsBegunWithItsBody() {
        var queue = Self.taking(Self.head("/a"), Self.body("one "))
        #expect(Self.steps(&queue) == [])
        queue.take(Self.body("two"))
        queue.take(.end)
        #expect(Self.steps(&queue) == ["begin /a one two"])
        #expect(queue.isAnswering)
        #expect(!queue.isReceiving)
    }

    @Test func oneWhoseBodyIsNotThereYetIsBegunAndFed() {
        var queue = Self.taking(Self.head("/a"), Self.body("one"))
        queue.readAll()
        #expect(Self.steps(&queue) == ["begin /a one…"])
        queue.take(Self.body("two"))
        queue.take(.end)
        #expect(Self.steps(&queue) == ["feed two", "finish"])
    }

    @Test func oneWithALargeBodyIsBegunBeforeAllOfItIsThere() {
        let large = String(repeating: "x", count: RequestQueue.collectedBytes + 1)
        var queue = Self.taking(Self.head("/a"), Self.body(large), Self.body("y"), .end)
        #expect(Self.steps(&queue) == ["begin /a \(large)…", "feed y", "finish"])
    }

    @Test func theNextWaitsForTheAnswerAndTheClientForTheNext() {
        var queue = Self.taking(Self.head("/a"), .end)
        #expect(Self.steps(&queue) == ["begin /a "])
        #expect(queue.wantsMore, "there is room for one to wait")
        queue.take(Self.head("/b"))
        queue.take(.end)
        #expect(Self.steps(&queue) == [])
        #expect(!queue.wantsMore)
        queue.answered(keepsConnection: true)
        #expect(Self.steps(&queue) == ["begin /b "])
        #expect(queue.wantsMore)
    }

    @Test func whatNobodyReadOfABodyIsDroppedBeforeTheNext() {
        var queue = Self.taking(Self.head("/a"))
        queue.readAll()
        #expect(Self.steps(&queue) == ["begin /a …"])
        queue.answered(keepsConnection: true)
        queue.take(Self.body("late"))
        #expect(Self.steps(&queue) == [])
        #expect(queue.wantsMore)
        queue.take(.end)
        queue.take(Self.head("/b"))
        queue.take(.end)
        #expect(Self.steps(&queue) == ["begin /b "])
    }

    @Test func whatIsNoRequestIsRefusedAfterTheAnswersBeforeIt() {
        var queue = Self.taking(Self.head("/a"), .end, .malformed(Malformed()), Self.head("/b"), .end)
        #expect(Self.steps(&queue) == ["begin /a "])
        queue.answered(keepsConnection: true)
        #expect(Self.steps(&queue) == ["refuse"])
        queue.take(Self.head("/c"))
        queue.take(.end)
        #expect(Self.steps(&queue) == [])
    }

    @Test func aBodyThatBreaksOffFailsAndIsTheLast() {
        var queue = Self.taking(Self.head("/a"), Self.body("x"), .malformed(Malformed()))
        #expect(Self.steps(&queue) == ["begin /a x…", "fail"])
        queue.answered(keepsConnection: true)
        #expect(Self.steps(&queue) == ["close"])
    }

    @Test(arguments: [true, false])
    func afterTheLastAnswerTheConnectionIsClosed(_ isWhole: Bool) {
        var queue = Self.taking(Self.head("/a"))
        if isWhole { queue.take(.end) }
        queue.readAll()
        #expect(Self.steps(&queue).count == 1)
        queue.take(Self.head("/b"))
        queue.take(.end)
        queue.answered(keepsConnection: false)
        #expect(Self.steps(&queue) == ["close"])
    }

    @Test func aConnectionThatIsToEndEndsAfterTheAnswerUnderWay() {
        var idle = RequestQueue()
        idle.end()
        #expect(Self.steps(&idle) == ["close"])
        var working = Self.taking(Self.head("/a"), .end, Self.head("/b"), .end)
        #expect(Self.steps(&working) == ["begin /a "])
        working.end()
        #expect(Self.steps(&working) == [])
        working.answered(keepsConnection: true)
        #expect(Self.steps(&working) == ["close"])
    }

    @Test func aClientThatSendsNoMoreGetsItsAnswers() {
        var queue = Self.taking(Self.head("/a"), .end, Self.head("/b"), .end)
        queue.closeInput()
        #expect(Self.steps(&queue) == ["begin /a "])
        queue.answered(keepsConnection: true)
        #expect(Self.steps(&queue) == ["begin /b "])
        queue.answered(keepsConnection: true)
        #expect(Self.steps(&queue) == ["close"])
    }
}
