import CNNModel

/// Where one looks at the computation of a number: which number, how deep in its parts, and the way
/// back to the numbers that one came from.
package struct Microscope: Hashable, Sendable {
  /// A place in a computation.
  package struct Place: Hashable, Sendable {
    package let number: NumberReference
    /// The parts that were entered, outermost first.
    package var path: [Int] = []
    /// The part of the innermost that is in focus.
    package var cursor = 0
  }

  /// What is shown of a number.
  package enum Aspect: String, Hashable, Sendable, CaseIterable {
    case terms, matrix, steps, scatter
  }

  /// What is in focus of where a cell's gradient goes.
  package struct ScatterFocus: Hashable, Sendable {
    /// Which of the channels that the cell reads, and which of its cells there, counted from 0.
    package var channel = 0
    package var share = 0
  }

  package private(set) var place: Place
  package var aspect = Aspect.terms
  /// Whether steps name the axes of arrays with the channels last.
  package var hasChannelsLast = false
  package var scatter = ScatterFocus()
  /// The places that were followed away from, oldest first.
  package private(set) var followed: [Place] = []
  /// Whether it plays: steps from tap to tap by itself.
  package var isPlaying = false

  package init(_ number: NumberReference) { place = Place(number: number) }

  package var number: NumberReference { place.number }

  /// The part that was entered.
  package func part(of computation: Computation) -> Part {
    place.path.reduce(computation.root) { part, index in
      part.parts.indices.contains(index) ? part.parts[index] : part
    }
  }

  /// What stands side by side in the part that was entered, itself when it has no parts.
  package func parts(of computation: Computation) -> [Part] {
    let part = part(of: computation)
    return part.parts.isEmpty ? [part] : part.parts
  }

  /// The part in focus.
  package func focus(of computation: Computation) -> Part {
    let parts = parts(of: computation)
    return parts[min(place.cursor, parts.count - 1)]
  }
}

extension Microscope {
  /// Moves the focus to a neighbor: another channel, or another term.
  package mutating func moveFocus(by distance: Int, in computation: Computation) {
    let last = parts(of: computation).count - 1
    place.cursor = min(max(0, place.cursor + distance), last)
  }

  /// Moves the focus to the next addend or the one before, over the ends of channels.
  ///
  /// - Returns: whether there is one.
  @discardableResult
  package mutating func moveTap(forward: Bool, in computation: Computation) -> Bool {
    let here = place.path + [place.cursor]
    let leaves = Self.leaves(of: computation.root)
    let found =
      forward
      ? leaves.first { here.lexicographicallyPrecedes($0) }
      : leaves.last { $0.lexicographicallyPrecedes(here) }
    guard let found, let last = found.last else { return false }
    (place.path, place.cursor) = (Array(found.dropLast()), last)
    return true
  }

  /// Moves the focus to the last addend: where playing ends.
  package mutating func moveToLastTap(in computation: Computation) {
    isPlaying = false
    guard let found = Self.leaves(of: computation.root).last, let last = found.last else { return }
    (place.path, place.cursor) = (Array(found.dropLast()), last)
  }

  /// The ways to all addends, in reading order.
  private static func leaves(of part: Part) -> [[Int]] {
    part.parts.enumerated().flatMap { index, inner in
      inner.parts.isEmpty ? [[index]] : leaves(of: inner).map { [index] + $0 }
    }
  }

  /// Goes into the part in focus.
  ///
  /// - Returns: false when it has no parts.
  package mutating func enter(_ computation: Computation) -> Bool {
    guard !focus(of: computation).parts.isEmpty else { return false }
    place.path.append(min(place.cursor, parts(of: computation).count - 1))
    place.cursor = 0
    return true
  }

  /// Goes out of the part that was entered last.
  ///
  /// - Returns: false when none was.
  package mutating func leave() -> Bool {
    isPlaying = false
    guard let last = place.path.popLast() else { return false }
    place.cursor = last
    return true
  }

  /// Goes to a number that a term was read from, and remembers the way back.
  package mutating func follow(_ number: NumberReference) {
    followed.append(place)
    place = Place(number: number)
    isPlaying = false
  }

  /// Goes back to the number that was followed away from.
  ///
  /// - Returns: false when there is none.
  package mutating func goBack() -> Bool {
    isPlaying = false
    guard let last = followed.popLast() else { return false }
    place = last
    return true
  }

  /// Moves to another cell of the same tensor and keeps looking at the same part.
  package mutating func move(to position: Position) {
    guard case .cell(let reference, _) = place.number else { return }
    place = Place(number: .cell(reference, position), path: place.path, cursor: place.cursor)
  }
}

extension StepInspector {
  /// The cell that is so many rows and columns away on the same picture, or the last before its
  /// edge.
  package func neighbor(
    of number: NumberReference, rows: Int, columns: Int
  ) -> Position? {
    guard case .cell(let reference, let position) = number,
      let tensor = debugger.tensors.value(of: reference)
    else {
      return nil
    }
    let maps = debugger.tensors.maps(
      tensor, of: reference, sample: debugger.tensors.sample(of: position, reference))
    let (height, width) = (maps[0].rows, maps[0].columns)
    let (map, rest) = maps.place(ofOffset: tensor.shape.offset(of: position))
    return maps[map].position(
      row: min(max(0, rest / width + rows), height - 1),
      column: min(max(0, rest % width + columns), width - 1))
  }
}
