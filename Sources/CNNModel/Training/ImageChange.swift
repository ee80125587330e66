/// A random change of an image.
public enum ImageChange: Hashable, Sendable {
  /// Rows and columns are moved by −n…n cells each, and zeros are moved in.
  case shift(Int)
  /// n cells are added on every side, zeros or the image reflected at its border cells, and a part of
  /// the image's size is cut out at random; as in torchvision (`RandomCrop` with padding).
  case crop(Int, reflects: Bool)
  /// The columns are reversed in one of two images; as in torchvision (`RandomHorizontalFlip`).
  case flip
  /// A square of n×n cells around a random cell becomes 0, where it lies in the image. Source:
  /// T. DeVries, G. Taylor, "Improved regularization of convolutional neural networks with cutout",
  /// 2017.
  case cutout(Int)

  /// The changes in words, for help and completion.
  package static let forms = ["flip", "crop 4", "crop 4 reflect", "cutout 8", "shift 1"]

  /// The largest number that a change takes.
  private static let most = 1_000_000

  /// - Parameter column: where the words begin, for the error.
  init(_ words: [Word], column: Int) throws(LineError) {
    guard let name = words.first else {
      throw LineError("a change of images is missing", column: column, proposal: Self.proposal)
    }
    let reflects = name.text == "crop" && words.count == 3 && words[2].text == "reflect"
    let expected = name.text == "flip" ? 1 : reflects ? 3 : 2
    guard ["flip", "crop", "cutout", "shift"].contains(name.text), words.count == expected else {
      throw LineError(
        "\(words.map(\.text).joined(separator: " ")) is no change of images", column: name.column,
        proposal: Self.proposal)
    }
    guard expected > 1 else {
      self = .flip
      return
    }
    guard let cells = Int(words[1].text), (1...Self.most).contains(cells) else {
      throw LineError(
        "\(name.text) takes a number of cells from 1 to \(Self.most), not \(words[1].text)",
        column: words[1].column)
    }
    switch name.text {
    case "crop": self = .crop(cells, reflects: reflects)
    case "cutout": self = .cutout(cells)
    default: self = .shift(cells)
    }
  }

  private static let proposal = "there are \(forms.joined(separator: ", "))"

  /// The words that are read as this change.
  var text: String {
    switch self {
    case .shift(let cells): "shift \(cells)"
    case .crop(let cells, let reflects): "crop \(cells)" + (reflects ? " reflect" : "")
    case .flip: "flip"
    case .cutout(let cells): "cutout \(cells)"
    }
  }
}

extension ImageChange {
  /// What a change does to one image.
  struct Draw {
    private enum Effect {
      case none
      case flipped
      case moved(down: Int, right: Int, fill: PaddingFill)
      case blanked(rows: Range<Int>, columns: Range<Int>)
    }

    private let effect: Effect
    private let rows: Int
    private let columns: Int

    /// - Parameter place: that of the change in its list, which decides the numbers that it draws.
    init(_ change: ImageChange, _ random: CounterRandom, place: Int, rows: Int, columns: Int) {
      (self.rows, self.columns) = (rows, columns)
      func draw(_ bound: Int, _ index: Int) -> Int { random.below(bound, 2 * place + index) }
      func distance(_ most: Int, _ index: Int) -> Int { draw(2 * most + 1, index) - most }
      switch change {
      case .shift(let cells):
        effect = .moved(down: distance(cells, 0), right: distance(cells, 1), fill: .zeros)
      case .crop(let cells, let reflects):
        effect = .moved(
          down: distance(cells, 0), right: distance(cells, 1), fill: reflects ? .reflect : .zeros)
      case .flip: effect = draw(2, 0) == 0 ? .none : .flipped
      case .cutout(let cells):
        let (top, left) = (draw(rows, 0) - cells / 2, draw(columns, 1) - cells / 2)
        effect = .blanked(
          rows: (top..<top + cells).clamped(to: 0..<rows),
          columns: (left..<left + cells).clamped(to: 0..<columns))
      }
    }

    /// The origins of the changed image's cells, by those of the image's cells.
    func moved(_ origins: [Int]) -> [Int] {
      switch effect {
      case .none: return origins
      case .flipped: return mapped(origins, rows: Array(0..<rows), Array((0..<columns).reversed()))
      case .moved(let down, let right, let fill):
        return mapped(
          origins, rows: (0..<rows).map { source($0 - down, rows, fill) },
          (0..<columns).map { source($0 - right, columns, fill) })
      case .blanked(let rows, let columns):
        var blanked = origins
        for row in rows {
          for column in columns { blanked[row * self.columns + column] = -1 }
        }
        return blanked
      }
    }

    private func mapped(_ origins: [Int], rows: [Int], _ columns: [Int]) -> [Int] {
      rows.flatMap { row in
        columns.map { row < 0 || $0 < 0 ? -1 : origins[row * self.columns + $0] }
      }
    }

    /// The index on an axis that an index beyond its ends stands for; −1 for a zero.
    private func source(_ index: Int, _ extent: Int, _ fill: PaddingFill) -> Int {
      if (0..<extent).contains(index) { return index }
      guard fill == .reflect, extent > 1 else { return fill == .reflect ? 0 : -1 }
      // A crop may be padded by more than the image has cells, so it is reflected repeatedly.
      let period = 2 * (extent - 1)
      let place = (index % period + period) % period
      return place < extent ? place : period - place
    }

    /// In words; nil where nothing is done.
    var description: String? {
      switch effect {
      case .none: nil
      case .flipped: "flipped"
      case .moved(0, 0, _): nil
      case .moved(let down, let right, _): "moved down by \(down) and right by \(right)"
      case .blanked(let rows, let columns):
        "cut out rows \(rows.lowerBound)…\(rows.upperBound - 1), "
          + "columns \(columns.lowerBound)…\(columns.upperBound - 1)"
      }
    }
  }
}
