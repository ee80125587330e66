import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct CIFARTests {
  private let names = Array("airplane\nautomobile\n\n".utf8)

  @Test("CIFAR-10's files are a data set, in a folder or an archive")
  func ten() throws {
    let files = [
      "data_batch_1.bin": cifar([[1], [0]]), "data_batch_2.bin": cifar([[1]]),
      "data_batch_3.bin": cifar([[0]]), "data_batch_4.bin": cifar([[0]]),
      "data_batch_5.bin": cifar([[1]]), "test_batch.bin": cifar([[1]]), "batches.meta.txt": names,
    ]
    func check(_ set: DataSet) {
      #expect(set.classNames == ["airplane", "automobile"])
      #expect(set.imageShape == [3, 32, 32])
      #expect((set.train.labels, set.test.labels) == ([1, 0, 1, 0, 0, 1], [1]))
      #expect(set.train.images(at: [0]).elements == [Float](repeating: 1, count: 3072))
    }
    #expect(try opening(files, "", check) == nil)
    let members = files.map { (name: "cifar-10-batches-bin/../\($0.key)", content: $0.value) }
    let archive = tar(members)
    #expect(try opening(["c.tar": archive, "c.tar.gz": gzip(archive)], "c.tar", check) == nil)
    #expect(try opening(["c.tar.gz": gzip(archive)], "c.tar.gz", check) == nil)
  }

  @Test("CIFAR-100's fine labels count")
  func hundred() throws {
    let files = [
      "train.bin": cifar([[3, 1]]), "test.bin": cifar([[5, 0]]),
      "fine_label_names.txt": Array("apple\nbee".utf8),
    ]
    let reason = try opening(files) { set in
      #expect((set.train.labels, set.test.labels) == ([1], [0]))
      #expect(set.train.images(at: [0]).elements[0] == 3)
      #expect(set.classNames == ["apple", "bee"])
    }
    #expect(reason == nil)
  }

  @Test("A test file alone can be evaluated on, and says that nothing is there to train with")
  func testAlone() throws {
    let reason = try opening(["test_batch.bin": cifar([[0]])]) { set in
      #expect(set.division == .testAlone)
    }
    #expect(reason == nil)
  }

  @Test("Truncated, missing and pickled files are refused in a sentence")
  func refused() throws {
    #expect(
      try opening(["data_batch_1.bin": cifar([[0]]), "data_batch_3.bin": cifar([[1]])])
        == ": there is no data_batch_2.bin in it, but other parts are there")
    let rows = Array(cifar([[1], [0]]).dropLast())
    #expect(
      try opening(["test_batch.bin": rows])
        == ":test_batch.bin: rows of 3073 bytes are expected, but the file has 6145 bytes")
    let pickled =
      "this is CIFAR's version for Python, which holds pickled objects; the binary version is read, "
      + "cifar-10-binary.tar.gz or cifar-100-binary.tar.gz"
    #expect(try opening(["cifar-10-batches-py/data_batch_1": [1]]) == ": " + pickled)
    let python = tar([("cifar-10-batches-py/data_batch_1", [1, 2])])
    #expect(try opening(["c.tar": python], "c.tar") == "c.tar: " + pickled)
    let archive = tar([("cifar-10-batches-bin/test_batch.bin", cifar([[0]]))])
    #expect(
      try opening(["c.tar": Array(archive.prefix(2000))], "c.tar")
        == "c.tar: the file is truncated: \"cifar-10-batches-bin/test_batch.bin\" takes 3073 bytes, "
        + "but only 1488 are left")
  }
}
