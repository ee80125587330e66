extension NetworkReader {
  /// Removes `name:` from the front of a line.
  func takeName(_ words: inout [Word]) throws(LineError) -> String? {
    let first = words[0]
    guard first.text.contains(":") else { return nil }
    let parts = first.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard name.isLayerName else {
      throw LineError(
        "a layer's name has letters, digits, _, - and . and begins with a letter or _, "
          + "not \"\(name)\"", column: first.column)
    }
    let rest = String(parts[1])
    words.removeFirst()
    if !rest.isEmpty {
      words.insert(Word(rest, column: first.column + name.count + 1), at: 0)
    }
    return name
  }

  /// Removes `init …` from the end of a line.
  func takeInitializer(_ words: inout [Word]) throws(LineError) -> Initializer? {
    guard let index = words.firstIndex(where: { $0.text == "init" }) else { return nil }
    let rest = Array(words[(index + 1)...])
    let column = words[index].column + 5
    words.removeSubrange(index...)
    return try Initializer(rest, column: column)
  }

  /// Removes `from A, B` from the end of a line.
  func takeSources(_ words: inout [Word]) throws(LineError) -> [ValueReference]? {
    guard let index = words.firstIndex(where: { $0.text == "from" }) else { return nil }
    let sources = try values(Array(words[(index + 1)...]), after: words[index])
    words.removeSubrange(index...)
    return sources
  }

  /// Parses `A, B:1` after a keyword.
  func values(_ words: [Word], after keyword: Word) throws(LineError) -> [ValueReference] {
    var values: [ValueReference] = []
    for word in words {
      var column = word.column
      for name in word.text.split(separator: ",", omittingEmptySubsequences: false) {
        if !name.isEmpty { values.append(try source(String(name), column)) }
        column += name.count + 1
      }
    }
    guard !values.isEmpty else {
      throw LineError(
        "\(keyword.text) needs the names of layers",
        column: keyword.column + keyword.text.count + 1)
    }
    return values
  }

  /// The value with a name; `name:1` is the second output of a node.
  func source(_ text: String, _ column: Int) throws(LineError) -> ValueReference {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    if let node = names[name] {
      let count = shapes[node].count
      guard parts.count == 2 else { return ValueReference(node) }
      if let output = Int(parts[1]), (0..<count).contains(output) {
        return ValueReference(node, output)
      }
      throw LineError(
        "\(name) has no output \(parts[1])", column: column,
        proposal: "\(name):0 to \(name):\(count - 1) fit")
    }
    let known = nodes.map(\.name)
    throw LineError(
      "there is no layer \"\(name)\" before this one", column: column,
      proposal: nearest(to: name, in: known).map { "did you mean \"\($0)\"?" }
        ?? "there are \(known.joined(separator: ", "))")
  }

  /// `conv2` for the second layer of a kind; the first input is called by its keyword alone.
  mutating func automaticName(_ kind: String, _ part: Int) -> String {
    if nodes.isEmpty { return kind }
    if part == 0 {
      repeat {
        counts[kind, default: 0] += 1
      } while names["\(kind)\(counts[kind, default: 1])"] != nil
    }
    return "\(kind)\(counts[kind, default: 1])"
  }
}

extension Layer {
  /// Whether it reads no values: inputs of the network, and constants.
  var takesNoInputs: Bool { isSource || (try? outputShapes(for: [])) != nil }
}

extension String {
  /// Whether it is a valid name of a layer.
  var isLayerName: Bool {
    guard let first = unicodeScalars.first, first == "_" || first.properties.isAlphabetic else {
      return false
    }
    return unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-.".unicodeScalars.contains($0)
    }
  }
}
