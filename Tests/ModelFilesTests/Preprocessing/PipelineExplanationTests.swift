import CNNModel
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

@Suite("Explanations of tensors") struct PipelineExplanationTests {
  /// A color image of 24×36 without symmetry.
  private func image(_ folder: String) throws -> InputImage {
    let pixels = (0..<24 * 36 * 3).map { index -> UInt8 in
      let (row, column, channel) = (index / (36 * 3), index / 3 % 36, index % 3)
      let slope: Int = column * (5 + 4 * channel)
      let twist: Int = row * column * (channel + 1)
      return UInt8((3 * row * row + slope + twist) % 256)
    }
    try FileContent.write(Array("P6 36 24 255\n".utf8) + pixels, to: "\(folder)/i.ppm")
    return try InputImage.read("\(folder)/i.ppm")
  }

  private func explain(_ tensor: Tensor) throws -> PipelineExplanation {
    try withFolder {
      try PipelineExplanation(image($0), tensor: NumericArray(tensor), path: "x.npy")
    }
  }

  private func prepared(_ options: PreprocessingOptions, _ target: Shape) throws -> Tensor {
    try withFolder { folder in
      let image = try image(folder)
      return try Preprocessing(image.format, to: InputFormat(target), options).apply(
        to: image.image)
    }
  }

  @Test(
    "The options that are found make the same tensor",
    arguments: [
      "--resize pil-bicubic --scale 1/255 --mean 0.485,0.456,0.406 --deviation 0.229,0.224,0.225",
      "--resize cv-linear --fit crop --resize-side 18 --scale 1 --channels bgr",
      "--resize tv-bilinear-antialias --fit pad --fill 128 --scale 1/255",
      "--resize cv-area --scale 1 --mean 104,117,123 --channels bgr",
      "--resize torch-bilinear --scale 1/255 --mean 0.3,0.4,0.6 --deviation 0.2,0.3,0.1",
      "--resize pil-nearest --scale 1/127.5 --mean 1",
      "--resize crop --scale 1/255",
    ])
  func roundTrip(words: String) throws {
    var options = PreprocessingOptions()
    let parts = words.split(separator: " ").map(String.init)
    for index in stride(from: 0, to: parts.count, by: 2) {
      _ = try options.take(parts[index], parts[index + 1])
    }
    let tensor = try prepared(options, [3, 16, 16])
    let explanation = try explain(tensor)
    #expect(explanation.isExact)
    let found = try prepared(#require(explanation.options), [3, 16, 16])
    #expect(found.shape == tensor.shape)
    #expect(
      zip(found.elements, tensor.elements).allSatisfy { abs($0 - $1) < 1e-4 * max(1, abs($1)) },
      "\(explanation.pipeline.words)")
  }

  @Test("Layout, turn and inversion are seen")
  func arrangement() throws {
    let options = PreprocessingOptions(
      resize: .resampled(.cvCubic), scale: ScaleFactor("1/255"), isInverted: true)
    let tensor = try prepared(options, [3, 12, 20])
    // Rows and columns swapped, channels last, without a batch axis.
    let elements = (0..<20).flatMap { column in
      (0..<12).flatMap { row in (0..<3).map { tensor[[0, $0, row, column]] } }
    }
    let words = try explain(Tensor(shape: [20, 12, 3], elements: elements)).pipeline.words
    #expect(
      words == "resized to 12×20 by cv-cubic, inverted, channels red, green, blue, "
        + "normalized: 1/255, rows and columns swapped, NHWC")
  }

  @Test("An image of other channels than 1 or 3 is refused")
  func channels() throws {
    let tensor = NumericArray(Tensor(shape: [1, 1, 3], elements: [1, 2, 3]))
    try withFolder { folder in
      let path = "\(folder)/i.npy"
      try FileContent.write(NpyFile.encode(NumericArray(Tensor.zeros([4, 8, 8]))), to: path)
      let image = try InputImage.read(path)
      let reason = "an image of 1 or 3 channels can be compared with it, but this one has 4"
      #expect(throws: FileError(path: "t.npy", reason: reason)) {
        try PipelineExplanation(image, tensor: tensor, path: "t.npy")
      }
    }
  }

  @Test("What cannot be told is refused in one sentence")
  func refusals() throws {
    for (tensor, reason) in [
      (
        Tensor(shape: [3, 8, 8], repeating: 2),
        "all its numbers are 2.0, which tells nothing of the image"
      ),
      (
        Tensor(shape: [1, 1, 3], elements: [1, .nan, 2]),
        "it holds nan, so that it cannot be compared"
      ),
      (
        .zeros([2, 3, 8, 8]), "one image is expected, but this is a batch of 2"
      ),
      (
        .zeros([5, 8, 8]),
        "an image of 1 or 3 channels is expected (3×rows×columns or rows×columns×3, with a "
          + "batch axis of 1 or without), but this tensor is 5×8×8"
      ),
      (
        Tensor(shape: [3, 16, 16], elements: (0..<768).map { Float($0 * 7919 % 1021) }),
        "nothing of the image can be seen in it; either it shows another image, or one of "
          + "the two has a single color"
      ),
    ] {
      #expect(throws: FileError(path: "x.npy", reason: reason)) { try explain(tensor) }
    }
  }

  /// Tensors of Pillow, OpenCV, PyTorch and torchvision; the manifest says how they were made.
  @Test(
    "The reference's pipelines are found",
    .enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
  func reference() throws {
    var count = 0
    for item in try ReferenceFolder.json("pipelines/manifest.json")["items"]?.elements ?? [] {
      let (image, tensor) = try (
        #require(item["image"]?.string), #require(item["tensor"]?.string)
      )
      let explanation = try PipelineExplanation(
        InputImage.read(ReferenceFolder.path("pipelines/\(image)")),
        tensor: ArrayFile.read(ReferenceFolder.path("pipelines/\(tensor)")), path: tensor)
      #expect(explanation.isExact, "\(tensor)")
      let truth = try #require(item["pipeline"])
      let found = [explanation.pipeline] + explanation.equal
      #expect(
        found.contains { pipeline in
          zip(["channels", "resize", "fit"], pipeline.words(of: ["channels", "resize", "fit"]))
            .allSatisfy { truth[$0]?.string == $1 || equivalents(item, $0).contains($1) }
        }, "\(tensor): \(explanation.pipeline.words)")
      count += 1
    }
    #expect(count >= 60)
  }

  private func equivalents(_ item: JSON, _ parameter: String) -> [String] {
    (item["equivalent"]?[parameter]?.elements ?? []).compactMap(\.string)
  }
}

extension ImagePipeline {
  /// The values of some members that are texts.
  fileprivate func words(of members: [String]) -> [String] {
    guard case .object(let all) = json else { return [] }
    return members.map { name in
      guard case .string(let word)? = all.first(where: { $0.name == name })?.value else {
        return ""
      }
      return word
    }
  }
}
