import Testing

@testable import PatchbayText

struct BoundedCacheTests {
    @Test func whatWasUsedLongestAgoMakesRoom() {
        var cache = BoundedCache<String, Int>(capacity: 2)
        cache.keep(1, for: "a")
        cache.keep(2, for: "b")
        #expect(cache.value(for: "a") == 1)
        cache.keep(3, for: "c")
        #expect(cache.value(for: "b") == nil)
        #expect(cache.value(for: "a") == 1)
        #expect(cache.value(for: "c") == 3)
        cache.keep(4, for: "a")
        #expect(cache.count == 2)
        #expect(cache.value(for: "a") == 4)
        cache.removeAll()
        #expect(cache.count == 0)
        #expect(cache.value(for: "a") == nil)
    }

    @Test func costsAreBoundedToo() {
        var cache = BoundedCache<String, Int>(capacity: 10, mostCost: 100)
        cache.keep(1, for: "a", cost: 40)
        cache.keep(2, for: "b", cost: 40)
        cache.keep(3, for: "c", cost: 40)
        #expect(cache.cost == 80)
        #expect(cache.value(for: "a") == nil)
        cache.keep(4, for: "b", cost: 10)
        #expect(cache.cost == 50)
        // One that is too large stays alone.
        cache.keep(5, for: "d", cost: 1_000)
        #expect(cache.count == 1)
        #expect(cache.value(for: "d") == 5)
        cache.keep(6, for: "e", cost: 1)
        #expect(cache.value(for: "d") == nil)
        #expect(cache.cost == 1)
    }

    /// Against a list in the order of use, which is plain to read and slow.
    @Test func keepsWhatAListInTheOrderOfUseWouldKeep() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let (capacity, mostCost) = (Int.random(in: 1...8), Int.random(in: 1...30))
            var cache = BoundedCache<Int, Int>(capacity: capacity, mostCost: mostCost)
            var list: [(key: Int, value: Int, cost: Int)] = []
            for step in 0..<500 {
                let key = Int.random(in: 0..<12, using: &generator)
                let place = list.firstIndex { $0.key == key }
                switch Int.random(in: 0..<4, using: &generator) {
                case 0:
                    cache.removeValue(for: key)
                    if let place { list.remove(at: place) }
                case 1:
                    #expect(cache.value(for: key) == place.map { list[$0].value })
                    if let place { list.append(list.remove(at: place)) }
                default:
                    let cost = Int.random(in: 0...10, using: &generator)
                    cache.keep(step, for: key, cost: cost)
                    if let place { list.remove(at: place) }
                    list.append((key, step, cost))
                    while list.count > 1, list.count > capacity || list.reduce(0, { $0 + $1.cost }) > mostCost {
                        list.removeFirst()
                    }
                }
                #expect(cache.count == list.count)
                #expect(cache.cost == list.reduce(0) { $0 + $1.cost })
            }
            for entry in list { #expect(cache.value(for: entry.key) == entry.value) }
        }
    }

    @Test func textsAreReadOnce() {
        let cache = TextCache<Int>(capacity: 2, longestKey: 3)
        var made = 0
        func length(_ text: String) -> Int {
            cache.value(for: text) {
                made += 1
                return text.utf8.count
            }
        }
        #expect([length("a"), length("a"), length("bc"), length("long"), length("long")] == [1, 1, 2, 4, 4])
        #expect(made == 4)
        #expect(cache.count == 2)
        // The same character in other bytes is another text.
        #expect([length("\u{E9}"), length("e\u{301}")] == [2, 3])
    }
}
