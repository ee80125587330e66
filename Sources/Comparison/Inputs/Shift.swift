import CNNModel

/// An image in another place, with anything in the rest.
struct Shift {
  private let rows: Int
  private let columns: Int

  /// `nil` where no shift by a few pixels makes the shared part equal.
  init?(_ meant: Tensor, _ found: Tensor) {
    let shape = meant.shape
    guard shape.rank == 4 else { return nil }
    let reach = min(8, shape[2] / 4, shape[3] / 4)
    guard reach > 0 else { return nil }
    let places = (-reach...reach).flatMap { rows in (-reach...reach).map { (rows, $0) } }
    let bound = 2e-5 * found.largest
    let place = places.first { Self.isEqual(meant, found, $0, bound) }
    guard let place, place != (0, 0) else { return nil }
    (rows, columns) = place
  }

  private static func isEqual(
    _ meant: Tensor, _ found: Tensor, _ place: (Int, Int), _ bound: Float
  ) -> Bool {
    let (height, width) = (meant.shape[2], meant.shape[3])
    for plane in 0..<meant.shape[0] * meant.shape[1] {
      for row in max(0, place.0)..<min(height, height + place.0) {
        for column in max(0, place.1)..<min(width, width + place.1) {
          let here = (plane * height + row) * width + column
          let there = (plane * height + row - place.0) * width + column - place.1
          if !((found[here] - meant[there]).magnitude <= bound) { return false }
        }
      }
    }
    return true
  }

  var cause: Cause {
    Cause(
      "input-moved",
      "the input here is the reference's input moved by \(rows) rows and \(columns) columns, with "
        + "something else in the rest, as after another crop or padding",
      parameters: [("rows", "\(rows)"), ("columns", "\(columns)")], node: nil, rank: 0)
  }
}
