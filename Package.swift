// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "_CryptoExtras", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
    name: "patchbay",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "patchbay", targets: ["patchbay"]),
        .library(name: "IML", targets: ["IML"]),
        .library(name: "PatchbayAuth", targets: ["PatchbayAuth"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // The language
        .target(name: "IML", dependencies: [crypto, cryptoExtras], swiftSettings: strict),

        // The layers, bottom to top
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]
        ),
        .target(name: "PatchbayTransport", dependencies: ["CCurl"], swiftSettings: strict),
        .target(name: "PatchbayBundle", dependencies: ["IML"], swiftSettings: strict),
        .target(name: "PatchbayAuth", dependencies: ["IML", "PatchbayTransport"], swiftSettings: strict),
        .target(
            name: "PatchbayStore",
            dependencies: ["PatchbayAuth", "IML", crypto, .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict
        ),

        // Authentication types
        .target(
            name: "OAuth1",
            dependencies: ["PatchbayAuth", "IML", "PatchbayTransport", crypto, cryptoExtras],
            path: "Plugins/OAuth1/Sources",
            swiftSettings: strict
        ),
        .target(
            name: "Basic",
            dependencies: ["PatchbayAuth", "IML", "PatchbayTransport"],
            path: "Plugins/Basic/Sources",
            swiftSettings: strict
        ),
    ]
)
