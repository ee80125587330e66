import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct IdxFolderTests {
  private let images = idx(8, [2, 2, 3], Array(0..<12))
  private let labels = idx(8, [2], [1, 2])

  private func files(_ prefix: String) -> [String: [UInt8]] {
    ["train", "test"].reduce(into: [:]) { files, part in
      files["\(prefix)\(part)-images-idx3-ubyte"] = images
      files["\(prefix)\(part)-labels-idx1-ubyte"] = labels
    }
  }

  @Test("EMNIST's images are turned upright, and its classes are called as its mapping says")
  func emnist() throws {
    var files = files("emnist-letters-")
    files["emnist-letters-mapping.txt"] = Array("1 65 97\n2 66 98\n".utf8)
    for name in ["", "emnist-letters"] {
      let reason = try opening(files, name) { set in
        #expect(set.imageShape == [1, 3, 2])
        #expect(set.train.images(at: [0]).elements == [0, 3, 1, 4, 2, 5])
        #expect(set.classNames == ["A", "B"])
        #expect(set.train.labels == [0, 1])
      }
      #expect(reason == nil)
    }
    files.merge(self.files("emnist-digits-")) { first, _ in first }
    #expect(
      try opening(files)
        == ": there are several data sets in this folder, emnist-digits, emnist-letters; name one, as "
        + "in emnist-digits")
  }

  @Test("torchvision's folders are looked into, and a test part alone is enough")
  func torchvision() throws {
    let files = files("FashionMNIST/raw/")
    #expect(try opening(files) { #expect($0.train.count == 2) } == nil)
    let test = files.filter { $0.key.contains("/test-") }
    #expect(try opening(test) { #expect($0.division == .testAlone) } == nil)
  }
}
