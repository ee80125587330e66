import CNNModel

/// A factor and a number to add for each channel of the input, solved from what the first layers give
/// where they are linear: another scale, mean or deviation than the reference's.
struct SolvedInput {
  private let stretch: Stretch
  private let source: Int
  private let input: Tensor
  private let order: InputOrder

  init(_ stretch: Stretch, _ source: Int, _ input: Tensor, _ order: InputOrder) {
    (self.stretch, self.source, self.order) = (stretch, source, order)
    self.input = order.apply(input)
  }

  /// What is solved for each channel.
  private enum Unknowns: CaseIterable {
    case factors, offsets, both
  }

  /// The explanation; `nil` where no such numbers give the reference's array, or there are too few
  /// channels behind them to tell them from chance.
  var cause: Cause? {
    let theirs = stretch.theirs
    guard input.shape.rank == 4, input.shape[0] == 1, (1...4).contains(input.shape[1]),
      theirs.shape.rank > 1, theirs.shape[1] > input.shape[1], theirs.shape.count >= 64,
      stretch.ours?.shape == theirs.shape, let zero = target(input.zeros),
      let responses = responses(zero)
    else { return nil }
    return Unknowns.allCases.lazy.compactMap { cause($0, zero, responses) }.first
  }

  private func target(_ input: Tensor) -> Tensor? {
    let target = stretch.target(with: [.floats(input)], atSource: source)
    return target?.shape == stretch.theirs.shape ? target : nil
  }

  /// What each channel gives alone, and then what 1 in each channel gives.
  private func responses(_ zero: Tensor) -> [Tensor]? {
    let (channels, size) = (input.shape[1], input.shape[2] * input.shape[3])
    var responses: [Tensor] = []
    for index in 0..<2 * channels {
      var part = input
      part.transform { offset, element in
        offset / size != index % channels ? 0 : index < channels ? element : 1
      }
      guard let target = target(part) else { return nil }
      responses.append(target)
    }
    return responses
  }

  /// The cells of the array that the equations are made of at most.
  private static let mostEquations = 4096

  private func cause(_ unknowns: Unknowns, _ zero: Tensor, _ responses: [Tensor]) -> Cause? {
    let (theirs, channels) = (stretch.theirs, input.shape[1])
    let wanted =
      switch unknowns {
      case .factors: 0..<channels
      case .offsets: channels..<2 * channels
      case .both: 0..<2 * channels
      }
    let distance = max(1, theirs.shape.count / Self.mostEquations)
    let cells = Array(stride(from: 0, to: theirs.shape.count, by: distance))
    let rows = cells.map { cell in
      wanted.map { Double(responses[$0][cell]) - Double(zero[cell]) }
    }
    let known = unknowns == .offsets ? 0..<channels : 0..<0
    let targets = cells.map { cell in
      known.reduce(Double(theirs[cell]) - Double(zero[cell])) { rest, channel in
        rest - (Double(responses[channel][cell]) - Double(zero[cell]))
      }
    }
    guard let solution = LeastSquares.solve(rows: rows, targets),
      solution.allSatisfy(\.isFinite)
    else { return nil }
    let factors = unknowns == .offsets ? [Double](repeating: 1, count: channels) : solution
    let offsets =
      switch unknowns {
      case .factors: [Double](repeating: 0, count: channels)
      case .offsets: solution
      case .both: Array(solution[channels...])
      }
    return cause(factors, offsets)
  }

  /// The explanation by the numbers, where the layers give the reference's array with them.
  private func cause(_ factors: [Double], _ offsets: [Double]) -> Cause? {
    let (channels, size) = (input.shape[1], input.shape[2] * input.shape[3])
    var meant = input
    meant.transform { offset, element in
      let channel = offset / size % channels
      return Float(factors[channel] * Double(element) + offsets[channel])
    }
    let bound = ArrayEquality.share * Double(stretch.nodes.count).squareRoot()
    guard let target = target(meant), ArrayEquality.error(stretch.theirs, target) <= bound,
      let described = ChannelRelations(meant, input).linear
    else { return nil }
    let words = [order.what, described.what].filter { !$0.isEmpty }.joined(separator: ", and ")
    return Cause(
      order.name ?? described.name,
      "the reference comes out when the input here is the reference's input \(words) (the numbers "
        + "were solved from the arrays)",
      parameters: described.parameters, proof: .solved, node: nil, rank: 20 + described.rank)
  }
}
