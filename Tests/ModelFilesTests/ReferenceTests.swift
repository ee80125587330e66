import CNNModel
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// Files that NumPy, safetensors and others wrote, and files that are broken on purpose.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct ReferenceTests {
  @Test("Files of every format hold what they should")
  func formats() throws {
    var cases: [String: Int] = [:]
    for file in try ReferenceFolder.json("formats/expected.json")["files"]?.elements ?? [] {
      let (name, format) = try (#require(file["file"]?.string), #require(file["format"]?.string))
      let path = ReferenceFolder.path("formats/\(name)")
      switch format {
      case "npy": try expect(NpyFile.read(path), equals: file, name)
      case "idx": try expect(IdxFile.read(path), equals: file, name)
      default:
        let arrays = try ArrayFile.readAll(path)
        let expected = file["arrays"]?.members ?? file["tensors"]?.members ?? [:]
        #expect(Set(arrays.map(\.name)) == Set(expected.keys), "\(name)")
        for array in arrays {
          try expect(array.array, equals: #require(expected[array.name]), "\(name):\(array.name)")
        }
      }
      cases[format, default: 0] += 1
    }
    #expect(cases.keys.sorted() == ["idx", "npy", "npz", "safetensors"])
  }

  /// The shape and every element, compared bit by bit, NaN with NaN.
  private func expect(_ array: NumericArray, equals file: JSON, _ name: String) throws {
    #expect(array.shape.extents == file["shape"]?.elements.map(\.int), "\(name)")
    let expected = file["values"]?.elements ?? []
    let doubles = array.doubles
    let texts = array.texts(in: 0..<array.count)
    try #require(doubles.count == expected.count, "\(name)")
    for (index, value) in expected.enumerated() {
      let number = try #require(value.double)
      let isEqual =
        doubles[index].bitPattern == number.bitPattern
        || doubles[index].isNaN && number.isNaN
        || value.string == texts[index]
      #expect(isEqual, "\(name)[\(index)]: \(doubles[index]) should be \(value)")
      if let digits = value.string, digits.allSatisfy({ $0.isNumber || $0 == "-" }) {
        #expect(texts[index] == digits, "\(name)[\(index)]")
      }
    }
  }

  @Test("Malformed files are refused or read as expected")
  func malformed() throws {
    var count = 0
    for file in try ReferenceFolder.json("malformed/manifest.json")["files"]?.elements ?? [] {
      let (name, expected) = try (
        #require(file["file"]?.string), #require(file["expected"]?.string)
      )
      let kind = name.prefix { $0 != "/" }
      guard ["npy", "npz", "idx", "gz", "safetensors"].contains(kind) else { continue }
      let path = ReferenceFolder.path("malformed/\(name)")
      let refusal =
        if let images = file["with"]?.string {
          try dataSetRefusal(images: ReferenceFolder.path("malformed/\(images)"), labels: path)
        } else {
          sentence { _ = try ArrayFile.readAll(path) }
        }
      if expected != "either" { #expect((refusal != nil) == (expected == "refuse"), "\(name)") }
      if let refusal { #expect(refusal.contains("/"), "\(name): \(refusal)") }
      count += 1
    }
    #expect(count > 0)
  }

  /// What a folder says that has these images and labels in both of its parts.
  private func dataSetRefusal(images: String, labels: String) throws -> String? {
    var refusal: String?
    try withFolder { folder in
      for part in ["train", "t10k"] {
        try FileContent.write(
          FileContent.read(images), to: "\(folder)/\(part)-images-idx3-ubyte")
        try FileContent.write(
          FileContent.read(labels), to: "\(folder)/\(part)-labels-idx1-ubyte")
      }
      refusal = sentence { _ = try DataSet.folder(folder) }
    }
    return refusal
  }

  @Test("The digits are the reference's")
  func digits() throws {
    let split = try ReferenceFolder.json("digits/split.json")
    let digits = try DataSet.digits()
    let counts = { (labels: [Int]) in
      (0..<10).map { digit in labels.count { $0 == digit } as Int? }
    }
    #expect(counts(digits.train.labels) == split["class_counts_train"]?.elements.map(\.int))
    #expect(counts(digits.test.labels) == split["class_counts_test"]?.elements.map(\.int))
    let sums = [digits.train, digits.test].map { part in
      part.images(at: 0..<part.count).elements.reduce(0.0) { $0 + Double($1) }
    }
    #expect(sums[0] + sums[1] == split["sum_of_pixels"]?.double)
  }

  @Test("Compressed digits are read")
  func compressedDigits() throws {
    for name in ["train-images-idx3-ubyte", "test-labels-idx1-ubyte"] {
      #expect(
        try IdxFile.read(ReferenceFolder.path("digits/\(name).gz"))
          == IdxFile.read(ReferenceFolder.path("digits/\(name)")))
    }
  }

  @Test("MNIST is read as published")
  func mnist() throws {
    let root = ReferenceFolder.root
    let mnist = try DataSet.open("mnist") { $0 == "CNNSCOPE_DATA" ? root : nil }
    #expect((mnist.train.count, mnist.test.count) == (60000, 10000))
    #expect(mnist.imageShape == [1, 28, 28])
    #expect(mnist.maximum == 255)
    #expect(mnist.train.labels.prefix(5) == [5, 0, 4, 1, 9])
    let reference = try #require(try SampleReference(parsing: "mnist:69999"))
    let (part, index) = try reference.position(in: mnist)
    #expect((part, index, mnist[part].labels[index]) == (.test, 9999, 6))
  }

  /// PyTorch's `interpolate` with `align_corners=False`.
  @Test("Bilinear scaling is the reference's")
  func bilinearScaling() throws {
    var count = 0
    for entry in try ReferenceFolder.json("pytorch/cases.json")["cases"]?.elements ?? [] {
      guard entry["op"]?.string == "interpolate", let file = entry["file"]?.string,
        let mode = entry["attrs"]?["mode"]?.string.flatMap(PreprocessingOptions.Resize.init),
        entry["attrs"]?["align_corners"]?.bool != true
      else { continue }
      let archive = try NpzArchive(ReferenceFolder.path("pytorch/\(file)"))
      let (x, y) = try (archive.array("x").tensor, archive.array("y64"))
      let fit = try Preprocessing(x.shape.sample, to: y.shape.sample, resize: mode)
      let ours = fit.apply(to: x)
      #expect(ours.shape == y.shape)
      for (own, other) in zip(ours.elements, y.doubles) {
        #expect(abs(Double(own) - other) <= 2e-6 * (1 + abs(other)), "\(file)")
      }
      count += 1
    }
    #expect(count > 0)
  }
}
