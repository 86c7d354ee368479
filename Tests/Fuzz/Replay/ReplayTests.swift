import Foundation
import FuzzEntries
import Testing

/// The fuzzers' entries on their seeds, on what was once found, and on changes of these.
@Suite struct ReplayTests {
    private func seeds(_ entry: FuzzEntry) throws -> [[UInt8]] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Seeds/\(entry.name)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
    }

    @Test(arguments: FuzzEntry.all)
    func seedsBreakNoRule(_ entry: FuzzEntry) throws {
        let seeds = try seeds(entry)
        #expect(!seeds.isEmpty)
        for seed in seeds { entry.run(seed) }
    }

    @Test(arguments: FuzzEntry.all)
    func changedSeedsBreakNoRule(_ entry: FuzzEntry) async throws {
        let seeds = try seeds(entry)
        var mutation = Mutation(seed: 20_260_504)
        for round in 0..<1_000 {
            entry.run(mutation.changed(seeds[round % seeds.count], with: seeds))
            // The other tests share these threads, and some of them wait for answers in time.
            await Task.yield()
        }
    }
}
