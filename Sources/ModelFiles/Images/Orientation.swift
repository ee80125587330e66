/// How a camera was held, as EXIF 2.3 (tag 274) numbers it.
struct Orientation {
  private let number: Int

  /// - Parameter number: 1 to 8; everything else counts as upright.
  init(_ number: Int) { self.number = (1...8).contains(number) ? number : 1 }

  /// Whether rows become columns.
  var swapsAxes: Bool { number > 4 }

  /// What makes the stored image upright, in words: `rotated by EXIF (6)`; nil where it is.
  var phrase: String? {
    switch number {
    case 3, 6, 8: "rotated by EXIF (\(number))"
    case 2, 4: "flipped by EXIF (\(number))"
    case 5, 7: "rotated and flipped by EXIF (\(number))"
    default: nil
    }
  }

  /// The pixel of the stored image that belongs at a position of the upright one.
  ///
  /// - Parameters:
  ///   - rows: of the stored image.
  ///   - columns: of the stored image.
  func source(row: Int, column: Int, rows: Int, columns: Int) -> (row: Int, column: Int) {
    switch number {
    case 2: (row, columns - 1 - column)
    case 3: (rows - 1 - row, columns - 1 - column)
    case 4: (rows - 1 - row, column)
    case 5: (column, row)
    case 6: (rows - 1 - column, row)
    case 7: (rows - 1 - column, columns - 1 - row)
    case 8: (column, columns - 1 - row)
    default: (row, column)
    }
  }
}
