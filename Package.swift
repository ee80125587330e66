// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
  [.enableUpcomingFeature("ExistentialAny")]
  + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let numerics: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "cnnscope",
  products: [.executable(name: "cnnscope", targets: ["cnnscope"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
  ],
  targets: [
    // The engine: tensors, layers, networks, training. Knows no terminal, file or clock.
    .target(name: "CNNEngine", dependencies: [numerics], swiftSettings: settings),

    // Files in and out, and what is built into the binary.
    .target(name: "CSamples", exclude: [], cSettings: [.unsafeFlags(["-std=c23"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "ModelFiles",
      dependencies: [
        "CNNEngine", "CSamples", "CZip", "CZlib",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["ONNX/Schema/onnx.proto"],
      swiftSettings: settings),

    // The state machine: moments, stepping, breakpoints, history, the meaning of commands.
    .target(
      name: "ScopeDebugger", dependencies: ["CNNEngine", "ModelFiles"], swiftSettings: settings),

    // The terminal: cells, styles, events, charts; and ncurses behind a shim.
    .target(name: "TerminalKit", swiftSettings: settings),
    .target(
      name: "CCurses",
      cSettings: [
        .define("NCURSES_WIDECHAR", to: "1"), .define("_XOPEN_SOURCE", to: "700"),
        .define("_DEFAULT_SOURCE"), .define("_GNU_SOURCE"),
      ],
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "CursesDriver", dependencies: ["CCurses", "TerminalKit"], swiftSettings: settings),

    // The explorer's panes, and the program.
    .target(
      name: "ScopeUI", dependencies: ["ScopeDebugger", "TerminalKit"], swiftSettings: settings),
    .executableTarget(
      name: "cnnscope",
      dependencies: [
        "CNNEngine", "ModelFiles", "ScopeDebugger", "ScopeUI", "CursesDriver", arguments,
      ],
      swiftSettings: settings),

    .testTarget(name: "CNNEngineTests", dependencies: ["CNNEngine"], swiftSettings: settings),
    .testTarget(
      name: "EngineReferenceTests", dependencies: ["CNNEngine", "ModelFiles", "ReferenceFolder"],
      swiftSettings: settings),
    .testTarget(
      name: "ModelFilesTests",
      dependencies: [
        "ModelFiles", "ReferenceFolder", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(name: "TerminalKitTests", dependencies: ["TerminalKit"], swiftSettings: settings),
    .testTarget(
      name: "ScopeDebuggerTests", dependencies: ["ScopeDebugger"], swiftSettings: settings),
    .testTarget(
      name: "ScopeUITests", dependencies: ["ScopeUI"], exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
      name: "VerbTests", dependencies: ["cnnscope", "ModelFiles", "ReferenceFolder"],
      swiftSettings: settings),
    .target(name: "ReferenceFolder", path: "Tests/ReferenceFolder", swiftSettings: settings),
    .target(name: "CPty", path: "Tests/CPty"),
    .executableTarget(
      name: "ThreadedScreen", dependencies: ["CursesDriver", "TerminalKit"],
      path: "Tests/ThreadedScreen", swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["cnnscope", "ThreadedScreen", "CPty", "ModelFiles", "TerminalKit"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6])
