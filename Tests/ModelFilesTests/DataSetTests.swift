import CNNEngine
import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct DataSetTests {
  @Test("The digits are built in")
  func theDigits() throws {
    let digits = try DataSet.open("digits")
    #expect(digits.name == "digits")
    #expect(digits.imageShape == [1, 8, 8])
    #expect((digits.train.count, digits.test.count) == (1437, 360))
    #expect(digits.classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    #expect(digits.maximum == 16)
    #expect(digits.train.labels.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    let first = digits.train.images(at: [0])
    #expect(first.shape == [1, 1, 8, 8])
    #expect(first.elements.prefix(8) == [0, 0, 5, 13, 9, 1, 0, 0])
    let batch = digits.train.images(at: [3, 0])
    #expect(batch.shape == [2, 1, 8, 8])
    #expect(batch.samples(1..<2) == first)
    #expect(digits.train.prefix(5).images(at: 0..<5) == digits.train.images(at: 0..<5))
    #expect(digits.train.prefix(9999).count == 1437)
  }

  @Test("The folder of the digits holds the built-in data")
  func theFolderOfTheDigitsIsTheSame() throws {
    let folder = fixturePath("../../../samples/digits")
    let (built, read) = try (DataSet.digits(), DataSet.open(folder))
    #expect(read.name == folder)
    #expect(read.maximum == 255)
    #expect(read.test.images(at: 0..<360) == built.test.images(at: 0..<360))
    #expect(read.test.labels == built.test.labels)
  }

  @Test("Every network in samples is built in")
  func everyNetworkInSamplesIsBuiltIn() throws {
    let folder = fixturePath("../../../samples")
    let networks = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".cnn") }
    for name in networks {
      #expect(
        try SampleFiles.bytes(named: name) == FileContent.read("\(folder)/\(name)"), "\(name)")
    }
    #expect(SampleFiles.names.prefix(4).allSatisfy { $0.hasSuffix("ubyte") })
    #expect(SampleFiles.bytes(named: "nothing") == nil)
  }

  /// The folder's files, by what differs from a good set of two images to train and one to test.
  private func open(
    _ changes: [String: [UInt8]?] = [:],
    names: [String] = [
      "train-images-idx3-ubyte", "train-labels.idx1-ubyte.gz", "test-images.idx3-ubyte",
      "t10k-labels-idx1-ubyte",
    ], _ body: (DataSet) throws -> Void = { _ in }
  ) throws -> String? {
    let good = [
      idx(8, [2, 1, 2], [0, 255, 51, 102]), gzip(idx(8, [2], [1, 0])), idx(8, [1, 1, 2], [1, 2]),
      idx(8, [1], [1]),
    ]
    var reason: String?
    try withFolder { folder in
      for (name, bytes) in zip(names, good) {
        if let bytes = changes[name, default: bytes] {
          try FileContent.write(bytes, to: "\(folder)/\(name)")
        }
      }
      do {
        try body(DataSet.open(folder))
      } catch let error as FileError {
        let place = error.path.dropFirst(folder.count)
        reason = "\(FileError(path: String(place), reason: error.reason))"
      }
    }
    return reason
  }

  @Test("A folder of IDX files is a data set")
  func aFolder() throws {
    let reason = try open { set in
      #expect(set.maximum == 255)
      #expect(set.classNames == ["0", "1"])
      #expect(set.train.images(at: [1]).elements == [51, 102])
      #expect(set[.test].labels == [1])
    }
    #expect(reason == nil)
  }

  @Test("Bytes stand for 0 to 255, whatever the largest is; wider integers for the largest of all")
  func scales() throws {
    var maxima: [Double] = []
    let bytes = idx(8, [2, 1, 2], [0, 200, 51, 102])
    let wide = idx(0x0B, [2, 1, 2], [0, 0, 1, 0, 0, 9, 0, 7])
    let (test, wideTest) = (idx(8, [1, 1, 2], [1, 255]), idx(0x0B, [1, 1, 2], [2, 0, 0, 1]))
    for (train, test) in [(bytes, test), (bytes, idx(8, [1, 1, 2], [1, 2])), (wide, wideTest)] {
      let changes = ["train-images-idx3-ubyte": train, "test-images.idx3-ubyte": test]
      _ = try open(changes) { maxima.append($0.maximum) }
    }
    #expect(maxima == [255, 255, 512])
  }

  @Test(
    "Broken folders are refused in a sentence",
    arguments: [
      (
        "train-images-idx3-ubyte", nil,
        ": there is no train-images-idx3-ubyte (plain or .gz) in this folder"
      ),
      (
        "t10k-labels-idx1-ubyte", nil,
        ": there is no t10k-labels-idx1-ubyte or test-labels-idx1-ubyte (plain or .gz) in this folder"
      ),
      (
        "train-images-idx3-ubyte", idx(8, [3, 1, 2], [0, 1, 2, 3, 4, 5]),
        "/train-labels.idx1-ubyte.gz: there are 2 labels, but 3 images"
      ),
      (
        "train-images-idx3-ubyte", idx(8, [0, 1, 2], []),
        "/train-images-idx3-ubyte: the file has no images (0×1×2)"
      ),
      (
        "train-images-idx3-ubyte", idx(8, [2, 2], [0, 1, 2, 3]),
        "/train-images-idx3-ubyte: images of count×rows×columns or count×channels×rows×columns "
          + "are expected, but this array is 2×2"
      ),
      (
        "test-images.idx3-ubyte", idx(8, [1, 2, 1], [0, 1]),
        "/test-images.idx3-ubyte: the test images are 1×2×1, but the training images are 1×1×2"
      ),
      (
        "t10k-labels-idx1-ubyte", idx(8, [1], [9]),
        "/t10k-labels-idx1-ubyte: label 0 is 9, but the classes are 0 to 1"
      ),
      (
        "t10k-labels-idx1-ubyte", idx(0x0D, [1], [0x3F, 0, 0, 0]),
        "/t10k-labels-idx1-ubyte: the labels should be a list of integers, "
          + "but this array is 1 float32"
      ),
    ] as [(String, [UInt8]?, String)])
  func refusedFolders(name: String, bytes: [UInt8]?, reason: String) throws {
    #expect(try open([name: bytes]) == reason)
  }

  @Test("Unknown names are refused with a proposal")
  func unknownNames() {
    #expect(
      sentence { _ = try DataSet.open("cifar") }
        == "cifar: there is no data set or folder of this name; the data sets are digits, mnist")
    #expect(
      sentence { _ = try DataSet.open(fixturePath("npy_06.npy")) }
        == "\(fixturePath("npy_06.npy")): a folder with IDX files, an .npz archive or two arrays, as in "
        + "x.npy,y.npy, are expected, but this is one file")
  }

  @Test("MNIST says which files it needs")
  func mnistSaysWhatItWants() {
    let files =
      "the files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
      + "t10k-labels-idx1-ubyte (plain or .gz) are expected in "
    let home = ["HOME": "/no/home"]
    #expect(
      sentence { _ = try DataSet.open("mnist") { home[$0] } }
        == "mnist: \(files)/no/home/.cache/cnnscope/mnist")
    let both = ["HOME": "/no/home", "XDG_CACHE_HOME": "/no/cache", "CNNSCOPE_DATA": "/no/sets"]
    #expect(
      sentence { _ = try DataSet.open("mnist") { both[$0] } }
        == "mnist: \(files)/no/sets/mnist or /no/cache/cnnscope/mnist")
    #expect(
      sentence { _ = try DataSet.open("mnist") { _ in nil } }
        == "mnist: \(files)$CNNSCOPE_DATA/mnist")
  }
}
