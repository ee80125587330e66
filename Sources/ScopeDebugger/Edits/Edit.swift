import CNNModel

/// Numbers of a network that were changed by hand, as a part of what a step is set up with.
///
/// Parameters and running statistics are changed where the step begins, and stay changed as the
/// training goes on from there. Cells of the input and of a layer's output are given their numbers in
/// the step alone, or in all steps from there on where the edit is pinned.
package struct Edit: Hashable, Sendable {
  /// What is changed; that of a source of the network is an input.
  package let target: TensorReference
  /// The cells, as offsets in the whole tensor, with the batch.
  package let offsets: [Int]
  /// Their numbers.
  package let numbers: [Float]
  /// As it is typed: `conv1.weight[0,0]`, `conv2[3] --all`.
  let place: EditPlace
  /// The step that is changed first.
  package private(set) var step: Int
  /// How many phases of the step were done when it was changed: where going back takes it out.
  package private(set) var phase: Int
  /// Whether it holds in the steps behind, too.
  package internal(set) var isPinned = false
  /// The rectangles of a drawing on the input; `nil` for numbers that were typed.
  package let patches: [PixelPatch]?

  /// - Precondition: there are as many numbers as the place has cells.
  init(
    _ place: EditPlace, _ numbers: [Float], patches: [PixelPatch]? = nil, step: Int, phase: Int
  ) {
    (target, offsets) = (place.target, place.offsets)
    (self.numbers, self.place, self.step, self.phase) = (numbers, place, step, phase)
    self.patches = patches
  }

  /// The same at the beginning of the first step, and in all behind it.
  var atBeginning: Edit {
    var moved = self
    (moved.step, moved.phase, moved.isPinned) = (0, 0, true)
    return moved
  }

  /// Whether they are the same edit, pinned or not.
  func isSame(as other: Edit) -> Bool {
    place == other.place && numbers == other.numbers && step == other.step && phase == other.phase
  }

  /// Whether it is an edit of a step with this number.
  func isActive(at step: Int) -> Bool { isPinned ? step >= self.step : step == self.step }

  /// `conv2[3] = 0`, `conv1.weight[0,0]: 9 numbers`, `input: 23 pixels drawn`
  package var title: String {
    if let patches {
      let count = patches.reduce(0) { $0 + $1.count }
      return "\(place.name): "
        + (patches.count == 1 ? patches[0].title : "\(count) pixels drawn")
    }
    return place.name + (common.map { " = \($0.shortest)" } ?? ": \(numbers.count) numbers")
  }

  /// The number of all cells, where it is the same.
  var common: Float? { numbers.allSatisfy { $0 == numbers[0] } ? numbers[0] : nil }

  /// The line that makes it.
  var command: String {
    if let patches { return "draw " + patches.map(\.text).joined(separator: " / ") }
    let words = common.map { [$0.shortest] } ?? numbers.map(\.shortest)
    return (["set-value", place.name] + words + (place.isOfAllSamples ? ["--all"] : []))
      .joined(separator: " ")
  }
}

extension Float {
  /// The shortest text that reads back as the same number, without `.0`.
  var shortest: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
