import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct ArrayFileTests {
  /// Runs `body` with the path of an `.npy` file that holds zeros of a shape.
  private func withZeros(_ shape: Shape, _ body: (String) throws -> Void) throws {
    try withFolder { folder in
      try NpyFile.write(NumericArray(.zeros(shape)), to: "\(folder)/a.npy")
      try body("\(folder)/a.npy")
    }
  }

  @Test(
    "An image is an array",
    arguments: [
      ([5], [1, 1, 1, 5]), ([2, 3], [1, 1, 2, 3]), ([4, 2, 3], [1, 4, 2, 3]),
      ([1, 4, 2, 3], [1, 4, 2, 3]),
    ] as [(Shape, Shape)])
  func images(stored: Shape, shape: Shape) throws {
    try withZeros(stored) { path in
      let (array, image) = (try ArrayFile.readImage(path), try InputImage.read(path).image)
      #expect(array.shape == stored)
      #expect(image == .zeros(shape))
    }
  }

  @Test(
    "A file without images is refused",
    arguments: [
      (
        [1, 1, 2, 2, 2],
        "an image has 2 axes (rows×columns), 3 (channels×rows×columns) or 4 "
          + "(1×channels×rows×columns), but this array has 5 (1×1×2×2×2)"
      ),
      ([2, 1, 4, 4], "one image is expected, but this is a batch of 2 (2×1×4×4)"),
      ([0, 4], "this image has no pixels (0×4)"),
    ] as [(Shape, String)])
  func noImages(stored: Shape, reason: String) throws {
    try withZeros(stored) { path in
      #expect(sentence { _ = try ArrayFile.readImage(path) } == "\(path): \(reason)")
    }
  }

  @Test("Members are named after a colon")
  func membersAreNamedAfterAColon() throws {
    let path = fixturePath("npz_savez.npz")
    #expect(try ArrayFile.read("\(path):bias").shape == [4])
    #expect(
      sentence { _ = try ArrayFile.read("\(path):bais") }
        == "\(path): it has no array \"bais\"; it has weight, bias, step")
    #expect(
      sentence { _ = try ArrayFile.read(path) }
        == "\(path): it holds 3 arrays; name one, as in \(path):weight")
    #expect(try ArrayFile.read("\(fixturePath("safetensors_6.safetensors")):f64.t1").shape == [])
    #expect(
      sentence { _ = try ArrayFile.read("no.npz:bias") }
        == "no.npz:bias: there is no such file or folder")
  }

  @Test("A colon may be part of a file name")
  func aColonMayBePartOfAFileName() throws {
    try withFolder { folder in
      try NpyFile.write(NumericArray(shape: [1], doubles: [5]), to: "\(folder)/a:b")
      #expect(try ArrayFile.read("\(folder)/a:b").doubles == [5])
    }
  }

  @Test("Everything in a file is read")
  func everythingInAFile() throws {
    #expect(try ArrayFile.readAll(fixturePath("npy_06.npy")).map(\.name) == ["npy_06"])
    #expect(try ArrayFile.readAll(fixturePath("idx_08_4d.gz")).map(\.name) == ["idx_08_4d"])
    #expect(
      try ArrayFile.readAll(fixturePath("npz_savez.npz")).map(\.name) == ["weight", "bias", "step"])
    #expect(try ArrayFile.readAll(fixturePath("safetensors_6.safetensors")).count == 10)
    #expect(
      sentence { _ = try ArrayFile.readAll(#filePath) }
        == "\(#filePath): a file of arrays (.npy, .npz, IDX, safetensors, .pt, .h5, .keras) or an image is expected, "
        + "but this is text")
  }
}
