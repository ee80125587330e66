/// How parameters are initialized. Shifts are 0, scales 1 and slopes 1/4; biases are 0 except in
/// PyTorch's initialization.
public enum Initializer: Hashable, Sendable {
  /// PyTorch's default: weights and biases uniform in ±1/√fan-in.
  case pytorch
  /// Uniform in ±√(6 / (fan-in + fan-out)). Source: X. Glorot, Y. Bengio, 2010.
  case xavier
  /// Normal with standard deviation √(2 / fan-in). Source: K. He et al., 2015.
  case he
  /// Normal with the given standard deviation.
  case normal(Double)
  /// Uniform from the first number to the second, exclusively.
  case uniform(Double, Double)

  /// The initial value of a parameter.
  ///
  /// - Parameters:
  ///   - node, index: the place of the parameter; the random numbers are a function of it and of
  ///     the seed.
  public func tensor(
    for parameter: ParameterDeclaration, seed: UInt64, node: Int, index: Int
  ) -> Tensor {
    let random = CounterRandom(seed: seed, stream: .parameters, node, index)
    switch (parameter.kind, self) {
    case (.scale, _): return Tensor(shape: parameter.shape, repeating: 1)
    case (.slope, _): return Tensor(shape: parameter.shape, repeating: 0.25)
    case (.shift, _): return .zeros(parameter.shape)
    case (.weight, _), (.bias, .pytorch): return weights(parameter, random)
    case (.bias, _): return .zeros(parameter.shape)
    }
  }

  private func weights(_ parameter: ParameterDeclaration, _ random: CounterRandom) -> Tensor {
    let fanIn = Float(max(1, parameter.fanIn))
    switch self {
    case .pytorch:
      let bound = 1 / fanIn.squareRoot()
      return uniform(parameter.shape, random) { $0 * 2 * bound - bound }
    case .xavier:
      let bound = (6 / (fanIn + Float(parameter.fanOut))).squareRoot()
      return uniform(parameter.shape, random) { $0 * 2 * bound - bound }
    case .he:
      let deviation = (2 / fanIn).squareRoot()
      return filled(parameter.shape) { random.normal($0) * deviation }
    case .normal(let deviation):
      return filled(parameter.shape) { random.normal($0) * Float(deviation) }
    case .uniform(let low, let high):
      return uniform(parameter.shape, random) { Float(low) + $0 * Float(high - low) }
    }
  }

  /// Uniform random numbers in `[0, 1)`, each transformed by a function.
  private func uniform(
    _ shape: Shape, _ random: CounterRandom, _ change: (Float) -> Float
  ) -> Tensor {
    Tensor(shape: shape, elements: random.uniforms(shape.count).map(change))
  }

  private func filled(_ shape: Shape, _ number: (Int) -> Float) -> Tensor {
    Tensor(shape: shape, elements: (0..<shape.count).map(number))
  }
}

extension Initializer {
  /// The words after `init` in a model file.
  public var text: String {
    switch self {
    case .pytorch: "pytorch"
    case .xavier: "xavier"
    case .he: "he"
    case .normal(let deviation): "normal \(deviation)"
    case .uniform(let low, let high): "uniform \(low) \(high)"
    }
  }

  /// Parses `xavier`, `normal 0.01`, `uniform 0 0.01`, …
  ///
  /// - Parameters:
  ///   - words: the words after `init`.
  ///   - column: the column of an error when there are none.
  /// - Throws: ``LineError`` naming what was expected.
  public init(_ words: [Word], column: Int) throws(LineError) {
    let names = ["pytorch", "xavier", "he", "normal", "uniform"]
    guard let name = words.first else {
      throw LineError("init needs one of \(names.joined(separator: ", "))", column: column)
    }
    let numbers = words.dropFirst().compactMap { Double($0.text) }.filter(\.isFinite)
    switch (name.text, words.count, numbers.count) {
    case ("pytorch", 1, 0): self = .pytorch
    case ("xavier", 1, 0): self = .xavier
    case ("he", 1, 0): self = .he
    case ("normal", 2, 1) where numbers[0] >= 0: self = .normal(numbers[0])
    case ("uniform", 3, 2) where numbers[0] <= numbers[1]: self = .uniform(numbers[0], numbers[1])
    default: throw Self.mistake(name, names)
    }
  }

  private static func mistake(_ name: Word, _ names: [String]) -> LineError {
    switch name.text {
    case "normal":
      LineError("init normal needs one deviation of at least 0, as in 0.01", column: name.column)
    case "uniform":
      LineError(
        "init uniform needs the smallest and the largest, as in 0 0.01", column: name.column)
    case _ where names.contains(name.text):
      LineError("init \(name.text) takes no numbers", column: name.column)
    default:
      LineError(
        "there is no init \"\(name.text)\"", column: name.column,
        proposal: nearest(to: name.text, in: names).map { "did you mean \"\($0)\"?" }
          ?? "there are \(names.joined(separator: ", "))")
    }
  }
}
