// swift-tools-version: 6.1
// The fuzzers, apart from the package they try: everything here is compiled for libFuzzer and the address sanitizer.
// `Sources` links to the sources under test; see `fuzz`.
import PackageDescription

let watched: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"]),
]

/// libFuzzer brings `main`, so the program itself is a few lines of C: SwiftPM wants a Swift program to have its own.
func fuzzer(_ name: String) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["FuzzEntries"],
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]
    )
}

let package = Package(
    name: "patchbay-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/apple/swift-crypto", from: "4.5.2")],
    targets: [
        .target(
            name: "IML",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "_CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: watched
        ),
        .target(name: "PatchbayBundle", dependencies: ["IML"], swiftSettings: watched),
        .target(name: "FuzzEntries", dependencies: ["IML", "PatchbayBundle"], swiftSettings: watched),
        fuzzer("fuzz-templates"),
        fuzzer("fuzz-json"),
        fuzzer("fuzz-dates"),
        fuzzer("fuzz-xml"),
    ]
)
