#if canImport(Glibc)
    import PatchbayTesting
    import Testing

    @testable import PatchbayHost

    struct WatchSetTests {
        @Test(arguments: [3, 60])
        func aNewDirectoryIsWorkOnItsOwnEntryHoweverManyThereAre(count: Int) throws {
            let directory = try TemporaryDirectory()
            for number in 0..<count { try directory.write("1", to: "apps/app\(number)/modules/a/a.json") }
            var watches = try WatchSet(#require(Inotify()), ServedDirectory(directory("apps")))
            try watches.refresh()
            #expect(watches.directoriesLookedAt == 1 + 3 * count)
            try directory.write("1", to: "apps/app1/modules/b/b.json")
            try watches.refresh(directory("apps/app1"))
            #expect(watches.directoriesLookedAt == 1 + 3 * count + 4)
        }

        @Test func whatIsWatchedIsKnownByItsPaths() throws {
            let directory = try TemporaryDirectory()
            try directory.write("1", to: "bundle/base.iml.json")
            try directory.write("1", to: "apps/one/base.iml.json")
            for name in ["a", "b"] { try directory.link("apps/\(name)", to: directory("bundle")) }
            let inotify = try #require(Inotify())
            var watches = WatchSet(inotify, ServedDirectory(directory("apps")))
            try watches.refresh()
            func subjects() -> Set<WatchSet.Subject> {
                inotify.read().reduce(into: []) { $0.formUnion(watches.subjects(of: $1)) }
            }
            try directory.write("22", to: "bundle/base.iml.json")
            #expect(subjects() == [.path(directory("apps/a/base.iml.json")), .path(directory("apps/b/base.iml.json"))])
            try directory.move("bundle", to: "other")
            #expect(
                subjects() == [
                    .destination(of: directory("apps/a")), .destination(of: directory("apps/b")),
                    .path(directory("apps/a")), .path(directory("apps/b")),
                ]
            )
            for name in ["a", "b"] { try watches.refresh(directory("apps/\(name)")) }
            _ = subjects()
            try directory.write("333", to: "other/base.iml.json")
            #expect(subjects() == [])
        }
    }
#endif
