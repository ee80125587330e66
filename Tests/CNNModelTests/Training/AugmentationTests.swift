import CNNModel
import Testing

@Suite struct AugmentationTests {
  /// Images of different numbers without zeros.
  private static let images = Tensor(
    shape: [40, 2, 4, 6], elements: (0..<40 * 48).map { Float($0 + 1) })

  private func changed(_ text: String, step: Int = 3) throws -> Tensor {
    try Augmentation(text).apply(to: Self.images, seed: 7, step: step)
  }

  /// The rows of a channel of an image.
  private func rows(_ images: Tensor, _ sample: Int, _ channel: Int) -> [[Float]] {
    (0..<4).map { row in
      let start = ((sample * 2 + channel) * 4 + row) * 6
      return Array(images.elements[start..<start + 6])
    }
  }

  @Test("Texts are read as they are written")
  func texts() throws {
    for text in ["none", "flip", "flip, crop 4, cutout 8, shift 2", "crop 2 reflect"] {
      #expect(try Augmentation(text).text == text)
    }
    #expect(Augmentation(shift: 0) == Augmentation())
    #expect(try Augmentation("shift 3").shiftAlone == 3)
    #expect(try Augmentation("flip").shiftAlone == nil)
  }

  @Test(
    "What is no change is refused with its column",
    arguments: [
      ("flop", 1, "flop is no change of images"), ("flip, crop", 7, "crop is no change of images"),
      ("crop 0", 6, "crop takes a number of cells from 1 to 1000000, not 0"),
      ("flip,", 6, "a change of images is missing"),
      ("flip 3", 1, "flip 3 is no change of images"),
      ("cutout 3 reflect", 1, "cutout 3 reflect is no change of images"),
    ])
  func mistakes(text: String, column: Int, reason: String) {
    do throws(LineError) {
      _ = try Augmentation(text)
      Issue.record("\(text) was read")
    } catch {
      #expect((error.column, error.reason) == (column, reason))
    }
  }

  @Test("A flip reverses the columns of about half of the images, all channels alike")
  func flip() throws {
    let changed = try changed("flip")
    let flipped = (0..<40).filter { rows(changed, $0, 0) != rows(Self.images, $0, 0) }
    #expect((10...30).contains(flipped.count))
    for sample in flipped {
      for channel in 0..<2 {
        #expect(
          rows(changed, sample, channel)
            == rows(Self.images, sample, channel).map { $0.reversed() })
      }
    }
  }

  @Test("A crop moves the image and adds zeros, or the image reflected")
  func crop() throws {
    let (zeros, reflected) = (try changed("crop 2"), try changed("crop 2 reflect"))
    #expect(zeros == (try changed("shift 2")))
    for sample in 0..<40 {
      for (cell, number) in rows(zeros, sample, 0).joined().enumerated() where number != 0 {
        #expect(Array(rows(reflected, sample, 0).joined())[cell] == number)
      }
    }
    #expect(zeros.elements.contains(0) && !reflected.elements.contains(0))
    let first = rows(reflected, 0, 0)
    #expect(first.allSatisfy { row in zip(row, row.dropFirst()).allSatisfy { abs($0 - $1) == 1 } })
  }

  @Test("A cutout blanks one square, smaller at the border")
  func cutout() throws {
    let changed = try changed("cutout 3")
    for sample in 0..<40 {
      let zeros = rows(changed, sample, 0).joined().enumerated().filter { $0.element == 0 }
      let places = zeros.map { ($0.offset / 6, $0.offset % 6) }
      let (down, right) = (Set(places.map(\.0)), Set(places.map(\.1)))
      #expect((1...3).contains(down.count) && (1...3).contains(right.count))
      #expect(places.count == down.count * right.count)
    }
  }

  @Test("A step repeats its changes, and another step or a later place draws others")
  func repetition() throws {
    #expect(try changed("flip, cutout 2") == changed("flip, cutout 2"))
    #expect(try changed("cutout 2") != changed("cutout 2", step: 4))
    #expect(try changed("shift 1, shift 1") != changed("shift 2"))
    let alone = Tensor(shape: [1, 2, 4, 6], elements: Array(Self.images.elements[..<48]))
    let text = "flip, crop 1 reflect, cutout 2"
    #expect(
      try Augmentation(text).apply(to: alone, seed: 7, step: 3).elements
        == Array(changed(text).elements[..<48]), "an image does not depend on those after it")
  }

  @Test("The words say what was done")
  func words() throws {
    let flip = try Augmentation("flip")
    let changed = try changed("flip")
    for sample in 0..<40 {
      let words = flip.description(of: sample, [2, 4, 6], seed: 7, step: 3)
      let isFlipped = rows(changed, sample, 0) != rows(Self.images, sample, 0)
      #expect(words == (isFlipped ? ["flipped"] : []))
    }
  }
}
