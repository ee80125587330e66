import CNNModel
import Damages
import Foundation
import ModelFiles
import TestSupport
import Testing

/// Readers given thousands of damaged files: each must read it or refuse it in a sentence.
///
/// A trap ends the tests, which is the failure. `CNNSCOPE_FUZZ_SECONDS=600` goes on for that long
/// with every format instead of a fixed number of files; the file being read is then kept under
/// `$CNNSCOPE_FUZZ_KEEP`, so that it is there after a trap.
@Suite(.serialized) struct DamagedFileTests {
  private static let runs = 300

  private struct Reader {
    let name: String
    let files: [[UInt8]]
    /// Whether sentences quote the file as it is; who shows them makes them harmless then.
    var quotes = false
    let read: ([UInt8], String) throws -> Void
  }

  private static func readers() throws -> [Reader] {
    let picture = try PNGPicture(
      rows: 3, columns: 4, pixels: (0..<36).map { UInt8($0 * 7) }
    ).encoded(path: "x")
    let arrays = [
      NamedArray("a.weight", NumericArray(Tensor(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6]))),
      NamedArray("b", NumericArray(shape: [3], int64s: [1, 2, 3])),
    ]
    let maps = [
      "P1 3 1 010", "P2 2 2 9\n1 2\n3 4", "P3 1 1 255 1 2 3", "P5 2 1 255\nab", "P4 9 1\nab",
    ]
    return try weights(arrays) + [
      Reader(
        name: "npy", files: [NpyFile.encode(arrays[0].array), NpyFile.encode(arrays[1].array)]
      ) { _ = try NpyFile.decode($0[...], path: $1) },
      Reader(
        name: "idx", files: [idx(8, [2, 2], [1, 2, 3, 4]), gzip(idx(13, [1], [0, 0, 1, 2]))]
      ) {
        _ = try IdxFile.decode($0[...], path: $1)
      },
      Reader(name: "pnm", files: maps.map { Array($0.utf8) }) {
        _ = try ImageFile.decode($0[...], path: $1)
      },
      Reader(name: "png", files: [picture]) { _ = try ImageFile.decode($0[...], path: $1) },
      Reader(name: "jpeg", files: [grayJPEG]) { _ = try ImageFile.decode($0[...], path: $1) },
      Reader(name: "cnn", files: Self.networks, quotes: true) { bytes, path in
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        _ = try Network(text: text, title: path, file: path)
      },
    ] + (try dataSetReaders())
  }

  private static func dataSetReaders() throws -> [Reader] {
    let open: ([UInt8], String) throws -> Void = { bytes, _ in
      try withFolder { folder in
        let file = "\(folder)/x"
        try FileContent.write(bytes, to: file)
        _ = DataSetSummary(try DataSet.open(file))
      }
    }
    return [
      Reader(name: "csv", files: tables.map { Array($0.utf8) }, read: open),
      Reader(name: "tar", files: [tar([("c/test_batch.bin", cifar([[1], [0]]))])], read: open),
      Reader(name: "set", files: [try NpzFile.encode(set, deflated: true, path: "x")], read: open),
    ]
  }

  /// Files of named arrays.
  private static func weights(_ arrays: [NamedArray]) throws -> [Reader] {
    [
      Reader(
        name: "npz",
        files: [
          try NpzFile.encode(arrays, path: "x"),
          try NpzFile.encode(arrays, deflated: true, path: "x"),
        ]
      ) { bytes, path in
        try withFolder { folder in
          let file = "\(folder)/x.npz"
          try FileContent.write(bytes, to: file)
          _ = try ArrayFile.readAll(file)
        }
      },
      Reader(
        name: "pytorch",
        files: try ["torch_legacy.pt", "numpy_arrays.pkl"].map(fixture)
      ) { _ = try TorchFile.decode($0[...], path: $1) },
      Reader(
        name: "pytorch archive",
        files: try ["torch_state.pt", "torch_kinds.pt", "torch_checkpoint.ckpt"].map(fixture)
      ) { bytes, path in
        try withFolder { folder in
          try FileContent.write(bytes, to: "\(folder)/x.pt")
          _ = try ArrayFile.readAll("\(folder)/x.pt")
        }
      },
      Reader(name: "hdf5", files: [try fixture("keras2_model.h5")]) {
        _ = try KerasFile.decode($0, path: $1)
      },
      Reader(
        name: "keras",
        files: try ["keras3_sequential.keras", "keras3_functional.keras", "keras2_model.h5"]
          .map(fixture)
      ) { bytes, path in
        try withFolder { folder in
          try FileContent.write(bytes, to: "\(folder)/x.keras")
          _ = try ImportedModel("\(folder)/x.keras", title: "x")
        }
      },
      Reader(name: "safetensors", files: [try SafetensorsFile.encode(arrays, path: "x")]) {
        _ = try SafetensorsFile.decode($0[...], path: $1)
      },
    ]
  }

  @Test(
    "Damaged files are read or refused, never a trap",
    arguments: [
      "npy", "npz", "pytorch", "pytorch archive", "hdf5", "keras", "safetensors", "idx", "pnm",
      "png", "jpeg", "csv", "tar", "set", "cnn",
    ])
  func damaged(_ name: String) throws {
    let reader = try #require(try Self.readers().first { $0.name == name })
    let seconds = ProcessInfo.processInfo.environment["CNNSCOPE_FUZZ_SECONDS"].flatMap(Double.init)
    let clock = ContinuousClock()
    let start = clock.now
    var (run, refused) = (0, 0)
    while seconds.map({ clock.now - start < .seconds($0) }) ?? (run < Self.runs) {
      if try isRefused(reader, run) { refused += 1 }
      run += 1
    }
    // Damages that do no harm and ones that do must both occur, or the test reads nothing.
    #expect((1..<run).contains(refused), "\(name): \(refused) of \(run) refused")
    if seconds != nil { print("fuzz \(name): \(run) files, \(refused) refused") }
  }

  /// Damages a file by its number and reads it.
  private func isRefused(_ reader: Reader, _ number: Int) throws -> Bool {
    var mutator = Mutator(UInt64(number) &* 0x2545_F491_4F6C_DD1D)
    let bytes = mutator.damage(reader.files[number % reader.files.count], reader.files)
    if let folder = ProcessInfo.processInfo.environment["CNNSCOPE_FUZZ_KEEP"] {
      try Data(bytes).write(to: URL(filePath: "\(folder)/\(reader.name)"))
    }
    guard let sentence = sentence({ try reader.read(bytes, "file") }) else { return false }
    let isHarmless = sentence.harmless == sentence
    #expect(isHarmless || reader.quotes, "\(sentence)")
    return true
  }

  private static let tables = [
    "label,p0,p1,p2,p3\n1,0,1,2,255\n0,4,5,6,7\n", "0.5;1;dog\n0;1;\"cat\"\n",
  ]

  private static let set = [
    NamedArray(
      "x_train", NumericArray(shape: [2, 5, 2, 1], bytes: [UInt8](repeating: 3, count: 20))),
    NamedArray("y_train", NumericArray(shape: [2, 1], int64s: [1, 0])),
  ]

  private static let networks = [
    "input 1x8x8\nconv 4 3x3 pad same\nskip: relu\nconv 4 3x3 pad same\nadd from conv2, skip\n"
      + "maxpool 2\nflatten\nlinear 10\nloss squared-error\ninit xavier",
    "input 2x9x9; deconv 3 4x4 stride 2; batchnorm; softmax axis 1; avgpool 3 stride 2 pad 1",
  ].map { Array($0.utf8) }
}
