/// Lists as the columns of a table: a row has a convolution, a linear layer or neither, then an
/// activation, then a pooling.
extension NetworkLists {
  /// Whether a 0 stands for a layer that is not there.
  var isTable: Bool { (convolutions + linears).contains("0") }

  private var rows: Int {
    convolutions.isEmpty ? max(pools.count, linears.count) : convolutions.count
  }

  /// The model file of a table: `0` is no layer, a pooling of 0 or 1 none, `none` no activation. A
  /// list of linear sizes with one entry more than rows has the inputs of a row in its place and the
  /// units in the next: `0 0 400 120 10` for three rows. Everything is flattened before the first
  /// linear layer.
  var tableText: String {
    var lines = ["input \(input)"]
    var isFlat = false
    for row in 0..<rows {
      if row < convolutions.count, convolutions[row] != "0" {
        lines.append(convolution(row))
      }
      if let units = units(row) {
        if !isFlat { lines.append("flatten") }
        isFlat = true
        lines.append("linear \(units)")
      }
      lines += activation(row)
      if row < pools.count, !["0", "1"].contains(pools[row]) {
        lines.append("\(pool) \(pools[row])")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func units(_ row: Int) -> String? {
    guard row < linears.count, linears[row] != "0" else { return nil }
    return linears.count > rows ? linears[row + 1] : linears[row]
  }

  /// What is wrong with the inputs that a table gives for its first linear layer; `nil` where they
  /// are right, or where none are given.
  ///
  /// - Parameter network: what ``tableText`` describes.
  public func violation(of network: Network) -> String? {
    guard isTable, linears.count > rows, let row = (0..<rows).first(where: { units($0) != nil }),
      let node = network.nodes.firstIndex(where: { $0.layer is Linear })
    else { return nil }
    let inputs = network.inputShapes(of: node)[0][1]
    guard Int(linears[row]) != inputs else { return nil }
    return "the first linear layer takes \(linears[row]) inputs, but what comes before it gives "
      + "\(inputs)"
  }

  /// - Throws: ``LineError`` where the lists do not make one table.
  func checkTable(_ column: Int) throws(LineError) {
    try checkConvolutions(column)
    let counts = [
      ("convolutions", convolutions.count, 0...rows), ("poolings", pools.count, 0...rows),
      ("linear layers", linears.count, 0...rows + 1),
      ("activations", activations.count, activations.count == 1 ? 1...1 : rows...rows),
    ]
    guard let wrong = counts.first(where: { !$0.2.contains($0.1) }) else { return }
    throw LineError(
      "with 0 for no layer the lists are a table of \(rows) rows, but there are \(wrong.1) "
        + wrong.0, column: column)
  }
}
