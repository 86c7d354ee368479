import Testing

@testable import PatchbayHost

struct ChangedBundlesTests {
    @Test func aPathMeansItsBundleOrTheRootWhenThatIsOne() {
        var changed = ChangedBundles(root: "/apps")
        changed.add(path: "/apps/one/modules/a/a.json")
        changed.add(path: "/apps/two")
        #expect(changed.take() == ["/apps", "/apps/one", "/apps/two"])
        #expect(changed.take() == [])
    }

    @Test func theRootItselfMeansEverything() {
        var changed = ChangedBundles(root: "/apps")
        changed.add(path: "/apps")
        #expect(changed.take() == nil)
        changed.addEverything()
        #expect(changed.take() == nil)
        #expect(changed.take() == [])
    }
}
