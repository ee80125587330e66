/// The index arithmetic of a batched matrix product: which cells are multiplied, and which cell of
/// the result their product is added to.
struct MatrixStacks {
  let output: Shape
  let rows: Int
  let inner: Int
  let columns: Int
  /// For every matrix of the result the index of the matrix in each input.
  private let firsts: [Int]
  private let seconds: [Int]

  /// The offsets of two cells that are multiplied, and of the cell of the result that the product
  /// is added to.
  struct Product {
    var first: Int
    var second: Int
    var output: Int
  }

  /// - Returns: `nil` when the shapes do not match.
  init?(_ first: Shape, _ second: Shape) {
    guard first.rank > 0, second.rank > 0 else { return nil }
    let a = first.rank == 1 ? [1] + first.extents : first.extents
    let b = second.rank == 1 ? second.extents + [1] : second.extents
    (rows, inner, columns) = (a[a.count - 2], a[a.count - 1], b[b.count - 1])
    guard b[b.count - 2] == inner else { return nil }
    let fronts = [Shape(Array(a.dropLast(2))), Shape(Array(b.dropLast(2)))]
    guard let front = Shape.broadcast(fronts) else { return nil }
    firsts = fronts[0].offsets(broadcastTo: front)
    seconds = fronts[1].offsets(broadcastTo: front)
    let sides = (first.rank == 1 ? [] : [rows]) + (second.rank == 1 ? [] : [columns])
    output = Shape(front.extents + sides)
  }

  /// The number of matrices in the result.
  var count: Int { firsts.count }

  /// The offsets at which a matrix of the result and its two factors begin.
  func starts(_ matrix: Int) -> Product {
    Product(
      first: firsts[matrix] * rows * inner, second: seconds[matrix] * inner * columns,
      output: matrix * rows * columns)
  }

  /// All products of one matrix of the result; those of a cell are in the order of the inner axis.
  func products(_ matrix: Int, _ body: (Product) -> Void) {
    let start = starts(matrix)
    for row in 0..<rows {
      for index in 0..<inner {
        let (first, second) = (start.first + row * inner + index, start.second + index * columns)
        let output = start.output + row * columns
        for column in 0..<columns {
          body(Product(first: first, second: second + column, output: output + column))
        }
      }
    }
  }

  /// The products that are summed in a cell of the result.
  func products(ofOutput offset: Int) -> [Product] {
    let (matrix, place) = offset.quotientAndRemainder(dividingBy: max(1, rows * columns))
    let (row, column) = place.quotientAndRemainder(dividingBy: max(1, columns))
    let start = starts(matrix)
    return (0..<inner).map {
      Product(
        first: start.first + row * inner + $0, second: start.second + $0 * columns + column,
        output: offset)
    }
  }

  /// The products with a cell of the first input.
  func products(ofFirst offset: Int) -> [Product] {
    let (matrix, place) = offset.quotientAndRemainder(dividingBy: max(1, rows * inner))
    let (row, index) = place.quotientAndRemainder(dividingBy: max(1, inner))
    return firsts.indices.filter { firsts[$0] == matrix }.flatMap { result in
      let start = starts(result)
      return (0..<columns).map {
        Product(
          first: offset, second: start.second + index * columns + $0,
          output: start.output + row * columns + $0)
      }
    }
  }

  /// The products with a cell of the second input.
  func products(ofSecond offset: Int) -> [Product] {
    let (matrix, place) = offset.quotientAndRemainder(dividingBy: max(1, inner * columns))
    let (index, column) = place.quotientAndRemainder(dividingBy: max(1, columns))
    return seconds.indices.filter { seconds[$0] == matrix }.flatMap { result in
      let start = starts(result)
      return (0..<rows).map {
        Product(
          first: start.first + $0 * inner + index, second: offset,
          output: start.output + $0 * columns + column)
      }
    }
  }
}
