/// A picture that a terminal with graphics shows in place of the heat of some cells.
///
/// The cells are drawn all the same: they are what a terminal without graphics shows, and what is
/// shown where something else was drawn over a part of them.
package struct CellPicture: Hashable, Sendable {
  /// The cells that it takes the place of.
  package let rect: Rect
  package let rows: Int
  package let columns: Int
  /// Row by row; nil where nothing is drawn.
  package let paints: [Paint?]

  /// - Precondition: there are rows · columns paints.
  package init(_ rect: Rect, rows: Int, columns: Int, paints: [Paint?]) {
    precondition(paints.count == rows * columns, "\(paints.count) paints for \(rows)×\(columns)")
    (self.rect, self.rows, self.columns, self.paints) = (rect, rows, columns, paints)
  }

  func offset(x: Int, y: Int) -> CellPicture {
    CellPicture(rect.offset(x: x, y: y), rows: rows, columns: columns, paints: paints)
  }
}

extension Canvas {
  /// Adds a picture, where it is on the canvas as a whole.
  package mutating func add(_ picture: CellPicture) {
    if picture.rect.intersection(bounds) == picture.rect { pictures.append(picture) }
  }

  /// The pictures of whose cells all still are heat, perhaps with a mark in it.
  package var visiblePictures: [CellPicture] {
    pictures.filter { picture in
      (picture.rect.y..<picture.rect.maxY).allSatisfy { y in
        row(y)[row(y).startIndex + picture.rect.x..<row(y).startIndex + picture.rect.maxX]
          .allSatisfy(\.isHeat)
      }
    }
  }

  /// The canvas without the heat that pictures take the place of; marks and numbers stay.
  package func withoutHeat(of pictures: [CellPicture], _ palette: Palette) -> Canvas {
    var copy = self
    for rect in pictures.map(\.rect) {
      for y in rect.y..<rect.maxY {
        for x in rect.x..<rect.maxX { copy[x, y] = self[x, y].withoutHeat(palette) }
      }
    }
    return copy
  }
}

extension Cell {
  private static let blocks: Set<Unicode.Scalar> = [" ", "▀", "▄"]

  /// Whether it has the color of a value, or marks padding.
  fileprivate var isHeat: Bool {
    style.background != nil || Self.blocks.contains(character) && style.foreground != nil
      || self == Cell("·", .padding)
  }

  /// The character in it alone, in the color that it has on its ground.
  fileprivate func withoutHeat(_ palette: Palette) -> Cell {
    guard !Self.blocks.contains(character) else { return .blank }
    var copy = self
    if let ground = style.background {
      copy.style.background = nil
      let isLight = palette.color(for: ground).luminance > 0.18
      copy.style.foreground = style.foreground ?? (isLight ? .rgb(0, 0, 0) : .rgb(255, 255, 255))
    }
    return copy
  }
}

/// Whether pictures are shown on terminals that have graphics.
public enum PictureMode: String, Hashable, Sendable, CaseIterable {
  /// By the graphics protocol of kitty, if the terminal says that it has that.
  case kitty, auto
  /// Cells only.
  case off
}

/// What a terminal says to the question whether it shows pictures.
public enum PictureAnswer: Hashable, Sendable {
  /// It shows them.
  case shown
  /// It has none, or cannot be asked.
  case absent
  /// It did not answer in time.
  case silence
}
