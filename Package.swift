// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
  [.enableUpcomingFeature("ExistentialAny")]
  + [.unsafeFlags(["-num-threads", "2"], .when(configuration: .release))]
  + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let numerics: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// A level of the processor that the kernels are compiled for: the same source in every target.
func kernels(_ level: String, _ flags: [String] = []) -> Target {
  // Kernels are optimized in every configuration: unoptimized, SIMD is a function call a lane.
  let optimized = [
    "-Ounchecked", "-whole-module-optimization", "-disable-batch-mode", "-num-threads", "2",
  ]
  return .target(
    name: "Kernels\(level)", dependencies: ["KernelInterface"],
    swiftSettings: settings + [
      .define("LEVEL_\(level.uppercased())"),
      .unsafeFlags(optimized + ["-Xcc", "-fno-math-errno"] + flags),
    ])
}

#if arch(x86_64)
  let levels = [
    kernels("Baseline"), kernels("V3", ["-Xcc", "-march=x86-64-v3"]),
    kernels("V4", ["-Xcc", "-march=x86-64-v4"]),
  ]
#else
  let levels = [kernels("Baseline")]
#endif

let package = Package(
  name: "cnnscope",
  products: [.executable(name: "cnnscope", targets: ["cnnscope"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    // Its traits would bring the whole of Foundation, which takes long to load.
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0", traits: []),
  ],
  targets: [
    // The textbook: tensors, layers, definitions, losses, optimizers, networks, their texts. Knows no
    // threads, no memory but arrays, and nothing of speed.
    .target(name: "CNNModel", dependencies: [numerics], swiftSettings: settings),

    // The execution: plans, layouts, threads, training and evaluation of the model's networks. Knows
    // no terminal, file or clock.
    .target(
      name: "CNNEngine",
      dependencies: ["CNNModel", "KernelInterface", "CProcessor"]
        + levels.map { .target(name: $0.name) },
      swiftSettings: settings),

    // The inner loops: what their tables look like, and the question what the processor has.
    .target(name: "KernelInterface", swiftSettings: settings),
    .target(name: "CProcessor"),

    // Counts allocations for the benchmark.
    .target(name: "CAllocations"),

    // Why an output is what it is: maps and sums over the cells that made it.
    .target(
      name: "Attribution", dependencies: ["CNNModel", "CNNEngine"], swiftSettings: settings),

    // Files in and out, and what is built into the binary.
    .target(name: "CSamples", exclude: [], cSettings: [.unsafeFlags(["-std=c23"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .target(
      name: "ModelFiles",
      dependencies: [
        "CNNModel", "CSamples", "CZip", "CZlib", "CPNG", "CTurboJPEG",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["ONNX/Schema/onnx.proto"],
      swiftSettings: settings),

    // What differs between two results and why: changed computations that give somebody else's arrays.
    .target(name: "Differences", dependencies: ["CNNModel"], swiftSettings: settings),

    // Homework: tasks, somebody's answers, reports.
    .target(
      name: "Grading",
      dependencies: ["CNNModel", "CNNEngine", "Differences", "ModelFiles", "NumberText"],
      swiftSettings: settings),

    // Networks beside the activations that they should have had, or beside each other.
    .target(
      name: "Comparison",
      dependencies: ["CNNModel", "CNNEngine", "Differences", "ModelFiles", "NumberText"],
      swiftSettings: settings),

    // Questions about a network and its data, answered on copies; the sweep of learning rates.
    .target(
      name: "Checkup",
      dependencies: ["CNNModel", "CNNEngine", "NumberText", numerics], swiftSettings: settings),

    // The state machine: moments, stepping, breakpoints, history, the meaning of commands.
    .target(
      name: "ScopeDebugger",
      dependencies: [
        "CNNModel", "CNNEngine", "Checkup", "Comparison", "Differences", "Grading", "ModelFiles",
        "NumberText",
      ],
      swiftSettings: settings),

    // Numbers as text: significant digits, percent, a given width.
    .target(name: "NumberText", swiftSettings: settings),

    // The terminal: cells, styles, events, charts; and ncurses behind a shim.
    .target(name: "TerminalKit", dependencies: ["NumberText"], swiftSettings: settings),
    .target(
      name: "CCurses",
      cSettings: [
        .define("NCURSES_WIDECHAR", to: "1"), .define("_XOPEN_SOURCE", to: "700"),
        .define("_DEFAULT_SOURCE"), .define("_GNU_SOURCE"),
      ],
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "CursesDriver", dependencies: ["CCurses", "TerminalKit"], swiftSettings: settings),

    // Pictures of screens, maps and curves: pixels, vector graphics, and the characters in them.
    .systemLibrary(
      name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
    .systemLibrary(
      name: "CFontconfig", pkgConfig: "fontconfig", providers: [.apt(["libfontconfig-dev"])]),
    .target(
      name: "Pictures", dependencies: ["NumberText", "TerminalKit", "CFreeType", "CFontconfig"],
      swiftSettings: settings),

    // The explorer's panes, and the program.
    .target(
      name: "ScopeUI",
      dependencies: [
        "Attribution", "CNNModel", "CNNEngine", "Checkup", "Comparison", "Differences", "Grading",
        "ModelFiles", "NumberText", "Pictures", "ScopeDebugger", "TerminalKit",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "cnnscope",
      dependencies: [
        "Attribution", "CNNModel", "CNNEngine", "Checkup", "Comparison", "Differences", "Grading",
        "ModelFiles", "NumberText", "Pictures", "ScopeDebugger", "ScopeUI", "CursesDriver",
        "CAllocations",
        arguments,
      ],
      swiftSettings: settings),

    .testTarget(
      name: "CNNModelTests", dependencies: ["CNNModel", "LayerSamples"], swiftSettings: settings),
    .testTarget(
      name: "CNNEngineTests", dependencies: ["CNNModel", "CNNEngine", "LayerSamples"],
      swiftSettings: settings),
    .testTarget(
      name: "AttributionTests", dependencies: ["Attribution"], swiftSettings: settings),
    .testTarget(
      name: "CheckupTests", dependencies: ["Checkup", "CNNEngine", "CNNModel", "ScopeDebugger"],
      swiftSettings: settings),
    .testTarget(
      name: "EngineReferenceTests",
      dependencies: ["CNNModel", "CNNEngine", "ModelFiles", "ReferenceFolder"],
      swiftSettings: settings),
    .testTarget(
      name: "ModelFilesTests",
      dependencies: [
        "CNNModel", "CNNEngine", "Damages", "LayerSamples", "ModelFiles", "ReferenceFolder",
        "TestSupport",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "GradingTests",
      dependencies: [
        "CNNModel", "CNNEngine", "Differences", "Grading", "ModelFiles", "ReferenceFolder",
        "TestSupport",
      ],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "ComparisonTests",
      dependencies: [
        "CNNModel", "CNNEngine", "Comparison", "Differences", "ModelFiles", "ReferenceFolder",
        "ScopeDebugger", "TestSupport",
      ],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "TerminalKitTests", dependencies: ["NumberText", "TerminalKit"],
      swiftSettings: settings),
    .testTarget(
      name: "PicturesTests", dependencies: ["Pictures", "TerminalKit"], swiftSettings: settings),
    .testTarget(
      name: "ScopeDebuggerTests", dependencies: ["ScopeDebugger", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ScopeUITests",
      dependencies: [
        "CNNModel", "Differences", "Grading", "ModelFiles", "Pictures", "ScopeUI", "TestSupport",
      ], exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
      name: "VerbTests",
      dependencies: [
        "cnnscope", "LayerSamples", "ModelFiles", "ReferenceFolder", "ScopeDebugger", "ScopeUI",
        "TestSupport",
      ],
      swiftSettings: settings),
    // Every layer with numbers for its passes, for the tests of model and execution.
    .target(
      name: "LayerSamples", dependencies: ["CNNModel"], path: "Tests/LayerSamples",
      swiftSettings: settings),
    // What several test targets share: golden screens, the built program, folders, the level.
    .target(
      name: "TestSupport", dependencies: ["CNNEngine"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .target(name: "ReferenceFolder", path: "Tests/ReferenceFolder", swiftSettings: settings),
    // Files with small damages, for the tests of readers.
    .target(name: "Damages", path: "Tests/Damages", swiftSettings: settings),
    // Reads damaged files for a while: swift run -c release FuzzHarness SECONDS FOLDER
    .executableTarget(
      name: "FuzzHarness", dependencies: ["CNNModel", "CNNEngine", "Damages", "ModelFiles"],
      path: "Tests/FuzzHarness", swiftSettings: settings),
    .target(name: "CPty", path: "Tests/CPty"),
    .executableTarget(
      name: "ThreadedScreen", dependencies: ["CursesDriver", "TerminalKit"],
      path: "Tests/ThreadedScreen", swiftSettings: settings),
    .target(
      name: "TestTerminals", dependencies: ["CPty", "TerminalKit"], path: "Tests/TestTerminals",
      swiftSettings: settings),
    // Measures from key to picture: swift run -c release LatencyHarness PROGRAM
    .executableTarget(
      name: "LatencyHarness", dependencies: ["TestTerminals"], path: "Tests/LatencyHarness",
      swiftSettings: settings),
    // Measures training: swift run -c release TrainingHarness PROGRAM
    .executableTarget(
      name: "TrainingHarness", dependencies: ["TestTerminals"], path: "Tests/TrainingHarness",
      swiftSettings: settings),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "cnnscope", "CPty", "Damages", "ModelFiles", "TerminalKit", "TestSupport", "TestTerminals",
        "ThreadedScreen",
      ],
      exclude: ["Golden"], swiftSettings: settings),
  ] + levels,
  swiftLanguageModes: [.v6])
