import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct ImageFolderTests {
  @Test("Folders of classes are divided by a hash of the names, one in five to test with")
  func hashed() throws {
    var files: [String: [UInt8]] = [:]
    for index in 0..<50 {
      files["cat/\(index).png"] = try png(2, 3, [UInt8(index), 0, 0])
      files["dog/\(index).png"] = try png(2, 3, [0, UInt8(index), 0])
    }
    let reason = try opening(files) { set in
      #expect(set.classNames == ["cat", "dog"])
      #expect(set.imageShape == [3, 2, 3])
      #expect(set.maximum == 255)
      #expect(set.division == .hashed)
      #expect(set.train.count + set.test.count == 100)
      #expect((12...28).contains(set.test.count))
      #expect(set.train.images(at: [1]).elements[0...5] == [10, 10, 10, 10, 10, 10])
    }
    #expect(reason == nil)
  }

  @Test("A folder with hidden images alone is no class")
  func hidden() throws {
    let files = [
      "a/1.png": try png(1, 1, [1, 1, 1]), "b/._1.png": [1], "c/1.png": try png(1, 1, [2, 2, 2]),
    ]
    let reason = try opening(files) { set in #expect(set.classNames == ["a", "c"]) }
    #expect(reason == nil)
  }

  @Test("Folders train and val are the parts, whose classes have one order")
  func parts() throws {
    let files = [
      "train/a/1.png": try png(1, 1, [1, 1, 1]), "train/b/1.png": try png(1, 1, [2, 2, 2]),
      "val/b/x/1.png": try png(1, 1, [3, 3, 3]), "train/readme.txt": Array("text".utf8),
    ]
    let reason = try opening(files) { set in
      #expect(set.division == .given)
      #expect((set.train.labels, set.test.labels) == ([0, 1], [1]))
      #expect(set.test.images(at: [0]).elements == [3, 3, 3])
    }
    #expect(reason == nil)
    #expect(
      try opening([
        "train/a/1.png": try png(1, 1, [1, 1, 1]), "test/c/1.png": try png(1, 1, [1, 1, 1]),
      ]) == "test: the class \"c\" is not among those of train")
  }

  @Test("Images of different sizes need a network, which says to what they are brought")
  func sizes() throws {
    let files = ["a/1.png": try png(2, 2, [255, 0, 0]), "b/2.png": try png(4, 4, [0, 0, 255])]
    #expect(
      try opening(files)
        == "a/1.png: the images of this folder differ in size, channels or depth; this one is 3×2×2 "
        + "up to 255; a network or --input 3x64x64 says to which size they are brought")
    let reason = try opening(files, fit: fit([1, 2, 2])) { set in
      #expect(set.isFitted)
      #expect(set.imageShape == [1, 2, 2])
      #expect(set.notes == ["images of 2 sizes from 3×2×2 to 3×4×4 are brought to 1×2×2"])
      let gray = set.train.images(at: [0]).elements[0]
      #expect(abs(gray - 255 * 0.299) < 0.01)
    }
    #expect(reason == nil)
  }

  @Test("A sample is read alone, with its class")
  func sample() throws {
    try withFolder { folder in
      try FileContent.makeFolder("\(folder)/b")
      try FileContent.write(png(2, 2, [7, 8, 9]), to: "\(folder)/b/1.png")
      let image = try InputImage.read("\(folder):test:0")
      #expect(image.label == 0)
      #expect(image.image.shape == [1, 3, 2, 2])
      #expect(
        sentence { _ = try InputImage.read("\(folder):1") }?.hasSuffix("are numbered 0 to 0") == nil
      )
    }
  }

  @Test("A file that is no image is named")
  func damaged() throws {
    #expect(
      try opening(["a/1.png": Array("GIF89a".utf8)])
        == "a/1.png: an image (PNG, JPEG, PNM) is expected, but this is a GIF image")
  }
}
