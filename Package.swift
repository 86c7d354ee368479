// swift-tools-version: 6.2
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "_CryptoExtras", package: "swift-crypto")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

/// An authentication type: each directory of `Plugins` with `Sources` in it is one, and a target of its name.
struct Plugin {
    let name: String

    /// All there are.
    ///
    /// Nothing else here names one, so that a new one is its directory and its line in the host's registry.
    static func all() throws -> [Plugin] {
        try FileManager.default.contentsOfDirectory(atPath: Context.packageDirectory + "/Plugins").sorted()
            .map(Plugin.init).filter { $0.has("Sources") }
    }

    private func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: Context.packageDirectory + "/Plugins/\(name)/\(path)")
    }

    var dependency: Target.Dependency { .target(name: name) }

    /// The plugin, and its tests where it has any: `Tests/Vectors` is data they read, `Tests/Generators` made it.
    var targets: [Target] {
        let library = Target.target(
            name: name,
            dependencies: ["PatchbayAuth", "IML", "PatchbayText", "PatchbayTransport", crypto, cryptoExtras],
            path: "Plugins/\(name)/Sources",
            swiftSettings: strict
        )
        guard has("Tests") else { return [library] }
        let tests = Target.testTarget(
            name: name + "Tests",
            dependencies: [
                dependency, "PatchbayAuth", "PatchbayAuthTesting", "PatchbayTesting", "IML", "PatchbayText",
                "PatchbayTransport",
            ],
            path: "Plugins/\(name)/Tests",
            exclude: has("Tests/Generators") ? ["Generators"] : [],
            resources: has("Tests/Vectors") ? [.copy("Vectors")] : [],
            swiftSettings: strict
        )
        return [library, tests]
    }
}

let plugins = try Plugin.all()

let package = Package(
    name: "patchbay",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "patchbay", targets: ["patchbay"]),
        .executable(name: "patchbay-script-worker", targets: ["patchbay-script-worker"]),
        .library(name: "IML", targets: ["IML"]),
        .library(name: "PatchbayAuth", targets: ["PatchbayAuth"]),
        .library(name: "PatchbayText", targets: ["PatchbayText"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        // What tests of several layers use
        .target(
            name: "PatchbayTesting",
            dependencies: ["CArchive"],
            path: "Tests/PatchbayTesting",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "sandbox-probe",
            path: "Tests/SandboxProbe",
            linkerSettings: [.linkedLibrary("pthread", .when(platforms: [.linux]))]
        ),

        // What waits, whose turn it is, and what ends the wait
        .target(name: "PatchbayQueues", swiftSettings: strict),
        .testTarget(name: "PatchbayQueuesTests", dependencies: ["PatchbayQueues"], swiftSettings: strict),

        // What every layer needs of bytes and text
        .target(name: "PatchbayText", swiftSettings: strict),
        .testTarget(
            name: "PatchbayTextTests",
            dependencies: ["PatchbayText", "PatchbayTesting"],
            exclude: ["Generators"],
            resources: [.copy("Cases")],
            swiftSettings: strict
        ),

        // The language
        .target(name: "IML", dependencies: ["PatchbayText", crypto, cryptoExtras], swiftSettings: strict),
        .testTarget(
            name: "IMLTests",
            dependencies: ["IML", "PatchbayText", "PatchbayTesting"],
            exclude: ["Generators"],
            resources: [.copy("Cases")],
            swiftSettings: strict
        ),

        // Custom functions, in a process of their own
        .systemLibrary(
            name: "CJavaScriptCore",
            pkgConfig: "javascriptcoregtk-4.1",
            providers: [.apt(["libjavascriptcoregtk-4.1-dev"])]
        ),
        .systemLibrary(name: "CSandbox"),
        .target(name: "IMLScript", dependencies: ["IML", "PatchbayQueues", "PatchbayText"], swiftSettings: strict),
        .executableTarget(
            name: "patchbay-script-worker",
            dependencies: ["IML", "IMLScript", "PatchbayText", "CJavaScriptCore", "CSandbox"],
            path: "Sources/PatchbayScriptWorker",
            swiftSettings: strict
        ),
        .testTarget(
            name: "IMLScriptTests",
            dependencies: [
                "IML", "IMLScript", "PatchbayText", "CSandbox", "PatchbayTesting", "patchbay-script-worker",
                "sandbox-probe",
            ],
            swiftSettings: strict
        ),

        // The layers, bottom to top
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]
        ),
        .target(
            name: "PatchbayTransport",
            dependencies: ["CCurl", "PatchbayQueues", "PatchbayText"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PatchbayTransportTests",
            dependencies: ["PatchbayTransport", "PatchbayText", "PatchbayTesting"],
            swiftSettings: strict
        ),

        .systemLibrary(
            name: "CArchive",
            pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]
        ),
        .target(name: "PatchbayArchive", dependencies: ["CArchive", "PatchbayText"], swiftSettings: strict),
        .testTarget(
            name: "PatchbayArchiveTests",
            dependencies: ["PatchbayArchive", "PatchbayTesting"],
            swiftSettings: strict
        ),

        .target(name: "PatchbayBundle", dependencies: ["IML", "PatchbayText"], swiftSettings: strict),
        .testTarget(
            name: "PatchbayBundleTests",
            dependencies: ["PatchbayBundle", "PatchbayTesting", "IML", "PatchbayText"],
            swiftSettings: strict
        ),

        .target(
            name: "PatchbayAuth",
            dependencies: ["IML", "PatchbayText", "PatchbayTransport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PatchbayAuthTests",
            dependencies: [
                "PatchbayAuth", "PatchbayAuthTesting", "PatchbayTesting", "IML", "PatchbayText", "PatchbayTransport",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "PatchbayAuthTesting",
            dependencies: ["PatchbayAuth", "IML", "PatchbayText", "PatchbayTransport"],
            path: "Tests/PatchbayAuthTesting",
            swiftSettings: strict
        ),

        .target(
            name: "PatchbayStore",
            dependencies: [
                "PatchbayAuth", "IML", "PatchbayText", crypto, cryptoExtras,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PatchbayStoreTests",
            dependencies: [
                "PatchbayStore", "PatchbayAuth", "PatchbayTesting", "IML", "PatchbayText",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),

        .target(
            name: "PatchbayRuntime",
            dependencies: [
                "PatchbayBundle", "PatchbayAuth", "PatchbayTransport", "PatchbayStore", "IML", "PatchbayText", crypto,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PatchbayRuntimeTests",
            dependencies: [
                "PatchbayRuntime", "PatchbayBundle", "PatchbayAuth", "PatchbayTransport", "PatchbayStore",
                "PatchbayTesting", "IML", "PatchbayText", "OAuth1", "OAuth2", "Basic",
            ],
            swiftSettings: strict
        ),

        .target(
            name: "PatchbayHost",
            dependencies: [
                "PatchbayRuntime", "PatchbayStore", "PatchbayBundle", "PatchbayAuth", "PatchbayTransport", "IML",
                "PatchbayText", "PatchbayQueues", "IMLScript", "CSandbox", "PatchbayArchive", hummingbirdCore,
                lifecycle,
                logging, nioCore, nioHTTP1, nioPosix,
                crypto,
            ] + plugins.map(\.dependency),
            swiftSettings: strict
        ),
        .testTarget(
            name: "PatchbayHostTests",
            dependencies: [
                "PatchbayHost", "PatchbayRuntime", "PatchbayBundle", "PatchbayStore", "PatchbayAuth",
                "PatchbayTransport", "PatchbayTesting", "IML", "PatchbayText", "patchbay", "patchbay-script-worker",
                "sandbox-probe",
                logging, nioCore, nioEmbedded, nioHTTP1, nioPosix,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "patchbay",
            dependencies: ["PatchbayHost", argumentParser],
            swiftSettings: strict
        ),

        // What the fuzzers of Tests/Fuzz run, here on seeds and their changes
        .target(
            name: "FuzzEntries",
            dependencies: ["IML", "PatchbayBundle"],
            path: "Tests/Fuzz/Sources/FuzzEntries",
            swiftSettings: strict
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["FuzzEntries"],
            path: "Tests/Fuzz",
            exclude: ["Dictionaries", "Package.swift", "Sources", "fuzz"],
            sources: ["Replay"],
            resources: [.copy("Seeds")],
            swiftSettings: strict
        ),

        // Measurements
        .executableTarget(
            name: "patchbay-bench",
            dependencies: ["IML", "IMLScript", "OAuth1", "PatchbayAuth", "PatchbayTransport"],
            path: "Tests/Benchmarks/Sources",
            swiftSettings: strict
        ),
    ] + plugins.flatMap(\.targets)
)
