import IML
import Testing

@testable import PatchbayHost

struct EventHubTests {
    private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    @Test func listenersHearWhatHappensAfterTheyCame() async {
        let hub = EventHub()
        hub.send(HostEvent("app.loaded", ["app": "before"]))
        let listener = hub.listen()
        #expect(text(await listener.next()) == ": listening\n\n")
        hub.send(HostEvent("app.changed", ["app": "demo"]))
        #expect(text(await listener.next()) == "id: 1\nevent: app.changed\ndata: {\"app\":\"demo\"}\n\n")
    }

    @Test func aSlowListenerLosesTheOldestAndIsTold() async {
        let hub = EventHub()
        let listener = hub.listen()
        for number in 0..<(EventListener.capacity + 9) { hub.send(HostEvent("n", ["n": Value(number)])) }
        let heard = text(await listener.next())
        #expect(heard.hasPrefix("event: lost\ndata: {\"count\":10}\n\n"))
        #expect(heard.hasSuffix("data: {\"n\":\(EventListener.capacity + 8)}\n\n"))
        #expect(!heard.contains("{\"n\":8}"))
    }

    @Test func aSlowListenerKeepsNoMoreThanItsBytes() async {
        let hub = EventHub()
        let listener = hub.listen()
        let text = Value.text(String(repeating: "x", count: EventListener.mostBytes / 4))
        for number in 0..<8 { hub.send(HostEvent("n", ["n": Value(number), "text": text])) }
        hub.send(HostEvent("huge", ["text": .text(String(repeating: "x", count: EventListener.mostBytes))]))
        hub.send(HostEvent("last", [:]))
        let heard = self.text(await listener.next())
        // The greeting, five of the large ones, and the one that is larger than all the room.
        #expect(heard.hasPrefix("event: lost\ndata: {\"count\":7}\n\n"))
        #expect(heard.utf8.count <= EventListener.mostBytes + 100)
        #expect(heard.hasSuffix("event: last\ndata: {}\n\n"))
    }

    @Test func whoeverStopsListeningIsForgotten() async {
        let hub = EventHub()
        do {
            let stream = EventStream(hub.listen())
            _ = await stream.next()
            #expect(hub.listenerCount == 1)
        }
        #expect(hub.listenerCount == 0)
    }

    @Test func theEndReachesEveryone() async {
        let hub = EventHub()
        let listener = hub.listen()
        _ = await listener.next()
        async let next = listener.next()
        hub.finish()
        #expect(await next == nil)
        let late = hub.listen()
        #expect(text(await late.next()) == ": listening\n\n")
        #expect(await late.next() == nil)
    }

    @Test func silenceIsFilledForWhoeverWaits() async {
        let hub = EventHub()
        let listener = hub.listen()
        _ = await listener.next()
        let waiting = Task { await listener.next() }
        var beaten: String?
        while beaten == nil {
            hub.beat()
            await Task.yield()
            hub.send(HostEvent("n", 1))
            beaten = text(await waiting.value)
        }
        #expect(beaten == ": alive\n\n" || beaten?.contains("event: n") == true)
    }
}
