extension LayerGrammar {
  /// Which of several grammars has the first word as its keyword.
  ///
  /// - Parameter what: what they are of, for the sentence: `optimizer`.
  /// - Throws: ``LineError`` with the most similar keyword, or all of them.
  static func place(
    of words: [Word], among grammars: [LayerGrammar], _ what: String
  ) throws(LineError) -> Int {
    let (word, keywords) = (words.first, grammars.map(\.keyword))
    if let place = keywords.firstIndex(where: { $0 == word?.text }) { return place }
    let near = word.flatMap { nearest(to: $0.text, in: keywords) }
    throw LineError(
      "there is no \(what) \"\(word?.text ?? "")\"", column: word?.column ?? 1,
      proposal: near.map { "did you mean \"\($0)\"?" }
        ?? "there are \(keywords.joined(separator: ", "))")
  }

  /// Parses the words of a line, the keyword first.
  ///
  /// - Throws: ``LineError`` naming the word, what was expected, and the most similar word that
  ///   exists.
  public func read(_ words: [Word]) throws(LineError) -> LayerLine {
    var reader = WordReader(words: words, position: 1)
    var values: [String: LayerLine.ReadValue] = [:]
    for argument in positional {
      guard let word = reader.peek, argument.isRequired || argument.value.accepts(word) else {
        if !argument.isRequired { continue }
        throw LineError(
          "\(keyword) needs \(argument.name) (\(argument.value.expectation))",
          column: reader.endColumn, proposal: "write \"\(usage)\"")
      }
      values[argument.name] = try argument.value.read(&reader, for: argument.name)
    }
    while let word = reader.next() {
      let option = try option(named: word)
      guard values[option.name] == nil else {
        throw LineError("\(option.name) is given twice", column: word.column)
      }
      values[option.name] = try option.value.read(&reader, for: option.name)
    }
    return LayerLine(keyword: words[0], values: values)
  }

  private func option(named word: Word) throws(LineError) -> Argument {
    if let option = options.first(where: { $0.name == word.text }) { return option }
    let names = options.map(\.name)
    let proposal =
      nearest(to: word.text, in: names).map { "did you mean \"\($0)\"?" }
      ?? (names.isEmpty
        ? "it takes no further words" : "it takes \(names.joined(separator: ", "))")
    throw LineError(
      "\(keyword) has no word \"\(word.text)\"", column: word.column, proposal: proposal)
  }
}

/// The words of a line, consumed one by one.
struct WordReader {
  let words: [Word]
  var position: Int

  var peek: Word? { position < words.count ? words[position] : nil }

  /// The column of the next word.
  var endColumn: Int {
    peek?.column ?? words.last.map { $0.column + $0.text.count + 1 } ?? 1
  }

  mutating func next() -> Word? {
    defer { position += 1 }
    return peek
  }
}

extension LayerGrammar.Value {
  /// What an error message tells the user to write.
  var expectation: String {
    switch self {
    case .whole(let least): "a whole number from \(least) to \(largestWhole)"
    case .axis: "an axis such as 1, or -1 for the last"
    case .wholes: "whole numbers such as 0,-1, or none"
    case .number: "a number"
    case .numbers: "numbers such as 1,2.5"
    case .perAxis(let least):
      "one number, or one per spatial axis such as 3x5, from \(least) to \(largestExtent)"
    case .stride:
      "one number, or one per spatial axis such as 3x5, from 1 to \(largestExtent), or kernel"
    case .padding:
      "same, valid, full, a number to \(largestExtent), one per spatial axis such as 1x2, "
        + "or the cells before and then after every axis such as 1,0,2,1"
    case .channels: "a number of channels from 1 to \(largestWhole)"
    case .shape: "a shape such as 1x28x28"
    case .extents: "a shape such as 1x28x28, or scalar"
    case .text: "a word"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .flag: "nothing"
    }
  }

  /// Whether the word can be parsed as the value.
  func accepts(_ word: Word) -> Bool {
    if case .choice(let words) = self { return words.contains(word.text) }
    return parse(word.text) != nil
  }

  func read(
    _ reader: inout WordReader, for name: String
  ) throws(LineError) -> LayerLine.ReadValue {
    if self == .flag { return .flag }
    guard let word = reader.next() else {
      throw LineError("\(name) needs \(expectation)", column: reader.endColumn)
    }
    guard let value = parse(word.text) else {
      throw LineError(
        "\(name) needs \(expectation), not \"\(word.text)\"", column: word.column)
    }
    return value
  }

  private func parse(_ text: String) -> LayerLine.ReadValue? {
    switch self {
    case .whole(let least): wholeNumber(text, atLeast: least).map { .whole($0) }
    case .axis: Int(text).flatMap { $0.magnitude <= 64 ? .whole($0) : nil }
    case .wholes: wholes(text)
    case .number: Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    case .numbers: numbers(text)
    case .perAxis(let least): PerAxis(text, atLeast: least).map { .perAxis($0) }
    case .stride: stride(text)
    case .padding: Padding(text).map { .padding($0) }
    case .channels: channels(text)
    case .shape: (text == "scalar" ? [] : Shape(typed: text)).map { .shape($0) }
    case .extents: Shape(extents: text).map { .shape($0) }
    case .text: .text(text)
    case .choice(let words): words.contains(text) ? .choice(text) : nil
    case .flag: .flag
    }
  }

  private func stride(_ text: String) -> LayerLine.ReadValue? {
    text == "kernel" ? .choice(text) : PerAxis(text, atLeast: 1).map { .perAxis($0) }
  }

  private func wholes(_ text: String) -> LayerLine.ReadValue? {
    if text == "none" { return .wholes([]) }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }.filter { $0.magnitude <= 1 << 31 }
    return numbers.count == parts.count ? .wholes(numbers) : nil
  }

  private func numbers(_ text: String) -> LayerLine.ReadValue? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
    return numbers.count == parts.count ? .numbers(numbers) : nil
  }

  private func channels(_ text: String) -> LayerLine.ReadValue? {
    let parts = text.replacing("->", with: "→").split(
      separator: "→", omittingEmptySubsequences: false)
    guard parts.count <= 2, let output = parts.last else { return nil }
    guard let count = wholeNumber(String(output), atLeast: 1) else { return nil }
    guard parts.count == 2 else { return .channels(input: nil, output: count) }
    return wholeNumber(String(parts[0]), atLeast: 1).map { .channels(input: $0, output: count) }
  }
}

/// The largest integer that a layer's argument may have; products of a few of them fit into 64
/// bits.
let largestWhole = 1 << 20

func wholeNumber(_ text: String, atLeast least: Int) -> Int? {
  guard let value = Int(text), value >= least, value <= largestWhole else { return nil }
  return value
}

extension PerAxis {
  /// Parses `3`, `3x5`, `3×5` or `3x5x7`; `nil` for anything else.
  init?(_ text: String, atLeast least: Int) {
    let parts = text.replacing("×", with: "x").split(
      separator: "x", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { wholeNumber(String($0), atLeast: least) }
    guard SpatialAxes.counts.contains(parts.count), numbers.count == parts.count,
      numbers.allSatisfy({ $0 <= largestExtent })
    else { return nil }
    self.init(numbers)
  }
}

extension Shape {
  /// Parses `scalar`, `10` or `0x28x28`; `nil` for anything else and for more than 2³⁰ elements.
  init?(extents text: String) {
    if text == "scalar" {
      self.init([])
      return
    }
    let parts = text.replacing("×", with: "x").split(
      separator: "x", omittingEmptySubsequences: false)
    let extents = parts.compactMap { wholeNumber(String($0), atLeast: 0) }
    guard extents.count == parts.count else { return nil }
    self.init(extents)
    do { try checkSize("a shape") } catch { return nil }
  }

  /// The text that ``init(extents:)`` parses.
  var extentsText: String { rank == 0 ? "scalar" : plain }

  /// Parses `10`, `1x28x28` or `1×28×28`, every extent at least 1; `nil` for anything else and for
  /// more than 2³⁰ elements.
  public init?(typed text: String) {
    let parts = text.replacing("×", with: "x").split(
      separator: "x", omittingEmptySubsequences: false)
    let extents = parts.compactMap { wholeNumber(String($0), atLeast: 1) }
    guard extents.count == parts.count, (1...6).contains(parts.count) else { return nil }
    let count = extents.reduce((1, false)) { product, extent in
      let (value, overflow) = product.0.multipliedReportingOverflow(by: extent)
      return (value, product.1 || overflow)
    }
    guard !count.1, count.0 <= 1 << 30 else { return nil }
    self.init(extents)
  }
}
