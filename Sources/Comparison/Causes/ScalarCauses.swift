import CNNModel

/// A number of the layer's text, or one factor, that is solved from the arrays: an epsilon, a slope, a
/// limit.
enum ScalarCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    words(context).flatMap { solved(context, $0) } + factor(context)
  }

  /// A place in the layer's text where a number stands or may stand.
  private struct Place {
    let word: String
    /// The text with a number there.
    let text: (Double) -> String
    /// Where the search begins.
    let starts: [Double]
  }

  private static func words(_ context: NodeContext) -> [Place] {
    let grammar = type(of: context.layer).grammar
    let words = context.layer.text.split(separator: " ").map(String.init)
    let theirs = context.theirs?.elements ?? []
    let limits: [Double] = [theirs.max() ?? 0, theirs.min() ?? 0].map { Double($0) }
    func place(_ name: String, _ index: Int, _ added: [String]) -> Place {
      var words = words + added
      if index == words.count { words.append("") }
      let start: [Double] = Double(words[index]).map { [$0, $0 / 2, $0 * 2] } ?? [0.1, 1]
      return Place(
        word: name,
        text: { number in
          var changed = words
          changed[index] = "\(number)"
          return changed.joined(separator: " ")
        }, starts: start + limits)
    }
    let positional = grammar.positional.indices.filter {
      grammar.positional[$0].value == .number
    }.map { index -> Place in
      place(grammar.positional[index].name.lowercased(), min(index + 1, words.count), [])
    }
    let options = grammar.options.filter { $0.value == .number }.map { option in
      if let found = words.dropFirst().firstIndex(of: option.name), found + 1 < words.count {
        return place(option.name, found + 1, [])
      }
      return place(option.name, words.count + 1, [option.name])
    }
    return positional + options
  }

  private static func solved(_ context: NodeContext, _ place: Place) -> [NodeChange] {
    func outputs(_ number: Double) -> [Value]? {
      guard number.isFinite,
        let other = try? LayerCatalog.layer(Word.split(place.text(number)[...]))
      else { return nil }
      return LineCauses.outputs(context, other)
    }
    let solution = ScalarSolver(context, outputs)
    guard let number = place.starts.lazy.compactMap(solution.solve(from:)).first else { return [] }
    let short = solution.shortest(number)
    let text = (try? LayerCatalog.layer(Word.split(place.text(short)[...])))?.text ?? ""
    return [
      NodeChange(
        name: "option-\(place.word)",
        sentence: "in the reference \(context.name) is \"\(text)\", here \"\(context.layer.text)\" "
          + "(the number was solved from the arrays)",
        parameters: [("intended", text), ("found", context.layer.text)], proof: .solved, rank: 22,
        outputs: { outputs(short) })
    ]
  }

  /// One factor for all numbers.
  private static func factor(_ context: NodeContext) -> [NodeChange] {
    func outputs(_ number: Double) -> [Value]? {
      [.floats(context.output.map { Float(Double($0) * number) })]
    }
    let solution = ScalarSolver(context, outputs)
    guard let number = solution.solve(from: 1.5) else { return [] }
    let short = solution.shortest(number)
    return [
      NodeChange(
        name: "factor",
        sentence:
          "the reference has \(short) times what \(context.name) gives (the factor was solved "
          + "from the arrays)", parameters: [("factor", "\(short)")], proof: .solved, rank: 35,
        outputs: { outputs(short) })
    ]
  }
}

/// Solves one number by the method of Gauss and Newton.
struct ScalarSolver {
  private let context: NodeContext
  private let outputs: (Double) -> [Value]?

  init(_ context: NodeContext, _ outputs: @escaping (Double) -> [Value]?) {
    (self.context, self.outputs) = (context, outputs)
  }

  private static let steps = 12

  /// The number from which the reference's array comes; `nil` where the search does not end at one.
  func solve(from start: Double) -> Double? {
    var number = start
    for _ in 0..<Self.steps {
      guard let rest = rest(number) else { return nil }
      if rest.error <= ArrayEquality.share { return number }
      let width = max(number.magnitude, 1e-3) * 1e-3
      guard let other = self.rest(number + width) else { return nil }
      var (both, squares) = (0.0, 0.0)
      for (a, b) in zip(rest.differences, other.differences) {
        let slope = (b - a) / width
        both += slope * a
        squares += slope * slope
      }
      guard squares > 0, both.isFinite else { return nil }
      number -= both / squares
      guard number.isFinite else { return nil }
    }
    return nil
  }

  /// The shortest number near a solution that gives the reference's array, too.
  func shortest(_ number: Double) -> Double {
    for digits in 1...6 {
      let scale = 10.0.power(digits - 1 - Int(number.magnitude.exponent10))
      let short = (number * scale).rounded() / scale
      if let rest = rest(short), rest.error <= ArrayEquality.share { return short }
    }
    return number
  }

  private func rest(_ number: Double) -> (differences: [Double], error: Double)? {
    guard let outputs = outputs(number),
      let target = context.stretch.target(with: outputs, at: context.node),
      target.shape == context.stretch.theirs.shape
    else { return nil }
    let theirs = context.stretch.theirs
    let differences = zip(target.elements, theirs.elements).map { Double($0) - Double($1) }
    guard differences.allSatisfy(\.isFinite) else { return nil }
    return (differences, ArrayEquality.error(theirs, target))
  }
}

extension Double {
  /// The power of ten of the first digit: 2 for 123.
  fileprivate var exponent10: Double {
    guard self > 0 else { return 0 }
    var (rest, exponent) = (self, 0.0)
    while rest >= 10, exponent < 400 { (rest, exponent) = (rest / 10, exponent + 1) }
    while rest < 1, exponent > -400 { (rest, exponent) = (rest * 10, exponent - 1) }
    return exponent
  }

  /// A whole power.
  fileprivate func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<exponent.magnitude { result *= self }
    return exponent < 0 ? 1 / result : result
  }
}
