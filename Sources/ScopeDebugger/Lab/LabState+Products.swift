import CNNModel

extension LabState {
  /// What each number of the kernel between the channels that are shown adds to the selected output
  /// cell, row by row of the kernel, read off the definition of that cell; `nil` for a transposed or
  /// a separable convolution.
  package var products: [Float]? {
    guard !setting.isTransposed, setting.mixing != .separable else { return nil }
    let channel = cursor.input % (setting.inputs / setting.groups)
    var products = [Float](repeating: 0, count: setting.kernel * setting.kernel)
    for (place, value) in run.definition(of: position).productsOfParameters
    where place.indices.count == 4 && place[1] == channel {
      products[place[2] * setting.kernel + place[3]] = Float(value)
    }
    return products
  }
}

extension Expression {
  /// Its products that have a number of a parameter in them, with the position of that.
  fileprivate var productsOfParameters: [(place: Position, value: Double)] {
    switch self {
    case .sum(let parts): return parts.flatMap(\.productsOfParameters)
    case .named(_, let part): return part.productsOfParameters
    case .product(let factors):
      for case .term(let term) in factors {
        if case .parameter(_, let position) = term.source { return [(position, value)] }
      }
      return []
    default: return []
    }
  }
}
